/** The step that follows: who acts next and by when (R38). Computed when a record moves and kept in the event. */
import { dayOf, type Instant } from '../../kit/calendar.ts'
import { routeFor, type Route } from '../access/route.ts'
import type { NextStep } from '../dossier/types.ts'
import { lastDayOf, timeLimitsOn, type TimeLimits } from '../rules/time-limits.ts'
import type { Rules } from './commands.ts'
import type { InquiryStatus, RegisteredRecord, WorkingStatus } from './state.ts'
import type { TransferableStatus } from './transfer.ts'

/** The limits a record lives under: those in force when it was registered (R34). */
const limitsOf = (record: RegisteredRecord, rules: Rules): TimeLimits =>
  timeLimitsOn(rules.timeLimits, dayOf(record.registeredAt))

export const routeOf = (record: RegisteredRecord, rules: Rules, at: Instant): Route =>
  routeFor({
    organisation: rules.organisation,
    named: record.named,
    unfilledRoles: record.unfilledRoles,
    day: dayOf(at),
  })

/** Whose turn it is in a state. Where the route leads out of the bureau only the recorder is left, to send it up (R43, R44). */
export function nextRole(status: InquiryStatus, route: Route): NextStep['role'] {
  switch (status) {
    case 'closedForReference':
      return null
    case 'supplementRequested':
      return 'recorder'
    default:
      if (route.kind === 'superiorOnly') return 'recorder'
      return status === 'assessed' || status === 'transferProposed' ? route.signedBy : route.handledBy
  }
}

/**
 * After the registration. When the route leads out of the bureau the sealed half says so; the plain half looks as always, so
 * that the disk does not tell who is named.
 */
export const receiving = (route: Route, at: Instant, limits: TimeLimits, rules: Rules): NextStep => ({
  office: 'disciplineOffice',
  role: nextRole('registered', route),
  dueOn: lastDayOf(limits.receive, dayOf(at), rules.workingDays),
})

/**
 * The office assesses, or the signatory signs: both run against the one limit that starts with the registration. A
 * verification runs against its own, which a question in between does not lengthen.
 */
export function working(status: WorkingStatus, record: RegisteredRecord, rules: Rules, at: Instant): NextStep {
  const limits = limitsOf(record, rules)
  const dueOn =
    status === 'verifying'
      ? (record.verification?.dueOn ?? lastDayOf(limits.verification, dayOf(at), rules.workingDays))
      : lastDayOf(limits.opinion, dayOf(record.registeredAt), rules.workingDays)
  return { office: 'disciplineOffice', role: nextRole(status, routeOf(record, rules, at)), dueOn }
}

export const answering = (record: RegisteredRecord, rules: Rules, at: Instant): NextStep => ({
  office: 'recorder',
  role: 'recorder',
  dueOn: lastDayOf(limitsOf(record, rules).supplementAnswer, dayOf(at), rules.workingDays),
})

export const concluding = (record: RegisteredRecord, rules: Rules, at: Instant): NextStep => ({
  office: 'disciplineOffice',
  role: nextRole('opinionSigned', routeOf(record, rules, at)),
  dueOn: lastDayOf(limitsOf(record, rules).afterOpinion, dayOf(at), rules.workingDays),
})

/** After a proposal that was not agreed to: as if the record had just come into the state it was in. */
export function resuming(status: TransferableStatus, record: RegisteredRecord, rules: Rules, at: Instant): NextStep {
  switch (status) {
    case 'registered':
      return receiving(routeOf(record, rules, at), at, limitsOf(record, rules), rules)
    case 'opinionSigned':
      return concluding(record, rules, at)
    default:
      return working(status, record, rules, at)
  }
}

/** Nobody is next: the record has come to rest. */
export const finished: NextStep = { office: 'none', role: null, dueOn: null }
