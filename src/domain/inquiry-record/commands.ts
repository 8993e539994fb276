/** What somebody may ask of an inquiry record, and the answers when a rule says no. A closed list on both sides. */
import type { Day, Instant } from '../../kit/calendar.ts'
import type { RegisterNumber } from '../dossier/types.ts'
import type { Organisation, PersonId, Role } from '../organisation/types.ts'
import type { TimeLimitsVersion } from '../rules/time-limits.ts'
import type { WorkingDayTable } from '../rules/working-days.ts'
import type { EvidenceItem, InquiryClass, InquiryContent, PersonReference, RedLine, SignatureMark } from './content.ts'
import type { Problem } from './journey-checks.ts'
import type { PermitRefusal } from './permits.ts'
import type { NamingCommand, NamingRefusal } from './naming.ts'
import type { InquiryStatus } from './state.ts'
import type { TransferCommand } from './transfer.ts'

/** Who asks. Whether he made the record only the app can know: it stands in the identity part. */
export type CommandActor = {
  readonly personId: PersonId
  readonly name: string
  readonly roles: readonly Role[]
  readonly isRecorder: boolean
}

/** `at` is server time; no command brings a time of its own (R21). */
type Asks = { readonly at: Instant; readonly by: CommandActor }

export type RegisterInquiry = Asks & {
  readonly type: 'registerInquiry'
  readonly registerNumber: RegisterNumber
  readonly content: InquiryContent
  readonly declaredTruthful: boolean
  readonly signature: SignatureMark
}

export type AssessClass = Asks & {
  readonly type: 'assessClass'
  readonly to: InquiryClass
  readonly reason: string
  /** The assessor's own answer to the three questions (R10); the recorder's answers count as well. */
  readonly redLinesCrossed: readonly RedLine[]
  readonly duty: string
  readonly procedure: string
}

export type SignOpinion = Asks & {
  readonly type: 'signOpinion'
  readonly opinion: string
  readonly signature: SignatureMark
  /** For an alternate only: in which capacity, and why the discipline lead stands aside. */
  readonly capacity: string
  readonly recusalReason: string
}

export type Command =
  | RegisterInquiry
  | (Asks & { readonly type: 'receiveRecord' })
  | (Asks & {
      readonly type: 'assignHandler'
      readonly handlerId: PersonId
      /** Who recorded, as the assigner's own grant tells; null when it does not. A recorder does not handle his own record. */
      readonly recorderId: PersonId | null
    })
  | (Asks & { readonly type: 'requestSupplement'; readonly question: string })
  | (Asks & {
      readonly type: 'addSupplement'
      readonly text: string
      readonly evidence: readonly EvidenceItem[]
      /** Persons who became known, to be treated as named from now on (R42): picked, or written as one knows them. */
      readonly named: readonly PersonId[]
      readonly persons?: readonly PersonReference[]
    })
  | (Asks & {
      readonly type: 'addCorrection'
      readonly field: string
      readonly text: string
      readonly reason: string
      readonly named: readonly PersonId[]
      readonly persons?: readonly PersonReference[]
    })
  | (Asks & {
      readonly type: 'requestWithdrawal'
      readonly reason: string
      /** The answer to «were you asked to withdraw?»; null when it was not answered. */
      readonly askedToWithdraw: boolean | null
      readonly askedBy: string
    })
  | AssessClass
  | SignOpinion
  | (Asks & { readonly type: 'closeForReference'; readonly reason: string })
  | (Asks & { readonly type: 'openVerification'; readonly plan: string })
  | (Asks & { readonly type: 'addRemark'; readonly text: string })
  | (Asks & { readonly type: 'recordView'; readonly purpose: string })
  | (Asks & { readonly type: 'recordPrint'; readonly paper: string; readonly digest: string })
  | (Asks & { readonly type: 'recordExport'; readonly what: string })
  | (Asks & { readonly type: 'recordTimeline' })
  | (Asks & {
      readonly type: 'approvePermit'
      readonly permitId: string
      readonly untilDay: Day
      readonly withEvidence: boolean
    })
  | (Asks & { readonly type: 'refusePermit'; readonly permitId: string; readonly reason: string })
  | (Asks & { readonly type: 'withdrawPermit'; readonly permitId: string; readonly reason: string })
  | NamingCommand
  | TransferCommand

export type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>

/** What the rules need besides the record. Everything is given, nothing is looked up. */
export type Rules = {
  readonly organisation: Organisation
  readonly timeLimits: readonly TimeLimitsVersion[]
  readonly workingDays: WorkingDayTable
}

/** A text without which the step would say nothing. */
export type RequiredText =
  | 'question'
  | 'text'
  | 'reason'
  | 'field'
  | 'opinion'
  | 'plan'
  | 'purpose'
  | 'paper'
  | 'what'
  | 'capacity'
  | 'recusalReason'
  | 'person'
  | 'receiptNumber'

export type Refusal =
  /** The app answers «not found»: the person must not learn that the record exists (R42). */
  | { readonly code: 'namedInMatter' }
  | { readonly code: 'notPermitted' }
  | { readonly code: 'alreadyRegistered' }
  | { readonly code: 'notRegistered' }
  | { readonly code: 'contentNotAcceptable'; readonly problems: readonly Problem[] }
  | { readonly code: 'wrongState'; readonly status: InquiryStatus }
  | { readonly code: 'textMissing'; readonly text: RequiredText }
  | { readonly code: 'signatureMissing' }
  | { readonly code: 'withdrawalAnswerMissing' }
  | { readonly code: 'notAssignedHandler' }
  | { readonly code: 'handlerNotEligible' }
  /** Nobody receives, assesses or signs on a record he made himself (R11). */
  | { readonly code: 'recorderCannotDecide' }
  | { readonly code: 'redLineCrossed'; readonly redLines: readonly RedLine[] }
  | { readonly code: 'lawfulSupervisionUnproven'; readonly missing: readonly ('duty' | 'procedure')[] }
  | { readonly code: 'classNotAssessed' }
  | { readonly code: 'opinionAlreadySigned' }
  | { readonly code: 'notTheSignatory'; readonly signatory: Role }
  /** Who loses access is cut off with new keys, and only who knows the recorder can hand those to the recorder as well (R42). */
  | { readonly code: 'identityNeeded' }
  /** The route leads out of the bureau: only a sealed transfer is left (R43, R44). */
  | { readonly code: 'superiorOnly' }
  | PermitRefusal
  | NamingRefusal
  | { readonly code: 'receiptAlreadyEntered' }
  /** Before the transfer, after today, or no day at all. */
  | { readonly code: 'receiptDayImpossible' }
