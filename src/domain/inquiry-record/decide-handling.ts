/** The discipline office takes a record up: receiving, assigning, asking for supplements (R37, R38, R43). */
import { dayOf, type Instant } from '../../kit/calendar.ts'
import { accept, refuse, type Decision } from '../../kit/decision.ts'
import { eligibleHolders, type BureauRoute } from '../access/route.ts'
import { personById } from '../organisation/organisation.ts'
import type { PersonId } from '../organisation/types.ts'
import type { Actor } from '../dossier/types.ts'
import type { CommandActor, CommandOf, Refusal, RequiredText, Rules } from './commands.ts'
import type { InquiryEvent } from './events.ts'
import type { RegisteredRecord } from './state.ts'
import { answering, routeOf, working } from './steps.ts'

type Answer = Decision<InquiryEvent, Refusal>

/** Whoever of the office receives the record handles it, until the head assigns somebody else. */
export function receiveRecord(
  command: CommandOf<'receiveRecord'>,
  record: RegisteredRecord,
  rules: Rules,
  by: Actor,
): Answer {
  const refusal = handlerRefusal(command, record, rules)
  if (refusal) return refuse(refusal)
  if (record.status !== 'registered') return wrongState(record)
  return accept({ type: 'recordReceived', at: command.at, by, next: working('received', record, rules, command.at) })
}

/** By the head; with the head named, by whoever reviews in his place. The new handler must be able to act on the matter. */
export function assignHandler(
  command: CommandOf<'assignHandler'>,
  record: RegisteredRecord,
  rules: Rules,
  by: Actor,
): Answer {
  if (command.by.isRecorder) return refuse({ code: 'recorderCannotDecide' })
  const route = routeOf(record, rules, command.at)
  if (route.kind === 'superiorOnly') return refuse({ code: 'superiorOnly' })
  const assigning = [route.reviewedBy, 'disciplineOfficeHead'] as const
  if (!assigning.some((role) => command.by.roles.includes(role))) return refuse({ code: 'notPermitted' })
  if (record.status === 'closedForReference') return wrongState(record)
  const person = personById(rules.organisation, command.handlerId)
  const eligible = person && officeOf(record, rules, command.at).includes(person.id)
  if (!eligible || person.id === command.recorderId) return refuse({ code: 'handlerNotEligible' })
  return accept({ type: 'handlerAssigned', at: command.at, by, handlerId: person.id, handlerName: person.name })
}

export function requestSupplement(
  command: CommandOf<'requestSupplement'>,
  record: RegisteredRecord,
  rules: Rules,
  by: Actor,
): Answer {
  const { at, question } = command
  const refusal = handlerRefusal(command, record, rules)
  if (refusal) return refuse(refusal)
  if (record.status !== 'received' && record.status !== 'assessed' && record.status !== 'verifying')
    return wrongState(record)
  if (isBlank(question)) return textMissing('question')
  return accept({ type: 'supplementRequested', at, by, question, next: answering(record, rules, at) })
}

// ---- shared by the steps of the office ----

/** Everybody of the discipline office who may act on the matter. */
export function officeOf(record: RegisteredRecord, rules: Rules, at: Instant): readonly PersonId[] {
  const matter = {
    organisation: rules.organisation,
    named: record.named,
    unfilledRoles: record.unfilledRoles,
    day: dayOf(at),
  }
  return [...eligibleHolders('disciplineHandler', matter), ...eligibleHolders('disciplineOfficeHead', matter)]
}

type OfficeCommand = { readonly at: Instant; readonly by: CommandActor }

/** Null when the person may act for the office on this record. */
function officeRefusal(command: OfficeCommand, record: RegisteredRecord, rules: Rules): Refusal | null {
  if (command.by.isRecorder) return { code: 'recorderCannotDecide' }
  if (routeOf(record, rules, command.at).kind === 'superiorOnly') return { code: 'superiorOnly' }
  return officeOf(record, rules, command.at).includes(command.by.personId) ? null : { code: 'handlerNotEligible' }
}

/** As `officeRefusal`, and once somebody handles the record only he or the head goes on with it (R8, R37). */
export function handlerRefusal(command: OfficeCommand, record: RegisteredRecord, rules: Rules): Refusal | null {
  const refusal = officeRefusal(command, record, rules)
  if (refusal) return refusal
  const { by } = command
  const isHandler = record.handler === null || record.handler.personId === by.personId
  return isHandler || by.roles.includes('disciplineOfficeHead') ? null : { code: 'notAssignedHandler' }
}

/** Who the office's next step belongs to, for whoever signs. Null when the bureau has nobody. */
export function bureauRouteOf(record: RegisteredRecord, rules: Rules, at: Instant): BureauRoute | null {
  const route = routeOf(record, rules, at)
  return route.kind === 'bureau' ? route : null
}

export const isBlank = (text: string): boolean => text.trim() === ''

export const textMissing = (text: RequiredText): Decision<never, Refusal> => refuse({ code: 'textMissing', text })

export const wrongState = (record: RegisteredRecord): Decision<never, Refusal> =>
  refuse({ code: 'wrongState', status: record.status })
