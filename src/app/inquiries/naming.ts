/**
 * Naming somebody later, and taking a wrong naming back (R42). Whoever is named is shut out by the append that names him: changing.ts
 * renews the keys there. Both need the actor to know who recorded, because the recorder's grant is given anew as well.
 */
import { namedInLineOf, namedPersons, type NamedPerson } from '../../domain/inquiry-record/named-persons.ts'
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import { eligibleHolders, routeFor } from '../../domain/access/route.ts'
import { personById } from '../../domain/organisation/organisation.ts'
import type { Day } from '../../kit/calendar.ts'
import type { Decision } from '../../kit/decision.ts'
import type { AppContext, Viewer } from '../context.ts'
import { type Asked, type ChangeRefusal, changeRecord } from './changing.ts'
import type { OpenedRecord } from './opening.ts'

type Input<Type extends Asked['type']> = Omit<Extract<Asked, { type: Type }>, 'type' | 'recorderId'>
type Answer = Promise<Decision<RegisteredRecord, ChangeRefusal>>

const knowing = ({ recordedBy }: OpenedRecord) => ({ recorderId: recordedBy?.recorderId ?? null })

/** The office finds that a person is inquirer, intermediary, principal, beneficiary or an approver through whom it went. */
export const nameFound = (
  context: AppContext,
  viewer: Viewer,
  number: string,
  input: Input<'nameFound'>,
  idempotencyKey: string,
): Answer =>
  changeRecord(context, viewer, number, idempotencyKey, (opened) => ({
    type: 'nameFound',
    ...input,
    ...knowing(opened),
  }))

/** Somebody is named wrongly: the first of two persons says so, with the reason. */
export const proposeClearing = (
  context: AppContext,
  viewer: Viewer,
  number: string,
  input: Input<'proposeClearing'>,
  idempotencyKey: string,
): Answer => changeRecord(context, viewer, number, idempotencyKey, { type: 'proposeClearing', ...input })

/** The second person confirms: who was named wrongly may be granted again, and is when his role reads the record. */
export const confirmClearing = (
  context: AppContext,
  viewer: Viewer,
  number: string,
  input: Input<'confirmClearing'>,
  idempotencyKey: string,
): Answer =>
  changeRecord(context, viewer, number, idempotencyKey, (opened) => ({
    type: 'confirmClearing',
    ...input,
    ...knowing(opened),
  }))

/** What the office is shown of who is named. The recorder sees none of it: it tells names of the office (R40). */
export type NamingView = {
  readonly persons: readonly NamedPerson[]
  /** Named heads of the recorder's own line, as of today (edge case 5). Empty for whoever does not know the recorder. */
  readonly aboveRecorder: readonly string[]
  /** The Party secretary is named: the superior body is told beside the ordinary way (R43). */
  readonly superiorInformed: boolean
  /** Who can name somebody, when the viewer cannot because the grant does not tell who recorded. */
  readonly whoCan: readonly string[]
}

export function namingView({ record, identity, isRecorder, rules }: OpenedRecord, today: Day): NamingView | null {
  if (isRecorder) return null
  const { organisation } = rules
  const nameOf = (personId: Parameters<typeof personById>[1]): string => personById(organisation, personId)?.name ?? ''
  const matter = { organisation, named: record.named, unfilledRoles: record.unfilledRoles, day: today }
  const route = routeFor(matter)
  const office = [
    ...(record.handler ? [record.handler.personId] : eligibleHolders('disciplineHandler', matter)),
    ...eligibleHolders('disciplineOfficeHead', matter),
    ...(route.kind === 'bureau' && route.signedBy === 'disciplineLead'
      ? eligibleHolders('disciplineLead', matter)
      : []),
  ]
  return {
    persons: namedPersons(record, organisation, today),
    aboveRecorder: identity ? namedInLineOf(identity.recorderId, record, organisation, today).map(nameOf) : [],
    superiorInformed: route.kind === 'bureau' && route.superiorInformed,
    whoCan: identity ? [] : [...new Set(office.map(nameOf))],
  }
}
