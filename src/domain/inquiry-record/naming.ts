/**
 * Somebody becomes known later, or turns out to be named wrongly (R42, edge case 3).
 *
 * The recorder says so in a supplement or a correction; the office finds it while handling. Whoever is named from then on is
 * shut out by the same append, and his tasks move by the route. The other way needs a reason and two persons, because it lets
 * somebody in: one proposes, a second confirms. History only grows: who was named, and for how long, stays readable.
 */
import { dayOf, type Instant } from '../../kit/calendar.ts'
import { accept, refuse, type Decision } from '../../kit/decision.ts'
import { eligibleHolders, rolesUnfilledBy } from '../access/route.ts'
import type { Actor, NextStep } from '../dossier/types.ts'
import { personById } from '../organisation/organisation.ts'
import type { PersonId, Role } from '../organisation/types.ts'
import type { CommandActor, Refusal, Rules } from './commands.ts'
import type { PersonReference, PrincipalKnowledge } from './content.ts'
import { bureauRouteOf, handlerRefusal, isBlank, officeOf, textMissing } from './decide-handling.ts'
import type { InquiryEvent } from './events.ts'
import { personsBehind } from './named.ts'
import type { RegisteredRecord } from './state.ts'
import { nextRole, routeOf } from './steps.ts'

/** What somebody is found to be. 审批人 stands for an approver through whom it went (R42). */
export const namedCapacities = ['inquirer', 'intermediary', 'principal', 'beneficiary', 'approver'] as const
export type NamedCapacity = (typeof namedCapacities)[number]

type Asks = { readonly at: Instant; readonly by: CommandActor }

/** Who recorded, as the actor's own grant tells: his standing aside may leave a role without anybody (R11, R43). */
type KnowsRecorder = { readonly recorderId: PersonId | null }

export type NamingCommand =
  | (Asks &
      KnowsRecorder & {
        readonly type: 'nameFound'
        readonly person: PersonReference
        readonly as: NamedCapacity
        /** Of a principal: what he is found to have known (R31). */
        readonly knowledge?: PrincipalKnowledge | null
        readonly reason: string
      })
  | (Asks & { readonly type: 'proposeClearing'; readonly personId: PersonId; readonly reason: string })
  | (Asks & KnowsRecorder & { readonly type: 'confirmClearing'; readonly personId: PersonId })

type By = { readonly at: Instant; readonly by: Actor }

/** What naming does to the route of the record. */
export type Rerouting = {
  /** Set when it changes who is next. */
  readonly next: NextStep | null
  /** As in the registration, for whoever is named now. */
  readonly unfilledRoles?: readonly Role[]
}

export type NamingEvent =
  | (By &
      Rerouting & {
        readonly type: 'personNamed'
        readonly person: PersonReference
        readonly as: NamedCapacity
        /** Of a principal. What the recorder wrote stays beside it; a later finding adds to an earlier one (art. 8.1(3), R31). */
        readonly knowledge?: PrincipalKnowledge
        readonly reason: string
        /** Everybody in the directory whom the reference means; nobody for somebody from outside. */
        readonly named: readonly PersonId[]
      })
  | (By & {
      readonly type: 'clearingProposed'
      readonly personId: PersonId
      readonly name: string
      readonly reason: string
    })
  | (By & Rerouting & { readonly type: 'namingCleared'; readonly personId: PersonId; readonly name: string })

export type NamingRefusal =
  | { readonly code: 'notNamed' }
  /** The recorder's own word is not put aside by the office: he corrects it himself. */
  | { readonly code: 'inquirerStays' }
  | { readonly code: 'clearingNotProposed' }
  | { readonly code: 'secondPersonNeeded' }

/** A naming that was taken back, or is proposed to be. */
export type Clearing = {
  readonly personId: PersonId
  readonly name: string
  readonly reason: string
  readonly proposed: By
  readonly confirmed: By | null
}

type Answer = Decision<InquiryEvent, Refusal>
type CommandOf<Type extends NamingCommand['type']> = Extract<NamingCommand, { type: Type }>

export function decideNaming(command: NamingCommand, record: RegisteredRecord, rules: Rules, by: Actor): Answer {
  const refusal = actsOnNaming(command, record, rules)
  if (refusal) return refuse(refusal)
  switch (command.type) {
    case 'nameFound':
      return nameFound(command, record, rules, by)
    case 'proposeClearing':
      return proposeClearing(command, record, rules, by)
    case 'confirmClearing':
      return confirmClearing(command, record, rules, by)
  }
}

/** Whoever handles the record, the head, and whoever reviews or signs it by the route. The recorder has his supplement. */
function actsOnNaming(command: Asks, record: RegisteredRecord, rules: Rules): Refusal | null {
  const refusal = handlerRefusal(command, record, rules)
  if (refusal === null || refusal.code === 'recorderCannotDecide' || refusal.code === 'superiorOnly') return refusal
  const route = bureauRouteOf(record, rules, command.at)
  const matter = { ...record, organisation: rules.organisation, day: dayOf(command.at) }
  const decides = [route?.reviewedBy, route?.signedBy].some(
    (role) => role && eligibleHolders(role, matter).includes(command.by.personId),
  )
  return decides ? null : refusal
}

/** At any time, also after the record has come to rest. The same person may be found to be several things. */
function nameFound(command: CommandOf<'nameFound'>, record: RegisteredRecord, rules: Rules, by: Actor): Answer {
  const { at, person, as, reason, recorderId, knowledge } = command
  if (isBlank(person.kind === 'unknown' ? person.description : person.name)) return textMissing('person')
  if (isBlank(reason)) return textMissing('reason')
  const named = personsBehind(person, rules.organisation)
  return accept({
    type: 'personNamed',
    at,
    by,
    person,
    as,
    ...(as === 'principal' && knowledge && { knowledge }),
    reason,
    named,
    ...reroutedWith(record, [...record.named, ...named], { rules, at, recorderId }),
  })
}

function proposeClearing(
  { at, personId, reason }: CommandOf<'proposeClearing'>,
  record: RegisteredRecord,
  { organisation }: Rules,
  by: Actor,
): Answer {
  if (!record.named.includes(personId)) return refuse({ code: 'notNamed' })
  const { person } = record.content.inquirer
  if (person.kind === 'internal' && person.personId === personId) return refuse({ code: 'inquirerStays' })
  if (isBlank(reason)) return textMissing('reason')
  const name = personById(organisation, personId)?.name ?? ''
  return accept({ type: 'clearingProposed', at, by, personId, name, reason })
}

function confirmClearing(
  { at, by: asker, personId, recorderId }: CommandOf<'confirmClearing'>,
  record: RegisteredRecord,
  rules: Rules,
  by: Actor,
): Answer {
  const open = openClearing(record, personId)
  if (!open) return refuse({ code: 'clearingNotProposed' })
  const { by: proposer } = open.proposed
  if (proposer.kind === 'officer' && proposer.personId === asker.personId) return refuse({ code: 'secondPersonNeeded' })
  const left = record.named.filter((named) => named !== personId)
  const rerouted = reroutedWith(record, left, { rules, at, recorderId })
  return accept({ type: 'namingCleared', at, by, personId, name: open.name, ...rerouted })
}

/** The proposal that waits for a second person. */
export const openClearing = (record: RegisteredRecord, personId: PersonId): Clearing | null =>
  record.clearings.find((clearing) => clearing.personId === personId && !clearing.confirmed) ?? null

/** Where the record goes once these are named; the due day stays. Whoever is next when nobody is waited for stays nobody. */
export function reroutedWith(
  record: RegisteredRecord,
  named: readonly PersonId[],
  { rules, at, recorderId }: { readonly rules: Rules; readonly at: Instant } & KnowsRecorder,
): Rerouting {
  const matter = { organisation: rules.organisation, named, day: dayOf(at) }
  // Whoever asked to bypass the bureau left no role in it to anybody (R44).
  const recomputed = recorderId !== null && !record.content.directToSuperior
  const unfilledRoles = recomputed ? rolesUnfilledBy(recorderId, matter) : record.unfilledRoles
  const after = { ...record, named, unfilledRoles }
  const next =
    record.next.dueOn === null ? null : { ...record.next, role: nextRole(record.status, routeOf(after, rules, at)) }
  return { next, unfilledRoles }
}

/** What people who change do to a record that nobody has touched: somebody's turn, and a handler who is of the office no more. */
export type PeopleChange = {
  readonly next?: NextStep
  readonly unfilledRoles?: readonly Role[]
  readonly handlerLeft?: true
}

/**
 * The route by the bureau as it stands, where the record still says another (R43): the recorder became the only holder of a role, an alternate is
 * needed or needed no more, a handler left. Null when the record says it already.
 */
export function routedAnew(
  record: RegisteredRecord,
  context: { readonly rules: Rules; readonly at: Instant; readonly recorderId: PersonId },
): PeopleChange | null {
  const { next, unfilledRoles = [] } = reroutedWith(record, record.named, context)
  const after = { ...record, unfilledRoles }
  const handles = officeOf(after, context.rules, context.at)
  const handlerLeft =
    record.next.dueOn !== null && record.handler !== null && !handles.includes(record.handler.personId)
  // What was agreed to leave the bureau is carried out by whoever proposed it (R44).
  const moves = next !== null && next.role !== record.next.role && record.status !== 'transferAgreed'
  const change: PeopleChange = {
    ...(moves && { next }),
    ...(unfilledRoles.toSorted().join() !== record.unfilledRoles.toSorted().join() && { unfilledRoles }),
    ...(handlerLeft && { handlerLeft }),
  }
  return Object.keys(change).length > 0 ? change : null
}

/** Access is cut at once: a handler who turns out to be named handles no longer (R42). */
export const naming = (record: RegisteredRecord, more: readonly PersonId[] = []): RegisteredRecord => ({
  ...record,
  named: [...new Set([...record.named, ...more])],
  handler: record.handler && more.includes(record.handler.personId) ? null : record.handler,
})

export function evolveNaming(before: RegisteredRecord, event: NamingEvent): RegisteredRecord {
  const record = rerouted(before, event)
  const { at, by } = event
  switch (event.type) {
    case 'personNamed':
      return { ...naming(record, event.named), namings: [...record.namings, event] }
    case 'clearingProposed': {
      const { personId, name, reason } = event
      const others = record.clearings.filter((clearing) => clearing.personId !== personId || clearing.confirmed)
      return {
        ...record,
        clearings: [...others, { personId, name, reason, proposed: { at, by }, confirmed: null }],
      }
    }
    case 'namingCleared':
      return {
        ...record,
        named: record.named.filter((named) => named !== event.personId),
        clearings: record.clearings.map((clearing) =>
          clearing.personId === event.personId && !clearing.confirmed
            ? { ...clearing, confirmed: { at, by } }
            : clearing,
        ),
      }
  }
}

/** Whatever an event says of the route. */
export const rerouted = (record: RegisteredRecord, event: object | Partial<Rerouting>): RegisteredRecord => {
  const { next, unfilledRoles } = event as Partial<Rerouting>
  return { ...record, next: next ?? record.next, unfilledRoles: unfilledRoles ?? record.unfilledRoles }
}
