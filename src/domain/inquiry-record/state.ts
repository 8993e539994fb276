/**
 * What an inquiry record (过问记录) is, folded from its events. The original content is kept as it was registered, byte for
 * byte; supplements, corrections and withdrawals stand beside it and never change the state by themselves (R19, R20).
 * Drafts are not here: they are nobody's matter until registered (docs/decisions/0004).
 */
import type { Day, Instant } from '../../kit/calendar.ts'
import { assertNever, invariant } from '../../kit/invariant.ts'
import type { Actor, GrantNote, NextStep, RegisterNumber } from '../dossier/types.ts'
import { type Hits, type View, withHit } from '../dossier/views.ts'
import type { PersonId, Role } from '../organisation/types.ts'
import { isLegacy } from '../rules/regulation.ts'
import type { InquiryClass, InquiryContent, SignatureMark } from './content.ts'
import type { InquiryEvent, InquiryRegistered } from './events.ts'
import { type Permit, withPermitEvent } from './permits.ts'
import { type Clearing, evolveNaming, naming, rerouted } from './naming.ts'
import { evolveStub, evolveTransfer, stubOf, type TransferPending, type TransferredStub } from './transfer.ts'

type EventOf<Type extends InquiryEvent['type']> = Extract<InquiryEvent, { type: Type }>

export type Signature = {
  readonly part: 'officer' | 'opinion'
  readonly mark: SignatureMark
  readonly at: Instant
  readonly by: Actor
}

/** The facts of a record in every state. */
export type RecordFacts = {
  readonly registerNumber: RegisterNumber
  readonly content: InquiryContent
  readonly registeredAt: Instant
  readonly lateRegistered: boolean
  readonly delayDays: number
  /** The inquiry ended before the regulation: kept, but without consequence and in no count (R3). */
  readonly legacy: boolean
  /** Everybody named so far; grows when somebody becomes known later. */
  readonly named: readonly PersonId[]
  readonly namedAtRegistration: readonly PersonId[]
  readonly unfilledRoles: readonly Role[]
  /** Who holds a grant beside the recorder; null where a registration of 0.1.0 did not say. */
  readonly granted: readonly GrantNote[] | null
  /** When everybody who may read, the recorder too, was last granted anew under new keys. */
  readonly renewedAt?: Instant
  readonly handler: { readonly personId: PersonId; readonly name: string } | null
  readonly supplements: readonly EventOf<'supplementAdded'>[]
  readonly questions: readonly EventOf<'supplementRequested'>[]
  readonly corrections: readonly EventOf<'correctionAdded'>[]
  readonly withdrawals: readonly EventOf<'withdrawalRequested'>[]
  /** Who the office found to be named, and who was named wrongly. */
  readonly namings: readonly EventOf<'personNamed'>[]
  readonly clearings: readonly Clearing[]
  /** Who, when, from, to, why: reclassification appends (R11). */
  readonly classHistory: readonly EventOf<'classAssessed'>[]
  readonly finalClass: InquiryClass | null
  /** Final once signed (R84). */
  readonly opinion: EventOf<'opinionSigned'> | null
  /** The running verification; its last day stays when a question interrupts it. */
  readonly verification: { readonly plan: string; readonly dueOn: Day | null } | null
  readonly signatures: readonly Signature[]
  readonly remarks: readonly EventOf<'remarkAdded'>[]
  readonly views: readonly View[]
  readonly prints: readonly EventOf<'printed'>[]
  readonly exports: readonly EventOf<'exported'>[]
  readonly permits: readonly Permit[]
  readonly searchHits: readonly Hits[]
  readonly timelines: readonly EventOf<'timelineOpened'>[]
  /** Who acts next and by when; `dueOn` null only in a final state (R38). */
  readonly next: NextStep
  readonly remindedFor: Day | null
  readonly escalationLevel: number
}

/** States in which the discipline office works and to which an answered question returns. */
export type WorkingStatus = 'received' | 'assessed' | 'verifying'

export type RegisteredRecord = RecordFacts &
  (
    | { readonly status: 'registered' }
    | { readonly status: 'received' }
    | { readonly status: 'supplementRequested'; readonly question: string; readonly returnsTo: WorkingStatus }
    | { readonly status: 'assessed' }
    | { readonly status: 'opinionSigned' }
    | { readonly status: 'verifying' }
    | { readonly status: 'closedForReference'; readonly reason: string }
    | { readonly status: 'transferProposed'; readonly transfer: TransferPending }
    | { readonly status: 'transferAgreed'; readonly transfer: TransferPending }
  )

/** After a sealed transfer only the stub is left (R44). */
export type InquiryRecord = { readonly status: 'unregistered' } | RegisteredRecord | TransferredStub
export type InquiryStatus = Exclude<InquiryRecord['status'], 'transferred'>

export const initial: InquiryRecord = { status: 'unregistered' }

export const isRegistered = (record: InquiryRecord): record is RegisteredRecord =>
  record.status !== 'unregistered' && record.status !== 'transferred'

export const isFinal = (record: RegisteredRecord): boolean => record.status === 'closedForReference'

/** Throws only on a stream that no `decide` can have written, such as a second registration. */
export const fold = (events: readonly InquiryEvent[]): InquiryRecord => events.reduce(evolve, initial)

export function evolve(record: InquiryRecord, event: InquiryEvent): InquiryRecord {
  if (event.type === 'inquiryRegistered') {
    invariant(record.status === 'unregistered', 'a record is registered once')
    return registered(event)
  }
  // Also the first event that can still be read: what was before is closed for good.
  if (event.type === 'sealedTransferred') return stubOf(event)
  if (record.status === 'transferred') return evolveStub(record, event)
  invariant(record.status !== 'unregistered', 'the first event of a record is its registration')
  switch (event.type) {
    case 'recordReceived': {
      const receiver = event.by.kind === 'officer' ? { personId: event.by.personId, name: event.by.name } : null
      return { ...moved(record, event.next), status: 'received', handler: record.handler ?? receiver }
    }
    case 'handlerAssigned':
      return { ...record, handler: { personId: event.handlerId, name: event.handlerName } }
    case 'supplementRequested':
      return {
        ...moved(record, event.next),
        status: 'supplementRequested',
        question: event.question,
        returnsTo: returnStatus(record),
        questions: [...record.questions, event],
      }
    case 'supplementAdded':
      return supplemented(record, event)
    case 'correctionAdded':
      return { ...rerouted(naming(record, event.named), event), corrections: [...record.corrections, event] }
    case 'withdrawalRequested':
      return { ...record, withdrawals: [...record.withdrawals, event] }
    case 'classAssessed': {
      const assessed = {
        ...moved(record, event.next),
        classHistory: [...record.classHistory, event],
        finalClass: event.to,
      }
      return { ...assessed, status: record.verification ? 'verifying' : 'assessed' }
    }
    case 'opinionSigned':
      return {
        ...moved(record, event.next),
        status: 'opinionSigned',
        opinion: event,
        signatures: [...record.signatures, { part: 'opinion', mark: event.signature, at: event.at, by: event.by }],
      }
    case 'closedForReference':
      return { ...moved(record, event.next), status: 'closedForReference', reason: event.reason }
    case 'verificationOpened':
      return {
        ...moved(record, event.next),
        status: 'verifying',
        verification: { plan: event.plan, dueOn: event.next.dueOn },
      }
    case 'transferProposed':
    case 'transferAnswered':
      return evolveTransfer(record, event)
    case 'transferReceiptEntered':
      invariant(false, 'a receipt follows a transfer')
      break
    case 'remarkAdded':
      return { ...record, remarks: [...record.remarks, event] }
    case 'personNamed':
    case 'clearingProposed':
    case 'namingCleared':
      return evolveNaming(record, event)
    case 'viewed':
      return { ...record, views: [...record.views, { at: event.at, by: event.by, purpose: event.purpose }] }
    case 'printed':
      return { ...record, prints: [...record.prints, event] }
    case 'exported':
      return { ...record, exports: [...record.exports, event] }
    case 'accessChanged':
      return {
        ...rerouted(record, event),
        handler: event.handlerLeft ? null : record.handler,
        granted: grantedAfter(record.granted, event),
        ...(event.renewed && { renewedAt: event.at }),
      }
    case 'searchHit':
      return { ...record, searchHits: withHit(record.searchHits, event) }
    case 'timelineOpened':
      return { ...record, timelines: [...record.timelines, event] }
    case 'permitRequested':
    case 'permitApproved':
    case 'permitRefused':
    case 'permitWithdrawn':
    case 'permitLapsed':
      return { ...record, permits: withPermitEvent(record.permits, event) }
    case 'reminded':
      return { ...record, remindedFor: event.dueOn }
    case 'escalated':
      return { ...record, escalationLevel: event.level, next: { ...record.next, dueOn: event.dueOn } }
    default:
      return assertNever(event)
  }
}

/** What came into a record's state after 0.1.0. A snapshot of that time lacks it, and has seen no event of it. */
const noLaterFacts = { permits: [], searchHits: [], timelines: [], namings: [], clearings: [] } as const

const noLaterStubFacts = { granted: [], keptFrom: null } as const

export function withLaterFacts(record: InquiryRecord): InquiryRecord {
  if (record.status === 'transferred') return { ...noLaterStubFacts, ...record }
  if (!isRegistered(record)) return record
  const kept: Partial<RecordFacts> = record
  // For a while each hit stood alone, as its event.
  const hits: readonly (Hits | EventOf<'searchHit'>)[] = kept.searchHits ?? []
  let searchHits: readonly Hits[] = []
  for (const hit of hits) searchHits = 'times' in hit ? [...searchHits, hit] : withHit(searchHits, hit)
  const namedAtRegistration = kept.namedAtRegistration ?? record.named
  return { ...noLaterFacts, ...record, searchHits, namedAtRegistration }
}

const registered = (event: InquiryRegistered): RegisteredRecord => ({
  status: 'registered',
  registerNumber: event.registerNumber,
  content: event.content,
  registeredAt: event.registeredAt,
  lateRegistered: event.lateRegistered,
  delayDays: event.delayDays,
  legacy: isLegacy(event.content.inquiredAt),
  named: event.named,
  namedAtRegistration: event.named,
  unfilledRoles: event.unfilledRoles,
  granted: event.granted ?? null,
  handler: null,
  supplements: [],
  questions: [],
  corrections: [],
  withdrawals: [],
  classHistory: [],
  finalClass: null,
  opinion: null,
  verification: null,
  signatures: [{ part: 'officer', mark: event.signature, at: event.at, by: event.by }],
  remarks: [],
  views: [],
  prints: [],
  exports: [],
  ...noLaterFacts,
  next: event.next,
  remindedFor: null,
  escalationLevel: 0,
})

/** A new step starts with a clean sheet: nothing reminded, nothing escalated. */
const moved = (record: RegisteredRecord, next: NextStep): RegisteredRecord => ({
  ...record,
  next,
  remindedFor: null,
  escalationLevel: 0,
})

const grantedAfter = (before: RegisteredRecord['granted'], event: EventOf<'accessChanged'>): typeof before =>
  event.renewed ? event.granted : before && [...before, ...event.granted]

/** A second question keeps the state to which the first would have returned. */
function returnStatus(record: RegisteredRecord): WorkingStatus {
  switch (record.status) {
    case 'supplementRequested':
      return record.returnsTo
    case 'assessed':
    case 'verifying':
      return record.status
    default:
      return 'received'
  }
}

function supplemented(record: RegisteredRecord, event: EventOf<'supplementAdded'>): RegisteredRecord {
  const supplements = [...record.supplements, event]
  const named = rerouted(naming(record, event.named), event)
  if (record.status === 'supplementRequested' && event.next)
    return { ...moved(named, event.next), status: record.returnsTo, supplements }
  return { ...named, supplements }
}
