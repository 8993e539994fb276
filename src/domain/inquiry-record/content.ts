/**
 * What an officer records about an inquiry (过问), in the fixed values of the glossary.
 *
 * Carries out art. 5.1 (full, truthful), 5.2 (organisation letters, staff, relatives) and the registration form. One
 * description serves the journey on the screen, the sealed content and the paper.
 */
import type { Day } from '../../kit/calendar.ts'
import type { PersonId, UnitId } from '../organisation/types.ts'

export const channels = [
  'inPerson',
  'phone',
  'sms',
  'instantMessage',
  'email',
  'letter',
  'officialDocument',
  'meeting',
  'throughOther',
  'other',
] as const
export type Channel = (typeof channels)[number]

export const stages = [
  'preFiling',
  'filing',
  'investigation',
  'legalReview',
  'handling',
  'execution',
  'afterClosing',
  'other',
] as const
export type Stage = (typeof stages)[number]

export const inquirerKinds = [
  'bureauLeader',
  'unitHead',
  'internalStaff',
  'formerStaff',
  'outsideLeader',
  'organisation',
  'closeStaff',
  'relative',
  'otherPerson',
  'unknown',
] as const
export type InquirerKind = (typeof inquirerKinds)[number]

export const principalKnowledges = ['instructed', 'connived', 'unknown', 'notInvolved'] as const
export type PrincipalKnowledge = (typeof principalKnowledges)[number]

export const inquiryClasses = [
  'lawfulSupervision',
  'generalInquiry',
  'suspectedInterference',
  'notWithinScope',
] as const
export type InquiryClass = (typeof inquiryClasses)[number]

export const redLines = ['evidenceAdmission', 'factFinding', 'specificAct'] as const
export type RedLine = (typeof redLines)[number]
export const redLineAnswers = ['yes', 'no', 'unknown'] as const
export type RedLineAnswer = (typeof redLineAnswers)[number]

export const responses = ['refused', 'advisedProcedure', 'noAnswer', 'partlyComplied', 'complied'] as const
export type Response = (typeof responses)[number]

/** A person as the record shows him: an internal one with the post held on the day of the inquiry (R5), so that a later move changes nothing. */
export type PersonReference =
  | {
      readonly kind: 'internal'
      readonly personId: PersonId
      readonly name: string
      readonly unit: string
      readonly post: string
    }
  | { readonly kind: 'outside'; readonly name: string; readonly unit: string; readonly post: string }
  | { readonly kind: 'unknown'; readonly description: string }

/** The inquirer (过问人). Claimed identity stands apart from verified identity (R33). */
export type Inquirer = {
  readonly kind: InquirerKind
  readonly person: PersonReference
  readonly claimedIdentity: string
  readonly identityVerified: boolean
  readonly verifiedHow: string
  /** Derived from the posts on the day of the inquiry; null when posts cannot tell (R6). */
  readonly leadingCadreByPosts: boolean | null
  readonly leadingCadreOverride: { readonly value: boolean; readonly reason: string } | null
}

/** On whose behalf an intermediary spoke, and what that principal knew (R31, art. 8.1(3)). */
export type Principal = {
  readonly person: PersonReference
  readonly relation: string
  readonly knowledge: PrincipalKnowledge
}

/** A demand in an organisation's name (R30, art. 5.2). `scan` is an evidence id, or there is a reason why none exists. */
export type OrganisationLetter = {
  readonly organ: string
  readonly documentNumber: string
  readonly documentDate: Day | null
  readonly signatory: string
  readonly addressees: string
  readonly demandText: string
  readonly orderedBy: string
  readonly scanEvidenceId: string | null
  readonly noScanReason: string
}

/** Lawful extraction of one electronic trace (R22). Digests are of the original, taken while it came in. */
export type EvidenceItem = {
  readonly id: string
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly sha256: string
  readonly sm3: string
  /** Where the sealed bytes lie (hex SHA-256 of the ciphertext) and the key that opens them (base64). */
  readonly sealedName: string
  readonly key: string
  readonly extraction: {
    readonly extractor: string
    readonly witness: string
    readonly extractedAt: string
    readonly place: string
    readonly source: string
    readonly method: string
    readonly originalCarrier: string
  }
}

export const caseStatuses = ['preFiling', 'open', 'closed', 'otherBureau'] as const
export type CaseStatus = (typeof caseStatuses)[number]

export type InquiryContent = {
  readonly caseTitle: string
  readonly caseNumber: string
  readonly caseStatus: CaseStatus
  readonly handlingUnit: string
  readonly handlingUnitId: UnitId | null
  /** A day or a range of days, with `HH:MM` where known; `approximate` when the officer is not sure. */
  readonly inquiredAt: {
    readonly from: Day
    readonly time: string
    readonly to: Day | null
    readonly approximate: boolean
  }
  readonly place: string
  readonly channel: Channel | null
  readonly inquirer: Inquirer
  readonly principal: Principal | null
  readonly letter: OrganisationLetter | null
  /** The person or enterprise meant to profit, where known. An internal one is named in the matter (R42). */
  readonly beneficiary: PersonReference | null
  /** Further persons implicated, such as a unit head who passed the pressure on (R32). */
  readonly implicated: readonly { readonly person: PersonReference; readonly how: string }[]
  readonly pressureThroughUnitHead: boolean
  readonly exactWords: string
  readonly demand: string
  readonly stage: Stage | null
  readonly redLines: Readonly<Record<RedLine, RedLineAnswer>>
  readonly response: Response | null
  readonly responseWords: string
  readonly witnesses: string
  readonly suggestedClass: InquiryClass | null
  readonly suggestion: string
  readonly lateReason: string
  /** The recorder asked that nobody in the bureau receive it (直接报上级), and why (R44). Registrations of 0.1.0 do not ask. */
  readonly directToSuperior?: { readonly reason: string } | null
  readonly evidence: readonly EvidenceItem[]
  /** The text of 过问情况 on the form: generated from the above, edited by the officer before signing (R83). */
  readonly situation: string
}

/** A signature as it was given: a typed name, or strokes drawn on a 1000 × 400 field. */
export type SignatureMark =
  | { readonly kind: 'typed' }
  | { readonly kind: 'drawn'; readonly strokes: readonly (readonly (readonly [number, number])[])[] }
