/**
 * Sealed transfer (密封移送, R44): a matter leaves the bureau for the superior body, and nobody in the bureau reads it any more.
 *
 * The recorder alone sends up what nobody in the bureau may handle (R43), which he may also ask for at the registration. What the
 * discipline office hands up takes two persons: who reviews or handles proposes, whoever signs agrees.
 *
 *     any open state → transferProposed → transferAgreed → transferred (a stub: number, time, digest, receipt)
 */
import { type Day, dayOf, isDay, type Instant } from '../../kit/calendar.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import { invariant } from '../../kit/invariant.ts'
import type { Actor, GrantNote, NextStep, RegisterNumber } from '../dossier/types.ts'
import type { Role } from '../organisation/types.ts'
import { lastDayOf, timeLimitsOn } from '../rules/time-limits.ts'
import type { CommandActor, CommandOf, Refusal, Rules } from './commands.ts'
import { bureauRouteOf, handlerRefusal, isBlank, textMissing, wrongState } from './decide-handling.ts'
import type { InquiryEvent } from './events.ts'
import type { RegisteredRecord } from './state.ts'
import { finished, resuming, routeOf } from './steps.ts'

type By = { readonly at: Instant; readonly by: Actor; readonly next: NextStep }

/** What was handed over: the digest and size of the file that was written, as anybody can take them again (R36). */
export type TransferPackage = { readonly sha256: string; readonly size: number }

export type Superior = {
  readonly organ: string
  /** Fingerprints of the keys it was sealed to. */
  readonly recipients: readonly string[]
}

export type SealedTransferred = By & {
  readonly type: 'sealedTransferred'
  readonly registerNumber: RegisterNumber
  readonly registeredAt: Instant
  readonly superior: Superior
  readonly package: TransferPackage
  /** Whether the discipline office handed it up and keeps the stub beside the recorder. */
  readonly byOffice: boolean
  readonly granted: readonly GrantNote[]
  /**
   * Who is named in the matter, locked under the identity key that the recorder alone is given: he can tell who must not be given the stub
   * later, and nobody else learns it from what is left. Transfers of 0.1.0 do not have it.
   */
  readonly keptFrom?: string
}

export type TransferEvent =
  | (By & {
      readonly type: 'transferProposed'
      readonly reason: string
      /** True for the recorder's own: no second person of the bureau may know of it. */
      readonly agreed: boolean
    })
  | (By & { readonly type: 'transferAnswered'; readonly agreed: boolean; readonly reason: string })
  | SealedTransferred
  | (By & { readonly type: 'transferReceiptEntered'; readonly receiptNumber: string; readonly receivedOn: Day })

type Asks = { readonly at: Instant; readonly by: CommandActor }

export type TransferCommand =
  | (Asks & { readonly type: 'proposeTransfer'; readonly reason: string })
  | (Asks & { readonly type: 'answerTransfer'; readonly agreed: boolean; readonly reason: string })
  | (Asks & {
      readonly type: 'sealTransfer'
      readonly superior: Superior
      readonly package: TransferPackage
      readonly granted: readonly GrantNote[]
      readonly keptFrom: string
    })

/** States that a proposal interrupts and that a refusal of it returns to. */
export const transferableStatuses = ['registered', 'received', 'assessed', 'opinionSigned', 'verifying'] as const
export type TransferableStatus = (typeof transferableStatuses)[number]

export type TransferPending = {
  readonly reason: string
  readonly proposedBy: Actor
  readonly returnsTo: TransferableStatus
}

/** All that is left of a matter that was transferred. */
export type TransferredStub = {
  readonly status: 'transferred'
  readonly registerNumber: RegisterNumber
  readonly registeredAt: Instant
  readonly transferredAt: Instant
  readonly superior: Superior
  readonly package: TransferPackage
  readonly byOffice: boolean
  /** Who holds a grant of the stub beside the recorder. */
  readonly granted: readonly GrantNote[]
  readonly keptFrom: string | null
  readonly receipt: { readonly receiptNumber: string; readonly receivedOn: Day; readonly enteredAt: Instant } | null
  readonly next: NextStep
  readonly remindedFor: Day | null
  readonly escalationLevel: number
}

type Answer = Decision<InquiryEvent, Refusal>

const dueOn = (limit: 'superiorMatter' | 'transferReceipt', at: Instant, rules: Rules): Day => {
  const today = dayOf(at)
  return lastDayOf(timeLimitsOn(rules.timeLimits, today)[limit], today, rules.workingDays)
}

/** The plain half looks the same whoever acts, so that the disk does not tell who is left out. */
const step = (role: NextStep['role'], limit: 'superiorMatter' | 'transferReceipt', at: Instant, rules: Rules) => ({
  office: 'disciplineOffice' as const,
  role,
  dueOn: dueOn(limit, at, rules),
})

export function proposeTransfer(
  command: CommandOf<'proposeTransfer'>,
  record: RegisteredRecord,
  rules: Rules,
  by: Actor,
): Answer {
  const { at, reason } = command
  const route = routeOf(record, rules, at)
  const own = command.by.isRecorder
  // R43: what the bureau can handle is the office's to hand up; what it cannot is the recorder's alone.
  if (own && route.kind === 'bureau') return refuse({ code: 'notPermitted' })
  if (!own && route.kind === 'superiorOnly') return refuse({ code: 'superiorOnly' })
  const refusal = own ? null : officeRefusal(command, record, rules)
  if (refusal) return refuse(refusal)
  if (!(own ? isOpenToRecorder(record) : isTransferable(record))) return wrongState(record)
  if (isBlank(reason)) return textMissing('reason')
  const role = route.kind === 'bureau' ? route.signedBy : ('recorder' as const)
  return accept({
    type: 'transferProposed',
    at,
    by,
    reason,
    agreed: own,
    next: step(role, 'superiorMatter', at, rules),
  })
}

const isTransferable = (record: RegisteredRecord): boolean =>
  transferableStatuses.some((status) => status === record.status)

/** Whatever the office had begun: nobody in it can go on. */
export const isOpenToRecorder = (record: RegisteredRecord): boolean =>
  record.status !== 'closedForReference' && !isOwnProposal(record)

export const isOwnProposal = (record: RegisteredRecord): boolean =>
  record.status === 'transferAgreed' && record.transfer.proposedBy.kind === 'recorder'

/** Whoever reviews by the route, or handles the record. */
function officeRefusal(command: Asks, record: RegisteredRecord, rules: Rules): Refusal | null {
  const route = bureauRouteOf(record, rules, command.at)
  return route && command.by.roles.includes(route.reviewedBy) ? null : handlerRefusal(command, record, rules)
}

/** Whoever signs by the route agrees or not; never who proposed. */
export function answerTransfer(
  command: CommandOf<'answerTransfer'>,
  record: RegisteredRecord,
  rules: Rules,
  by: Actor,
): Answer {
  const { at, agreed, reason } = command
  const route = bureauRouteOf(record, rules, at)
  if (command.by.isRecorder) return refuse({ code: 'recorderCannotDecide' })
  if (!route) return refuse({ code: 'superiorOnly' })
  if (record.status !== 'transferProposed') return wrongState(record)
  if (!command.by.roles.includes(route.signedBy)) return refuse({ code: 'notTheSignatory', signatory: route.signedBy })
  const { proposedBy } = record.transfer
  if (proposedBy.kind === 'officer' && proposedBy.personId === command.by.personId)
    return refuse({ code: 'secondPersonNeeded' })
  if (!agreed && isBlank(reason)) return textMissing('reason')
  const next = agreed
    ? step(proposedBy.kind === 'officer' ? proposedBy.role : 'disciplineHandler', 'superiorMatter', at, rules)
    : resuming(record.transfer.returnsTo, record, rules, at)
  return accept({ type: 'transferAnswered', at, by, agreed, reason, next })
}

/** Seals it off. Who may propose may also carry out what was agreed. */
export function sealTransfer(
  command: CommandOf<'sealTransfer'>,
  record: RegisteredRecord,
  rules: Rules,
  by: Actor,
): Answer {
  const { at, superior, granted, keptFrom } = command
  if (record.status !== 'transferAgreed') return wrongState(record)
  const byOffice = record.transfer.proposedBy.kind === 'officer'
  if (byOffice === command.by.isRecorder) return refuse({ code: 'notPermitted' })
  const refusal = byOffice ? officeRefusal(command, record, rules) : null
  if (refusal) return refuse(refusal)
  const { registerNumber, registeredAt } = record
  return accept({
    type: 'sealedTransferred',
    at,
    by,
    registerNumber,
    registeredAt,
    superior,
    package: command.package,
    byOffice,
    granted,
    keptFrom,
    next: step(receiptRole(byOffice), 'transferReceipt', at, rules),
  })
}

/** Where only the recorder is left, the receipt is his to ask for. */
const receiptRole = (byOffice: boolean): Role | 'recorder' => (byOffice ? 'disciplineHandler' : 'recorder')

/** The superior's receipt (回执), registered by whoever sees the stub; then the matter is final here (R36). */
export function enterReceipt(
  stub: TransferredStub,
  command: {
    readonly at: Instant
    readonly by: Actor
    readonly receiptNumber: string
    readonly receivedOn: string
  },
): Decision<Extract<TransferEvent, { type: 'transferReceiptEntered' }>, Refusal> {
  const { at, by, receiptNumber, receivedOn } = command
  if (stub.receipt) return refuse({ code: 'receiptAlreadyEntered' })
  if (isBlank(receiptNumber)) return refuse({ code: 'textMissing', text: 'receiptNumber' })
  if (!isDay(receivedOn) || receivedOn < dayOf(stub.transferredAt) || receivedOn > dayOf(at))
    return refuse({ code: 'receiptDayImpossible' })
  return accept({
    type: 'transferReceiptEntered',
    at,
    by,
    receiptNumber: receiptNumber.trim(),
    receivedOn: receivedOn as Day,
    next: finished,
  })
}

// ---- what it makes of a record ----

/** A proposal and its answer, on a record that is still whole. */
export function evolveTransfer(
  record: RegisteredRecord,
  event: Extract<TransferEvent, { type: 'transferProposed' | 'transferAnswered' }>,
): RegisteredRecord {
  const moved = { ...record, next: event.next, remindedFor: null, escalationLevel: 0 }
  if (event.type === 'transferProposed') {
    const { status } = record
    const returnsTo = transferableStatuses.find((each) => each === status) ?? 'received'
    const transfer = { reason: event.reason, proposedBy: event.by, returnsTo }
    return { ...moved, status: event.agreed ? 'transferAgreed' : 'transferProposed', transfer }
  }
  invariant(record.status === 'transferProposed', 'an answer follows a proposal')
  if (event.agreed) return { ...moved, status: 'transferAgreed', transfer: record.transfer }
  const { transfer, ...rest } = { ...moved, transfer: record.transfer }
  return { ...rest, status: transfer.returnsTo }
}

export const stubOf = (event: SealedTransferred): TransferredStub => ({
  status: 'transferred',
  registerNumber: event.registerNumber,
  registeredAt: event.registeredAt,
  transferredAt: event.at,
  superior: event.superior,
  package: event.package,
  byOffice: event.byOffice,
  granted: event.granted,
  keptFrom: event.keptFrom ?? null,
  receipt: null,
  next: event.next,
  remindedFor: null,
  escalationLevel: 0,
})

export function evolveStub(stub: TransferredStub, event: InquiryEvent): TransferredStub {
  switch (event.type) {
    case 'transferReceiptEntered': {
      const { receiptNumber, receivedOn, at } = event
      return { ...stub, receipt: { receiptNumber, receivedOn, enteredAt: at }, next: event.next }
    }
    case 'accessChanged': {
      const others = stub.granted.filter(({ accountId }) => !event.granted.some((note) => note.accountId === accountId))
      return { ...stub, granted: [...others, ...event.granted] }
    }
    case 'reminded':
      return { ...stub, remindedFor: event.dueOn }
    case 'escalated':
      return { ...stub, escalationLevel: event.level, next: { ...stub.next, dueOn: event.dueOn } }
    default:
      // What somebody who reads nothing asks of a matter that has left changes nothing.
      return stub
  }
}
