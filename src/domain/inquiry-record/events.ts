/**
 * What may happen to an inquiry record (过问记录), in the order of requirements §3. Past and final: an event is never
 * changed, a later one adds to it (art. 5.1, R19).
 */
import type { Instant } from '../../kit/calendar.ts'
import type { Actor, CommonEvent, GrantNote, NextStep, RegisterNumber } from '../dossier/types.ts'
import type { PersonId, Role } from '../organisation/types.ts'
import type { TransferEvent } from './transfer.ts'
import type { PermitEvent } from './permits.ts'
import type { EvidenceItem, InquiryClass, InquiryContent, PersonReference, RedLine, SignatureMark } from './content.ts'
import type { NamingEvent } from './naming.ts'

type By = { readonly at: Instant; readonly by: Actor }

/** An event that moves the record says who is next and by when, so that a later change of the time limits leaves it alone (R34, R38). */
type Moves = By & { readonly next: NextStep }

export type InquiryRegistered = Moves & {
  readonly type: 'inquiryRegistered'
  readonly kind: 'inquiryRecord'
  readonly registerNumber: RegisterNumber
  readonly content: InquiryContent
  /** Server time, in full; the form prints its day (R21). */
  readonly registeredAt: Instant
  readonly lateRegistered: boolean
  readonly delayDays: number
  readonly signature: SignatureMark
  /** Everybody named, as stored for recusal: a person named here holds no grant (R42). */
  readonly named: readonly PersonId[]
  /** Roles that nobody can fill because their only holder made this record; they are routed around like a named person (R43). */
  readonly unfilledRoles: readonly Role[]
  /** Who was granted beside the recorder. Registrations of 0.1.0 do not say. */
  readonly granted?: readonly GrantNote[]
}

export type InquiryEvent =
  | InquiryRegistered
  | (Moves & { readonly type: 'recordReceived' })
  | (By & { readonly type: 'handlerAssigned'; readonly handlerId: PersonId; readonly handlerName: string })
  | (Moves & { readonly type: 'supplementRequested'; readonly question: string })
  | (By & {
      readonly type: 'supplementAdded'
      readonly text: string
      readonly evidence: readonly EvidenceItem[]
      /** Persons who become known only now: from here on they are named in the matter. */
      readonly named?: readonly PersonId[]
      readonly persons?: readonly PersonReference[]
      readonly unfilledRoles?: readonly Role[]
      /** Set when the supplement answers a request and the record moves back, or when somebody newly named changes who is next. */
      readonly next: NextStep | null
    })
  | (By & {
      readonly type: 'correctionAdded'
      readonly field: string
      readonly text: string
      readonly reason: string
      readonly named?: readonly PersonId[]
      readonly persons?: readonly PersonReference[]
      readonly unfilledRoles?: readonly Role[]
      /** Set when somebody newly named changes who is next. */
      readonly next: NextStep | null
    })
  | (By & {
      readonly type: 'withdrawalRequested'
      readonly reason: string
      readonly askedToWithdraw: boolean
      readonly askedBy: string
    })
  | (Moves & {
      readonly type: 'classAssessed'
      readonly from: InquiryClass | null
      readonly to: InquiryClass
      readonly reason: string
      readonly redLinesCrossed: readonly RedLine[]
      /** For lawful supervision: the duty, the procedure and its document or meeting (R9). */
      readonly duty: string
      readonly procedure: string
    })
  | (Moves & {
      readonly type: 'opinionSigned'
      readonly opinion: string
      readonly signature: SignatureMark
      /** Empty for the discipline lead; for an alternate the capacity in which he signs (R84). */
      readonly capacity: string
      readonly recusalReason: string
      readonly signatoryRole: Role
    })
  | (Moves & { readonly type: 'closedForReference'; readonly reason: string })
  | (Moves & { readonly type: 'verificationOpened'; readonly plan: string })
  | (By & { readonly type: 'remarkAdded'; readonly text: string })
  /** Shown among what somebody searched for; the words are not kept. */
  | (By & { readonly type: 'searchHit' })
  /** Somebody looked at everything else that concerns the same persons (R28). */
  | (By & { readonly type: 'timelineOpened' })
  | PermitEvent
  | NamingEvent
  | TransferEvent
  | CommonEvent
