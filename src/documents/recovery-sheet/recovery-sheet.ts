/** A sheet of the recovery key 恢复单: what stands on it, sanitised; the layout is templates/recovery-sheet.typ. */
import { chineseDay, type Day } from '../../kit/calendar.ts'
import type { Paper } from '../paper.ts'
import { sanitizeLine } from '../sanitize.ts'

export type RecoverySheetModel = {
  readonly number: number
  /** As it is typed back: groups with hyphens. */
  readonly sheet: string
  readonly bureau: string
  readonly madeOn: Day
}

const GROUPS_A_LINE = 4

export function recoverySheet({ number, sheet, bureau, madeOn }: RecoverySheetModel): Paper {
  const [prefix = '', which = '', ...groups] = sheet.split('-')
  const lines = Array.from({ length: Math.ceil(groups.length / GROUPS_A_LINE) }, (_, i) =>
    groups.slice(i * GROUPS_A_LINE, (i + 1) * GROUPS_A_LINE).join('-'),
  )
  return {
    template: 'recovery-sheet',
    data: {
      number,
      bureau: sanitizeLine(bureau),
      lines: [`${prefix}-${which}`, ...lines],
      madeOn: chineseDay(madeOn),
      documentDate: madeOn,
    },
    attachments: [],
  }
}
