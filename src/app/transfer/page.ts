/** The readable page of a transfer package: the matter in order, and who saw it, with names, because the superior must know (R44, edge case 3). */
import type { Actor } from '../../domain/dossier/types.ts'
import type { InquiryEvent } from '../../domain/inquiry-record/events.ts'
import { inquiryClassLabels } from '../../domain/inquiry-record/labels.ts'
import { roleWords } from '../../domain/procedure/wording.ts'
import type { RecordPageModel, RecordPageSection } from '../../documents/transfer/record-page.ts'
import { chineseDay, dayOf, type Instant, timeOf } from '../../kit/calendar.ts'
import { unitAndPost } from '../../kit/standing.ts'
import type { EventRow } from '../../store/store.ts'
import { openRows } from '../inquiries/folding.ts'
import type { PackedEvidence, Packing } from './packing.ts'

const moment = (at: Instant): string => `${chineseDay(dayOf(at))} ${timeOf(at)}`

export function pageOf(
  { opened, superior, reason }: Packing,
  rows: readonly EventRow[],
  evidence: readonly PackedEvidence[],
): RecordPageModel {
  const { record, recordedBy: identity, rules, row, keys } = opened
  const { content, opinion } = record
  const recorder = identity ? `${identity.name}（${unitAndPost(identity.unit, identity.post)}）` : '登记人'
  const who = (by: Actor): string =>
    by.kind === 'recorder' ? recorder : by.kind === 'system' ? '系统' : `${by.name}（${roleWords[by.role]}）`
  const events = openRows(rows, { keys, since: row.keysSince }, rules.organisation).map(({ event }) => event)
  const uses = (types: readonly InquiryEvent['type'][]): readonly InquiryEvent[] =>
    events.filter(({ type }) => types.includes(type))
  const table = (list: readonly InquiryEvent[]): NonNullable<RecordPageSection['table']> => ({
    head: ['时间', '事项', '人员', '说明'],
    rows: list.map((event) => [moment(event.at), labelOf(event), who(event.by), detailOf(event)]),
  })
  return {
    title: `过问记录 ${record.registerNumber}（密封移送）`,
    sections: [
      {
        heading: '登记',
        rows: [
          ['移送单位', rules.organisation.bureau],
          ['接收机关', superior.organ],
          ['接收公钥指纹', superior.recipients.join('\n')],
          ['移送原因', reason],
          ['案件名称', content.caseTitle],
          ['案号', content.caseNumber],
          ['办案机构', content.handlingUnit],
          ['登记时间', moment(record.registeredAt)],
          ['登记人', recorder],
          ['类别', record.finalClass ? inquiryClassLabels[record.finalClass] : '尚未评估'],
        ],
      },
      { heading: '过问情况', paragraphs: [content.situation] },
      ...(content.suggestion ? [{ heading: '相关建议', paragraphs: [content.suggestion] }] : []),
      ...(content.directToSuperior
        ? [{ heading: '登记人要求直接报上级的原因', paragraphs: [content.directToSuperior.reason] }]
        : []),
      ...(opinion ? [{ heading: '纪检监察意见', paragraphs: [opinion.opinion, who(opinion.by)] }] : []),
      {
        heading: '证据',
        table: {
          head: ['包内文件', '原文件名', '字节', 'SHA-256', 'SM3', '提取'],
          rows: evidence.map(({ file, item }) => [
            `data/${file}`,
            item.name,
            String(item.size),
            item.sha256,
            item.sm3,
            extractionOf(item.extraction),
          ]),
        },
      },
      { heading: '看过、印过、导出过的人', table: table(uses(['viewed', 'printed', 'exported'])) },
      { heading: '全部经过（按先后）', table: table(events) },
    ],
  }
}

const extractionOf = (extraction: Readonly<Record<string, string>>): string =>
  Object.values(extraction)
    .filter((text) => text !== '')
    .join('；')

/** Kinds of events that have no word here appear under their own name: nothing is left out. */
const labels: Readonly<Partial<Record<InquiryEvent['type'], string>>> = {
  inquiryRegistered: '登记',
  recordReceived: '接收',
  handlerAssigned: '交办',
  supplementRequested: '要求补充',
  supplementAdded: '补充',
  correctionAdded: '更正',
  withdrawalRequested: '请求撤回',
  classAssessed: '评估类别',
  opinionSigned: '签署意见',
  closedForReference: '存查办结',
  verificationOpened: '转入核查',
  remarkAdded: '备注',
  transferProposed: '提出密封上送',
  transferAnswered: '答复密封上送',
  viewed: '查看',
  printed: '打印',
  exported: '导出',
  accessChanged: '可查看人员变动',
  reminded: '提醒',
  escalated: '升级督办',
}
const labelOf = ({ type }: InquiryEvent): string => labels[type] ?? type

/** Every text that the event brings, whatever its kind. */
const detailOf = (event: InquiryEvent): string =>
  Object.entries(event)
    .filter(([key, value]) => typeof value === 'string' && value !== '' && !notDetails.has(key))
    .map(([, value]) => String(value))
    .join('；')
const notDetails: ReadonlySet<string> = new Set(['type', 'at', 'kind', 'registerNumber', 'registeredAt', 'handlerId'])
