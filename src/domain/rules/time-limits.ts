/**
 * Time limits as versioned configuration (requirements §4, R34). The regulation gives no figure but the year; the others
 * are defaults the bureau may change. A change is a new version with a first day; a record keeps the version in force on
 * the day it was registered.
 */
import { addDays, type Day } from '../../kit/calendar.ts'
import { accept, refuse, type Decision } from '../../kit/decision.ts'
import { invariant } from '../../kit/invariant.ts'
import { effectiveFrom } from './regulation.ts'
import { addWorkingDays, type WorkingDayTable } from './working-days.ts'

/** A limit whose last day can be computed from a day. */
export type Limit = { readonly unit: 'workingDays' | 'days'; readonly count: number }

const workingDays = (count: number): Limit => ({ unit: 'workingDays', count })
const days = (count: number): Limit => ({ unit: 'days', count })

export const defaultTimeLimits = {
  /** Asked of the officer; nothing is ever refused for being late (R21). */
  registerWithinHours: 24,
  /** A registration is flagged late after so many working days. */
  lateAfter: workingDays(3),
  receive: workingDays(1),
  supplementAnswer: workingDays(5),
  /** Counted from the registration. */
  opinion: workingDays(15),
  /** From the signed opinion to the decision what follows from it. */
  afterOpinion: workingDays(5),
  verification: days(30),
  verificationExtension: days(30),
  /** How long an escalated step may rest before the next escalation. */
  escalation: workingDays(2),
  /** How long a viewing permit usually holds, and how long at most. */
  viewingPermit: workingDays(3),
  viewingPermitLongest: days(30),
  specialMatterAcknowledgedHours: 24,
  reportAcceptanceNotice: workingDays(15),
  reportResultNotice: workingDays(15),
  superiorMatter: workingDays(5),
  /** From a sealed transfer to the superior body's receipt. */
  transferReceipt: workingDays(10),
  partyReportAcceptance: workingDays(5),
  partyReportFinish: days(30),
  personnelClearance: workingDays(5),
  appealAcceptance: workingDays(5),
  appealDecision: days(30),
  civilServiceReviewOrAppeal: days(30),
  civilServiceAppealAfterReview: days(15),
  civilServiceReviewDecision: days(30),
  civilServiceAppealDecision: days(60),
  civilServiceAppealExtension: days(30),
  referralReceipt: workingDays(10),
  retaliationWatchMonths: 24,
  logRetentionMonths: 6,
} as const

export type TimeLimits = {
  readonly [Name in keyof typeof defaultTimeLimits]: (typeof defaultTimeLimits)[Name] extends number ? number : Limit
}

export type TimeLimitsVersion = { readonly version: number; readonly validFrom: Day; readonly limits: TimeLimits }

export const initialTimeLimits: readonly TimeLimitsVersion[] = [
  { version: 1, validFrom: effectiveFrom, limits: defaultTimeLimits },
]

/** The limits for a record registered on this day; the first version also serves days before it. */
export function timeLimitsOn(versions: readonly TimeLimitsVersion[], onDay: Day): TimeLimits {
  const version = versions.findLast(({ validFrom }) => validFrom <= onDay) ?? versions[0]
  invariant(version, 'there is at least one version of the time limits')
  return version.limits
}

/** Adds a version. Refused when it would reach back over records already registered or over a version already set. */
export function changeTimeLimits(
  versions: readonly TimeLimitsVersion[],
  change: { readonly validFrom: Day; readonly limits: TimeLimits; readonly today: Day },
): Decision<readonly TimeLimitsVersion[], { readonly code: 'reachesBack'; readonly earliest: Day }> {
  const last = versions.at(-1)
  const earliest = [change.today, last?.validFrom ?? effectiveFrom].reduce((a, b) => (a > b ? a : b))
  if (change.validFrom <= earliest) return refuse({ code: 'reachesBack', earliest: addDays(earliest, 1) })
  return accept([
    ...versions,
    { version: (last?.version ?? 0) + 1, validFrom: change.validFrom, limits: change.limits },
  ])
}

/** The last day of a limit that starts on `from`. */
export const lastDayOf = (limit: Limit, from: Day, table: WorkingDayTable): Day =>
  limit.unit === 'days' ? addDays(from, limit.count) : addWorkingDays(from, limit.count, table)
