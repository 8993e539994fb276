/**
 * An inquiry while the officer is still writing it: the fields of the journey exactly as typed, nothing lost, nothing checked.
 *
 * A wrong date or an unknown name stays as it was typed until the officer mends it, so that every page can be saved at any
 * moment (R18). `contentFromDraft` reads it into the content that is registered; checks are in journey-checks.ts.
 */
import { type Day, day, isDay } from '../../kit/calendar.ts'
import { referenceTo, wasLeadingCadre } from '../organisation/organisation.ts'
import type { Organisation, PersonId, UnitId } from '../organisation/types.ts'
import {
  type CaseStatus,
  type Channel,
  type EvidenceItem,
  type InquirerKind,
  type InquiryClass,
  type InquiryContent,
  type PersonReference,
  type PrincipalKnowledge,
  type RedLineAnswer,
  type Response,
  type Stage,
  caseStatuses,
  channels,
  inquirerKinds,
  inquiryClasses,
  principalKnowledges,
  redLineAnswers,
  responses,
  stages,
} from './content.ts'

/** How many further implicated persons the journey offers. */
export const IMPLICATED_ROWS = 3

const personFields = ['PersonId', 'Name', 'Unit', 'Post'] as const

/** Every field of the journey, as form fields are named. */
export const draftFields = [
  'caseNumber',
  'caseTitle',
  'caseStatus',
  'handlingUnit',
  'handlingUnitId',
  'inquiredOn',
  'inquiredTime',
  'inquiredTo',
  'inquiredApproximate',
  'place',
  'channel',
  'inquirerKind',
  'inquirerPersonId',
  'inquirerName',
  'inquirerUnit',
  'inquirerPost',
  'inquirerDescription',
  'claimedIdentity',
  'identityVerified',
  'verifiedHow',
  'leadingCadreOverride',
  'leadingCadreReason',
  'hasPrincipal',
  'principalPersonId',
  'principalName',
  'principalUnit',
  'principalPost',
  'principalRelation',
  'principalKnowledge',
  'hasLetter',
  'letterOrgan',
  'letterDocumentNumber',
  'letterDocumentDate',
  'letterSignatory',
  'letterAddressees',
  'letterDemandText',
  'letterOrderedBy',
  'letterScanEvidenceId',
  'letterNoScanReason',
  'beneficiaryPersonId',
  'beneficiaryName',
  'beneficiaryUnit',
  'beneficiaryPost',
  'implicated1PersonId',
  'implicated1Name',
  'implicated1Unit',
  'implicated1Post',
  'implicated1How',
  'implicated2PersonId',
  'implicated2Name',
  'implicated2Unit',
  'implicated2Post',
  'implicated2How',
  'implicated3PersonId',
  'implicated3Name',
  'implicated3Unit',
  'implicated3Post',
  'implicated3How',
  'pressureThroughUnitHead',
  'exactWords',
  'demand',
  'stage',
  'redLineEvidenceAdmission',
  'redLineFactFinding',
  'redLineSpecificAct',
  'response',
  'responseWords',
  'witnesses',
  'suggestedClass',
  'suggestion',
  'lateReason',
  'directToSuperior',
  'directReason',
  'situation',
  'situationEdited',
] as const
export type DraftField = (typeof draftFields)[number]

export type InquiryDraft = {
  readonly fields: Readonly<Partial<Record<DraftField, string>>>
  readonly evidence: readonly EvidenceItem[]
}

export const emptyDraft: InquiryDraft = { fields: {}, evidence: [] }

const among = <Value extends string>(values: readonly Value[], text: string): Value | null =>
  values.find((value) => value === text) ?? null

/** The day as typed: `2026-3-7`, `2026/3/7` and `2026年3月7日` are all taken. Null when it is not a day. */
export function readDay(text: string): Day | null {
  const parts = /^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*$/.exec(text)
  if (!parts) return null
  const [, year, month, date] = parts
  const iso = `${year}-${month?.padStart(2, '0')}-${date?.padStart(2, '0')}`
  return isDay(iso) ? day(iso) : null
}

/** `HH:MM` as typed (`9:5` and a full-width colon are taken), or null. */
export function readTime(text: string): string | null {
  const parts = /^\s*(\d{1,2})\s*[:：时]\s*(\d{1,2})\s*分?\s*$/.exec(text)
  const [hour, minute] = [Number(parts?.[1]), Number(parts?.[2])]
  return parts && hour < 24 && minute < 60
    ? `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
    : null
}

/**
 * Reads the draft as content. Where a field cannot be read it falls back to "unknown" or empty, and `journeyProblems` reports it: this
 * function never fails, so that the review page can be shown for any draft. `today` stands in for a missing day.
 */
export function contentFromDraft(draft: InquiryDraft, organisation: Organisation, today: Day): InquiryContent {
  const field = (name: DraftField): string => draft.fields[name]?.trim() ?? ''
  const is = (name: DraftField): boolean => field(name) === 'yes'
  const inquiredOn = readDay(field('inquiredOn'))
  /** Posts are those of the inquiry's day; of today while no day is known. */
  const from = inquiredOn ?? today

  const person = (prefix: string): PersonReference => {
    const [personId, name, unit, post] = personFields.map((suffix) => field(`${prefix}${suffix}` as DraftField))
    const known = personId ? referenceTo(personId as PersonId, organisation, from) : null
    if (known) return known
    if (name) return { kind: 'outside', name, unit: unit ?? '', post: post ?? '' }
    return { kind: 'unknown', description: prefix === 'inquirer' ? field('inquirerDescription') : '' }
  }
  const inquirerPerson = person('inquirer')
  const override = field('leadingCadreOverride')

  return {
    caseTitle: field('caseTitle'),
    caseNumber: field('caseNumber'),
    caseStatus: among<CaseStatus>(caseStatuses, field('caseStatus')) ?? 'open',
    handlingUnit: field('handlingUnit'),
    handlingUnitId: field('handlingUnitId') ? (field('handlingUnitId') as UnitId) : null,
    inquiredAt: {
      // Empty while no day can be read: the text says 不明, and `journeyProblems` asks for it.
      from: inquiredOn ?? ('' as Day),
      time: readTime(field('inquiredTime')) ?? '',
      to: readDay(field('inquiredTo')),
      approximate: is('inquiredApproximate'),
    },
    place: field('place'),
    channel: among<Channel>(channels, field('channel')),
    inquirer: {
      kind: among<InquirerKind>(inquirerKinds, field('inquirerKind')) ?? 'unknown',
      person: inquirerPerson,
      claimedIdentity: field('claimedIdentity'),
      identityVerified: inquirerPerson.kind === 'internal' || is('identityVerified'),
      verifiedHow: field('verifiedHow'),
      leadingCadreByPosts:
        inquirerPerson.kind === 'internal' ? wasLeadingCadre(organisation, inquirerPerson.personId, from) : null,
      leadingCadreOverride:
        override === 'yes' || override === 'no'
          ? { value: override === 'yes', reason: field('leadingCadreReason') }
          : null,
    },
    principal: is('hasPrincipal')
      ? {
          person: person('principal'),
          relation: field('principalRelation'),
          knowledge: among<PrincipalKnowledge>(principalKnowledges, field('principalKnowledge')) ?? 'unknown',
        }
      : null,
    letter: is('hasLetter')
      ? {
          organ: field('letterOrgan'),
          documentNumber: field('letterDocumentNumber'),
          documentDate: readDay(field('letterDocumentDate')),
          signatory: field('letterSignatory'),
          addressees: field('letterAddressees'),
          demandText: field('letterDemandText'),
          orderedBy: field('letterOrderedBy'),
          scanEvidenceId: field('letterScanEvidenceId') || null,
          noScanReason: field('letterNoScanReason'),
        }
      : null,
    beneficiary: field('beneficiaryPersonId') || field('beneficiaryName') ? person('beneficiary') : null,
    implicated: Array.from({ length: IMPLICATED_ROWS }, (_, i) => `implicated${i + 1}`)
      .filter((prefix) => field(`${prefix}PersonId` as DraftField) || field(`${prefix}Name` as DraftField))
      .map((prefix) => ({ person: person(prefix), how: field(`${prefix}How` as DraftField) })),
    pressureThroughUnitHead: is('pressureThroughUnitHead'),
    exactWords: field('exactWords'),
    demand: field('demand'),
    stage: among<Stage>(stages, field('stage')),
    redLines: {
      evidenceAdmission: among<RedLineAnswer>(redLineAnswers, field('redLineEvidenceAdmission')) ?? 'unknown',
      factFinding: among<RedLineAnswer>(redLineAnswers, field('redLineFactFinding')) ?? 'unknown',
      specificAct: among<RedLineAnswer>(redLineAnswers, field('redLineSpecificAct')) ?? 'unknown',
    },
    response: among<Response>(responses, field('response')),
    responseWords: field('responseWords'),
    witnesses: field('witnesses'),
    suggestedClass: among<InquiryClass>(inquiryClasses, field('suggestedClass')),
    suggestion: field('suggestion'),
    lateReason: field('lateReason'),
    directToSuperior: is('directToSuperior') ? { reason: field('directReason') } : null,
    evidence: draft.evidence,
    situation: field('situation'),
  }
}
