/** How an inquiry of the demonstration is written down: what was said, and how far the bureau has got with it. */
import type { Channel, InquirerKind, InquiryClass, Response, Stage } from '../../../domain/inquiry-record/content.ts'
import type { NamedCapacity } from '../../../domain/inquiry-record/naming.ts'
import type { DraftField } from '../../../domain/inquiry-record/draft.ts'

export type DemoEvidence = 'photo' | 'recording' | 'letter' | 'screenshot'

/** Who inquired: an account name of the bureau, somebody outside it, or a description of somebody unknown. */
export type DemoInquirer =
  | { readonly kind: InquirerKind; readonly staff: string }
  | { readonly kind: InquirerKind; readonly name: string; readonly unit: string; readonly post: string }
  | { readonly kind: 'unknown'; readonly description: string }

/** How far it has got. Each stage goes through those before it. */
export type DemoCourse =
  | { readonly reached: 'registered' | 'received' }
  | { readonly reached: 'supplementRequested' | 'supplemented'; readonly question: string; readonly answer?: string }
  | ({ readonly reached: 'assessed' } & Assessment)
  | ({ readonly reached: 'opinionSigned'; readonly opinion: string } & Assessment)
  | ({ readonly reached: 'closedForReference'; readonly opinion: string; readonly closing: string } & Assessment)
  | ({ readonly reached: 'verifying'; readonly opinion: string; readonly plan: string } & Assessment)

type Assessment = {
  readonly class: InquiryClass
  readonly reason: string
  /** For lawful supervision (R9). */
  readonly duty?: string
  readonly procedure?: string
}

/** Somebody without a part in the record asks to see it (R37); without an answer the request still waits. */
export type DemoPermit = {
  readonly by: string
  readonly askedDaysAgo: number
  readonly reason: string
  readonly purpose: string
  readonly forDays: number
  readonly answer?: 'approved' | { readonly refused: string }
}

export type DemoInquiry = {
  /** Never changes: the idempotency keys of a demonstration that is started again derive from it. */
  readonly id: string
  readonly daysAgo: number
  readonly time: string
  /** Hours from the inquiry to its registration; more than three working days make it late (R21). */
  readonly registeredAfterHours: number
  /** Account name of the recorder. */
  readonly by: string
  /** Title of a demonstration case, or of one that the case system does not know. */
  readonly about: string
  readonly inquirer: DemoInquirer
  readonly channel: Channel
  readonly place: string
  readonly words: string
  readonly demand: string
  readonly stage: Stage
  /** Evidence admission, fact finding, specific act: y, n or ? each. */
  readonly redLines: string
  readonly response: Response
  readonly answered: string
  readonly suggestedClass: InquiryClass
  readonly more?: Readonly<Partial<Record<DraftField, string>>>
  readonly evidence?: readonly DemoEvidence[]
  readonly course: DemoCourse
  /** Sent up, sealed, by the recorder on the next working day. */
  readonly sentUp?: { readonly reason: string }
  /** The handler whom the head gives the record to, two working days after its receipt. */
  readonly assignedTo?: string
  readonly permit?: DemoPermit
  readonly withdrawal?: { readonly reason: string; readonly askedBy?: string }
  /** Found while verifying: an account name, what the person is found to be, and why. */
  readonly named?: { readonly staff: string; readonly as: NamedCapacity; readonly reason: string }
  readonly correction?: { readonly field: string; readonly text: string; readonly reason: string }
}
