/**
 * Viewing permits (查阅审批): who is neither recorder nor assigned asks, a second person approves, and the permit ends by itself (R37, art. 5.3).
 *
 * A request is appended by somebody who need not know whether the record exists: it is decided without the record, and everything that
 * depends on the record is judged when it is approved. A permit is bound to one matter, one person, one purpose and a time.
 */
import { addDays, dayOf, momentOf, type Day, type Instant } from '../../kit/calendar.ts'
import { accept, refuse, type Decision } from '../../kit/decision.ts'
import { roleFor } from '../access/permissions.ts'
import { eligibleHolders } from '../access/route.ts'
import type { Actor } from '../dossier/types.ts'
import type { PersonId, Role } from '../organisation/types.ts'
import { lastDayOf, timeLimitsOn, type TimeLimits } from '../rules/time-limits.ts'
import type { CommandActor, CommandOf, Refusal, Rules } from './commands.ts'
import type { RegisteredRecord } from './state.ts'
import { routeOf } from './steps.ts'

type By = { readonly at: Instant; readonly by: Actor }

export type PermitEvent =
  | (By & {
      readonly type: 'permitRequested'
      readonly permitId: string
      readonly reason: string
      readonly purpose: string
      readonly wantedUntil: Day
      readonly wantsEvidence: boolean
      /** Where the answer is left for the asker, known to him and to whoever opens the record. */
      readonly answerTag: string
    })
  | (By & {
      readonly type: 'permitApproved'
      readonly permitId: string
      /** From this moment on it does not hold any more. */
      readonly until: Instant
      readonly withEvidence: boolean
    })
  | (By & { readonly type: 'permitRefused'; readonly permitId: string; readonly reason: string })
  | (By & { readonly type: 'permitWithdrawn'; readonly permitId: string; readonly reason: string })
  /** The holder came back after the permit had ended, and saw nothing. */
  | (By & { readonly type: 'permitLapsed'; readonly permitId: string })

export type Permit = {
  readonly id: string
  readonly askedAt: Instant
  readonly asker: { readonly personId: PersonId; readonly name: string; readonly role: Role }
  readonly reason: string
  readonly purpose: string
  readonly wantedUntil: Day
  readonly wantsEvidence: boolean
  readonly answerTag: string
  readonly decision:
    | {
        readonly kind: 'approved'
        readonly at: Instant
        readonly by: Actor
        readonly until: Instant
        readonly withEvidence: boolean
      }
    | { readonly kind: 'refused'; readonly at: Instant; readonly by: Actor; readonly reason: string }
    | null
  readonly withdrawn: { readonly at: Instant; readonly by: Actor; readonly reason: string } | null
  readonly triedAfterwardsAt: Instant | null
}

export type ApprovedPermit = Permit & { readonly decision: Extract<Permit['decision'], { kind: 'approved' }> }

export type PermitRefusal =
  | { readonly code: 'permitUnknown' }
  | { readonly code: 'permitDecided' }
  | { readonly code: 'ownPermit' }
  | { readonly code: 'askerNamed' }
  | { readonly code: 'permitTermOutOfRange'; readonly earliest: Day; readonly latest: Day }

/** How a permit stands at a moment, as people read it. */
export const permitStates = ['waiting', 'approved', 'refused', 'withdrawn', 'expired'] as const
export type PermitState = (typeof permitStates)[number]

export function permitState({ decision, withdrawn, wantedUntil }: Permit, at: Instant): PermitState {
  if (decision === null) return dayOf(at) > wantedUntil ? 'expired' : 'waiting'
  if (decision.kind === 'refused') return 'refused'
  if (withdrawn) return 'withdrawn'
  return at < decision.until ? 'approved' : 'expired'
}

const isApproved = (permit: Permit, at: Instant): permit is ApprovedPermit => permitState(permit, at) === 'approved'

/** The permit by which a person may look at this moment; the one that lasts longest when there are several. */
export function validPermit(
  { permits, named }: Pick<RegisteredRecord, 'permits' | 'named'>,
  personId: PersonId,
  at: Instant,
): ApprovedPermit | null {
  if (named.includes(personId)) return null
  const held = permits.filter(
    (permit): permit is ApprovedPermit => permit.asker.personId === personId && isApproved(permit, at),
  )
  return held.toSorted((a, b) => (a.decision.until < b.decision.until ? 1 : -1))[0] ?? null
}

/** Everybody who holds a permit at this moment, once each. */
export function permitHolders(
  record: Pick<RegisteredRecord, 'permits' | 'named'>,
  at: Instant,
): readonly Permit['asker'][] {
  const askers = new Map(record.permits.map(({ asker }) => [asker.personId, asker]))
  return [...askers.values()].filter(({ personId }) => validPermit(record, personId, at) !== null)
}

/** A permit that ended by its time, and whose holder has not come back since. */
export const lapsedPermit = ({ permits }: RegisteredRecord, personId: PersonId, at: Instant): Permit | null =>
  permits.find(
    (permit) =>
      permit.asker.personId === personId &&
      permit.decision?.kind === 'approved' &&
      permit.triedAfterwardsAt === null &&
      permitState(permit, at) === 'expired',
  ) ?? null

/** The first and the last day until which a permit given now may hold. */
export function permitTerm(rules: Rules, at: Instant): { readonly usual: Day; readonly latest: Day } {
  const today = dayOf(at)
  const limits: TimeLimits = timeLimitsOn(rules.timeLimits, today)
  return {
    usual: lastDayOf(limits.viewingPermit, today, rules.workingDays),
    latest: lastDayOf(limits.viewingPermitLongest, today, rules.workingDays),
  }
}

export type PermitRequest = {
  readonly at: Instant
  readonly by: CommandActor
  readonly permitId: string
  readonly reason: string
  readonly purpose: string
  readonly wantedUntil: Day
  readonly wantsEvidence: boolean
  readonly answerTag: string
}

/** Whether a request is in order, judged by what the asker knows himself: nothing here depends on the record (R42). */
export function requestPermit(
  { by, ...request }: PermitRequest,
  rules: Rules,
): Decision<Extract<PermitEvent, { type: 'permitRequested' }>, Refusal> {
  const role = roleFor(by.roles, 'requestPermit')
  if (!role) return refuse({ code: 'notPermitted' })
  if (request.reason.trim() === '') return refuse({ code: 'textMissing', text: 'reason' })
  if (request.purpose.trim() === '') return refuse({ code: 'textMissing', text: 'purpose' })
  const outside = termRefusal(request.wantedUntil, rules, request.at)
  if (outside) return refuse(outside)
  return accept({
    type: 'permitRequested',
    ...request,
    by: { kind: 'officer', personId: by.personId, name: by.name, role },
  })
}

function termRefusal(until: Day, rules: Rules, at: Instant): Refusal | null {
  const { latest } = permitTerm(rules, at)
  const today = dayOf(at)
  return until < today || until > latest ? { code: 'permitTermOutOfRange', earliest: today, latest } : null
}

type PermitCommand = CommandOf<'approvePermit'> | CommandOf<'refusePermit'> | CommandOf<'withdrawPermit'>

/**
 * By whoever reviews the record by its route; never by the asker, the recorder or anybody named (R37, R43). A request by somebody named can
 * only be left alone: an answer would tell him that the record exists.
 */
export function decidePermit(
  command: PermitCommand,
  record: RegisteredRecord,
  rules: Rules,
  by: Actor,
): Decision<PermitEvent, Refusal> {
  const { at, permitId } = command
  if (command.by.isRecorder) return refuse({ code: 'recorderCannotDecide' })
  const permit = record.permits.find(({ id }) => id === permitId)
  if (!permit) return refuse({ code: 'permitUnknown' })
  if (permit.asker.personId === command.by.personId) return refuse({ code: 'ownPermit' })
  if (!mayDecidePermits(record, rules, command.by, at)) return refuse({ code: 'notPermitted' })
  const reason = 'reason' in command ? command.reason : ''
  if (command.type === 'withdrawPermit') {
    if (permitState(permit, at) !== 'approved') return refuse({ code: 'permitDecided' })
    if (reason.trim() === '') return refuse({ code: 'textMissing', text: 'reason' })
    return accept({ type: 'permitWithdrawn', at, by, permitId, reason })
  }
  if (permitState(permit, at) !== 'waiting') return refuse({ code: 'permitDecided' })
  if (record.named.includes(permit.asker.personId)) return refuse({ code: 'askerNamed' })
  if (command.type === 'refusePermit') {
    if (reason.trim() === '') return refuse({ code: 'textMissing', text: 'reason' })
    return accept({ type: 'permitRefused', at, by, permitId, reason })
  }
  const outside = termRefusal(command.untilDay, rules, at)
  if (outside) return refuse(outside)
  // Through the end of the day.
  const until = momentOf(addDays(command.untilDay, 1), '00:00')
  return accept({ type: 'permitApproved', at, by, permitId, until, withEvidence: command.withEvidence })
}

/** Whether a person answers requests on this record: he reviews it by the route and is not named. */
export function mayDecidePermits(
  record: RegisteredRecord,
  rules: Rules,
  { personId, roles, isRecorder }: Pick<CommandActor, 'personId' | 'roles' | 'isRecorder'>,
  at: Instant,
): boolean {
  const route = routeOf(record, rules, at)
  if (isRecorder || route.kind === 'superiorOnly' || !roles.includes(route.reviewedBy)) return false
  const matter = {
    organisation: rules.organisation,
    named: record.named,
    unfilledRoles: record.unfilledRoles,
    day: dayOf(at),
  }
  return eligibleHolders(route.reviewedBy, matter).includes(personId)
}

/** Requests that wait for an answer and may have one. */
export const answerablePermits = (record: RegisteredRecord, at: Instant): readonly Permit[] =>
  record.permits.filter(
    (permit) => permitState(permit, at) === 'waiting' && !record.named.includes(permit.asker.personId),
  )

export function withPermitEvent(permits: readonly Permit[], event: PermitEvent): readonly Permit[] {
  const changing = (change: (permit: Permit) => Partial<Permit>): readonly Permit[] =>
    permits.map((permit) => (permit.id === event.permitId ? { ...permit, ...change(permit) } : permit))
  const { at, by } = event
  switch (event.type) {
    case 'permitRequested': {
      // Anybody can append to a dossier; only somebody of the bureau, who signed it, asks for a permit. The first of an id counts.
      if (by.kind !== 'officer' || permits.some(({ id }) => id === event.permitId)) return permits
      const { permitId: id, reason, purpose, wantedUntil, wantsEvidence, answerTag } = event
      const asker = { personId: by.personId, name: by.name, role: by.role }
      const asked = { id, askedAt: at, asker, reason, purpose, wantedUntil, wantsEvidence, answerTag }
      return [...permits, { ...asked, decision: null, withdrawn: null, triedAfterwardsAt: null }]
    }
    case 'permitApproved':
      return changing(() => ({
        decision: { kind: 'approved', at, by, until: event.until, withEvidence: event.withEvidence },
      }))
    case 'permitRefused':
      return changing(() => ({ decision: { kind: 'refused', at, by, reason: event.reason } }))
    case 'permitWithdrawn':
      return changing(() => ({ withdrawn: { at, by, reason: event.reason } }))
    case 'permitLapsed':
      return changing(() => ({ triedAfterwardsAt: at }))
  }
}
