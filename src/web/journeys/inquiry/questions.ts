/**
 * The journey of registering an inquiry, as data: which page asks what, in which order. The same description gives the screen, the
 * validation, the review page and, through the draft it fills, the paper (R18, R83).
 */
import {
  channels,
  inquirerKinds,
  inquiryClasses,
  principalKnowledges,
  redLineAnswers,
  responses,
  stages,
} from '../../../domain/inquiry-record/content.ts'
import type { DraftField, InquiryDraft } from '../../../domain/inquiry-record/draft.ts'

/** The prefix of the four fields that say who somebody is. */
export type PersonPrefix = 'inquirer' | 'principal' | 'beneficiary' | 'implicated1' | 'implicated2' | 'implicated3'

export type ChoiceField = Exclude<DraftField, `${PersonPrefix}${'PersonId' | 'Name' | 'Unit' | 'Post'}`>

export type Question =
  | { readonly kind: 'text'; readonly field: DraftField; readonly width?: 'short' | 'medium' | 'full' }
  | { readonly kind: 'longText'; readonly field: DraftField; readonly rows: number }
  | { readonly kind: 'day'; readonly field: DraftField }
  | { readonly kind: 'time'; readonly field: DraftField }
  | {
      readonly kind: 'choice'
      readonly field: ChoiceField
      readonly values: readonly string[]
      readonly inline?: boolean
    }
  | { readonly kind: 'tick'; readonly field: DraftField }
  | { readonly kind: 'person'; readonly prefix: PersonPrefix }
  | { readonly kind: 'cases' }
  | { readonly kind: 'letterScan' }
  | { readonly kind: 'evidence' }
  | { readonly kind: 'situation' }
  | Group

/**
 * Questions that only some need. Without JavaScript they stand folded under their heading; with it they appear when the answer calls for
 * them. They stand open whenever something in them was filled in.
 */
export type Group = {
  readonly kind: 'group'
  readonly id: GroupId
  readonly when: { readonly field: DraftField; readonly is: readonly string[] } | null
  readonly questions: readonly Question[]
}
export type GroupId =
  | 'caseDetails'
  | 'longerTime'
  | 'identity'
  | 'leadingCadre'
  | 'principal'
  | 'letter'
  | 'others'
  | 'redLines'
  | 'direct'

const yesNo = ['yes', 'no'] as const

const implicated = ([1, 2, 3] as const).flatMap((n): Question[] => [
  { kind: 'person', prefix: `implicated${n}` },
  { kind: 'text', field: `implicated${n}How`, width: 'full' },
])

export const pageIds = ['case', 'when', 'who', 'said', 'answer', 'evidence', 'situation', 'check', 'sign'] as const
export type PageId = (typeof pageIds)[number]
export type AskingPageId = Exclude<PageId, 'check' | 'sign'>

export const isPageId = (text: string): text is PageId => (pageIds as readonly string[]).includes(text)

export const questionsOf: Readonly<Record<AskingPageId, readonly Question[]>> = {
  case: [
    { kind: 'cases' },
    { kind: 'text', field: 'caseTitle', width: 'full' },
    {
      kind: 'group',
      id: 'caseDetails',
      when: null,
      questions: [
        { kind: 'text', field: 'caseNumber', width: 'medium' },
        { kind: 'text', field: 'handlingUnit', width: 'medium' },
        { kind: 'choice', field: 'caseStatus', values: ['preFiling', 'open', 'closed', 'otherBureau'] },
      ],
    },
  ],
  when: [
    { kind: 'day', field: 'inquiredOn' },
    { kind: 'time', field: 'inquiredTime' },
    { kind: 'choice', field: 'channel', values: channels },
    { kind: 'text', field: 'place', width: 'full' },
    {
      kind: 'group',
      id: 'longerTime',
      when: null,
      questions: [
        { kind: 'day', field: 'inquiredTo' },
        { kind: 'tick', field: 'inquiredApproximate' },
      ],
    },
  ],
  who: [
    { kind: 'choice', field: 'inquirerKind', values: inquirerKinds },
    { kind: 'person', prefix: 'inquirer' },
    {
      kind: 'group',
      id: 'identity',
      when: {
        field: 'inquirerKind',
        is: ['formerStaff', 'outsideLeader', 'organisation', 'closeStaff', 'relative', 'otherPerson', 'unknown'],
      },
      questions: [
        { kind: 'text', field: 'inquirerDescription', width: 'full' },
        { kind: 'text', field: 'claimedIdentity', width: 'full' },
        { kind: 'tick', field: 'identityVerified' },
        { kind: 'text', field: 'verifiedHow', width: 'full' },
      ],
    },
    {
      kind: 'group',
      id: 'principal',
      when: { field: 'inquirerKind', is: ['unitHead', 'closeStaff', 'relative', 'otherPerson'] },
      questions: [
        { kind: 'choice', field: 'hasPrincipal', values: yesNo, inline: true },
        { kind: 'person', prefix: 'principal' },
        { kind: 'text', field: 'principalRelation', width: 'full' },
        { kind: 'choice', field: 'principalKnowledge', values: principalKnowledges },
      ],
    },
    {
      kind: 'group',
      id: 'letter',
      when: { field: 'inquirerKind', is: ['organisation'] },
      questions: [
        { kind: 'choice', field: 'hasLetter', values: yesNo, inline: true },
        { kind: 'text', field: 'letterOrgan', width: 'full' },
        { kind: 'text', field: 'letterDocumentNumber', width: 'medium' },
        { kind: 'day', field: 'letterDocumentDate' },
        { kind: 'text', field: 'letterSignatory', width: 'medium' },
        { kind: 'text', field: 'letterAddressees', width: 'full' },
        { kind: 'longText', field: 'letterDemandText', rows: 3 },
        { kind: 'text', field: 'letterOrderedBy', width: 'medium' },
        { kind: 'letterScan' },
        { kind: 'text', field: 'letterNoScanReason', width: 'full' },
      ],
    },
    {
      kind: 'group',
      id: 'others',
      when: null,
      questions: [
        { kind: 'tick', field: 'pressureThroughUnitHead' },
        { kind: 'person', prefix: 'beneficiary' },
        ...implicated,
      ],
    },
    {
      kind: 'group',
      id: 'leadingCadre',
      when: null,
      questions: [
        { kind: 'choice', field: 'leadingCadreOverride', values: yesNo, inline: true },
        { kind: 'text', field: 'leadingCadreReason', width: 'full' },
      ],
    },
  ],
  said: [
    { kind: 'longText', field: 'exactWords', rows: 5 },
    { kind: 'longText', field: 'demand', rows: 2 },
    { kind: 'choice', field: 'stage', values: stages },
    {
      kind: 'group',
      id: 'redLines',
      when: null,
      questions: [
        { kind: 'choice', field: 'redLineEvidenceAdmission', values: redLineAnswers, inline: true },
        { kind: 'choice', field: 'redLineFactFinding', values: redLineAnswers, inline: true },
        { kind: 'choice', field: 'redLineSpecificAct', values: redLineAnswers, inline: true },
      ],
    },
  ],
  answer: [
    { kind: 'choice', field: 'response', values: responses },
    { kind: 'longText', field: 'responseWords', rows: 2 },
    { kind: 'text', field: 'witnesses', width: 'full' },
  ],
  evidence: [{ kind: 'evidence' }],
  situation: [
    { kind: 'situation' },
    { kind: 'choice', field: 'suggestedClass', values: inquiryClasses },
    { kind: 'longText', field: 'suggestion', rows: 3 },
    { kind: 'longText', field: 'lateReason', rows: 2 },
    {
      kind: 'group',
      id: 'direct',
      when: null,
      questions: [
        { kind: 'tick', field: 'directToSuperior' },
        { kind: 'longText', field: 'directReason', rows: 2 },
      ],
    },
  ],
}

/** Groups that never fold: everybody should see them. */
export const alwaysOpen: ReadonlySet<GroupId> = new Set(['redLines'])

/** Every field that a question fills, in order. */
export function fieldsOfQuestion(question: Question): readonly DraftField[] {
  switch (question.kind) {
    case 'person':
      return (['PersonId', 'Name', 'Unit', 'Post'] as const).map((part) => `${question.prefix}${part}` as const)
    case 'group':
      return question.questions.flatMap(fieldsOfQuestion)
    case 'cases':
      return ['handlingUnitId']
    case 'letterScan':
      return ['letterScanEvidenceId']
    case 'evidence':
      return []
    case 'situation':
      return ['situation', 'situationEdited']
    default:
      return [question.field]
  }
}

export const fieldsOf = (page: AskingPageId): readonly DraftField[] => questionsOf[page].flatMap(fieldsOfQuestion)

export const pageOfField = (field: string): AskingPageId | null =>
  pageIds.find(
    (page): page is AskingPageId =>
      page !== 'check' && page !== 'sign' && (fieldsOf(page) as readonly string[]).includes(field),
  ) ?? null

export function nextPage(page: PageId): PageId {
  return pageIds[pageIds.indexOf(page) + 1] ?? 'sign'
}

export function previousPage(page: PageId): PageId | null {
  return pageIds[pageIds.indexOf(page) - 1] ?? null
}

/** Whether a group shows its questions at once: it was filled in, or the answer it hangs on calls for it. */
export function isOpen(group: Group, draft: InquiryDraft): boolean {
  if (alwaysOpen.has(group.id)) return true
  if (group.when && group.when.is.includes(draft.fields[group.when.field] ?? '')) return true
  return group.questions.flatMap(fieldsOfQuestion).some((field) => (draft.fields[field] ?? '') !== '')
}
