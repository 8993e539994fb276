/**
 * What may happen to an inquiry record (过问记录).
 *
 * Carries out art. 3 (lawful supervision), 5.1 (full, truthful, traceable) and 6.1 (nobody acts on a matter that names
 * him). Pure: time and actor come with the command, the bureau and the limits with the rules. Who may *see* a record is
 * decided in domain/access. Reminders and escalations come from dossier/deadlines.ts, because the sweep opens no record.
 */
import { assertNever } from '../../kit/invariant.ts'
import { accept, refuse, type Decision } from '../../kit/decision.ts'
import { commandGrants, roleFor } from '../access/permissions.ts'
import type { Actor, Facts, NextStep, Verb } from '../dossier/types.ts'
import type { Role } from '../organisation/types.ts'
import { addCorrection, addRemark, addSupplement, recordUse, requestWithdrawal } from './decide-additions.ts'
import { assessClass, closeForReference, openVerification, signOpinion } from './decide-assessment.ts'
import { assignHandler, receiveRecord, requestSupplement } from './decide-handling.ts'
import { registerInquiry } from './decide-registration.ts'
import { decidePermit } from './permits.ts'
import type { Command, Refusal, Rules } from './commands.ts'
import type { InquiryEvent } from './events.ts'
import { decideNaming } from './naming.ts'
import { type InquiryRecord, isRegistered, type RegisteredRecord } from './state.ts'
import { answerTransfer, proposeTransfer, sealTransfer } from './transfer.ts'

/** An event with its plain half. */
export type Decided = { readonly event: InquiryEvent; readonly facts: Facts }

/** Accepts with the events to append, in order, each with its plain half; or refuses with a code and its data. */
export function decide(command: Command, record: InquiryRecord, rules: Rules): Decision<readonly Decided[], Refusal> {
  if (isRegistered(record) && isShutOut(record, command)) return refuse({ code: 'namedInMatter' }) // R42 comes before any other rule.

  const by = actorFor(command)
  if (!by) return refuse({ code: 'notPermitted' })
  if (command.type === 'registerInquiry')
    return record.status === 'unregistered'
      ? decided(registerInquiry(command, rules), null)
      : refuse({ code: 'alreadyRegistered' })
  if (!isRegistered(record)) return refuse({ code: 'notRegistered' })
  return decided(event(command, record, rules, by), record)
}

function event(
  command: Exclude<Command, { type: 'registerInquiry' }>,
  record: RegisteredRecord,
  rules: Rules,
  by: Actor,
): Decision<InquiryEvent, Refusal> {
  switch (command.type) {
    case 'receiveRecord':
      return receiveRecord(command, record, rules, by)
    case 'assignHandler':
      return assignHandler(command, record, rules, by)
    case 'requestSupplement':
      return requestSupplement(command, record, rules, by)
    case 'addSupplement':
      return addSupplement(command, record, rules, by)
    case 'addCorrection':
      return addCorrection(command, record, rules, by)
    case 'requestWithdrawal':
      return requestWithdrawal(command, by)
    case 'assessClass':
      return assessClass(command, record, rules, by)
    case 'signOpinion':
      return signOpinion(command, record, rules, by)
    case 'closeForReference':
      return closeForReference(command, record, rules, by)
    case 'openVerification':
      return openVerification(command, record, rules, by)
    case 'addRemark':
      return addRemark(command, record, rules, by)
    case 'proposeTransfer':
      return proposeTransfer(command, record, rules, by)
    case 'answerTransfer':
      return answerTransfer(command, record, rules, by)
    case 'sealTransfer':
      return sealTransfer(command, record, rules, by)
    case 'recordView':
    case 'recordPrint':
    case 'recordExport':
    case 'recordTimeline':
      return recordUse(command, record, rules, by)
    case 'approvePermit':
    case 'refusePermit':
    case 'withdrawPermit':
      return decidePermit(command, record, rules, by)
    case 'nameFound':
    case 'proposeClearing':
    case 'confirmClearing':
      return decideNaming(command, record, rules, by)
    default:
      return assertNever(command)
  }
}

/** Whoever is named is shut out. The recorder who names himself keeps what a recorder may do, and nothing else (edge case 6). */
function isShutOut(record: RegisteredRecord, { type, by }: Command): boolean {
  if (!record.named.includes(by.personId)) return false
  const asRecorder = by.isRecorder && commandGrants[type].asRecorder
  return !asRecorder
}

/** In which capacity the person acts, as the event will say it; null when none of his capacities carries the command. */
function actorFor({ type, by }: Command): Actor | null {
  const role = roleFor(by.roles, type)
  if (type === 'registerInquiry') return role && { kind: 'recorder' }
  if (commandGrants[type].asRecorder && by.isRecorder) return { kind: 'recorder' }
  return role && officer(by, role)
}

const officer = ({ personId, name }: Command['by'], role: Role): Actor => ({ kind: 'officer', personId, name, role })

function decided(
  event: Decision<InquiryEvent, Refusal>,
  record: RegisteredRecord | null,
): Decision<readonly Decided[], Refusal> {
  return event.ok ? accept([{ event: event.value, facts: factsOf(event.value, record) }]) : event
}

/** The plain half: a coarse verb, and the step as far as the sweep must know it. */
export function factsOf(event: InquiryEvent, record: Pick<RegisteredRecord, 'next'> | null): Facts {
  const moving: NextStep | null = 'next' in event ? (event.next ?? null) : null
  const next = moving ?? record?.next
  return { verb: verbOf(event, moving !== null), dueOn: next?.dueOn ?? null, owner: next?.office ?? 'none' }
}

function verbOf(event: InquiryEvent, moves: boolean): Verb {
  switch (event.type) {
    case 'inquiryRegistered':
      return 'opened'
    case 'closedForReference':
    case 'transferReceiptEntered':
      return 'closed'
    case 'viewed':
    case 'printed':
    case 'exported':
    case 'searchHit':
    case 'timelineOpened':
    case 'permitLapsed':
      return 'viewed'
    default:
      return moves ? 'moved' : 'added'
  }
}
