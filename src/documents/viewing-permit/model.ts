/** What stands on a viewing permit sheet 查阅审批单 (document 20): a request, its answer, and what the permit covers. */
import type { Day } from '../../kit/calendar.ts'
import type { VerificationStrip } from '../verification-strip.ts'

export type ViewingPermitModel = {
  readonly bureau: string
  readonly registerNumber: string
  readonly asker: { readonly name: string; readonly unit: string; readonly post: string }
  readonly askedOn: Day
  readonly reason: string
  readonly purpose: string
  /** What was asked for: until when, and whether originals of evidence as well. */
  readonly wantedUntil: Day
  readonly wantsEvidence: boolean
  readonly decision:
    | {
        readonly kind: 'approved'
        readonly by: string
        readonly capacity: string
        readonly on: Day
        /** The last day on which it holds. */
        readonly lastDay: Day
        readonly withEvidence: boolean
      }
    | {
        readonly kind: 'refused'
        readonly by: string
        readonly capacity: string
        readonly on: Day
        readonly reason: string
      }
  readonly withdrawn: { readonly by: string; readonly on: Day; readonly reason: string } | null
  readonly strip: VerificationStrip
  readonly watermark: string
}
