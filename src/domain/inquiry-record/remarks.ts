/**
 * The remarks (备注) of the registration form: composed from data, extended by hand, never replaced (R85). The register
 * number is not among them; it stands outside the table.
 */
import { chineseDay, type Day } from '../../kit/calendar.ts'
import type { RegisteredRecord } from './state.ts'

/** What is known outside the record itself: where it is filed, and what refers to it. */
export type RemarkSources = {
  readonly specialMatterNumber?: string
  readonly dossierPlace?: string
  readonly backfilled?: { readonly importedOn: Day; readonly note: string }
  readonly crossReferences?: readonly string[]
}

/** One line a remark, data first, in a fixed order. Empty when there is nothing to remark. */
export function remarksOf(record: RegisteredRecord, sources: RemarkSources = {}): string {
  const { specialMatterNumber, dossierPlace, backfilled, crossReferences = [] } = sources
  const { opinion } = record
  return [
    specialMatterNumber ? `特别事项编号：${specialMatterNumber}` : '',
    dossierPlace ? `入卷位置：${dossierPlace}` : '',
    backfilled ? `补录，${chineseDay(backfilled.importedOn)}录入${backfilled.note ? `，${backfilled.note}` : ''}` : '',
    record.lateRegistered ? `迟录，过问后第${record.delayDays}日登记${reason(record.content.lateReason)}` : '',
    record.legacy ? '过问发生于规定施行之前' : '',
    opinion && opinion.capacity !== '' ? `意见由${opinion.capacity}签署${reason(opinion.recusalReason)}` : '',
    crossReferences.length > 0 ? `关联登记：${crossReferences.join('、')}` : '',
    ...record.remarks.map(({ text }) => text),
  ]
    .filter((remark) => remark !== '')
    .map((remark) => `${remark.replace(/[。；]+$/u, '')}。`)
    .join('\n')
}

const reason = (text: string): string => (text.trim() === '' ? '' : `，原因：${text.trim()}`)
