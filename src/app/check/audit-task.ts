/** What a thread of a check may be asked to do. */
import type { AuditRows } from '../../store/audit-rows.ts'
import { auditSlots, type SlotRange, type SlotReport } from './audit-slots.ts'
import { auditStretch, type Stretch, type StretchReport } from './audit-stretch.ts'

export type AuditTask =
  | { readonly kind: 'entries'; readonly range: Stretch }
  | { readonly kind: 'slots'; readonly range: SlotRange }
export type AuditReport = StretchReport | SlotReport

/** Null when anything does not fit. */
export const auditTask = (rows: AuditRows, { kind, range }: AuditTask): Promise<AuditReport | null> =>
  kind === 'entries' ? auditStretch(rows, range) : auditSlots(rows, range)
