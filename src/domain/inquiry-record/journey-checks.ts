/**
 * Field-level checks of what an officer enters, the same for every page of the journey and for the registration itself.
 *
 * Little is mandatory: case, day, person-or-unknown and what happened (R18); a demand in an organisation's name also needs
 * its organ and its scan or a reason (R30). Everything else may stay open, because a record is never refused for being
 * thin, late or inconvenient (R21). What merely deserves a question is advice and blocks nothing.
 */
import { dayOf, isDay, momentOf, type Day, type Instant } from '../../kit/calendar.ts'
import type { Organisation } from '../organisation/types.ts'
import { isLegacy } from '../rules/regulation.ts'
import type { TimeLimits } from '../rules/time-limits.ts'
import { lastDayOf } from '../rules/time-limits.ts'
import type { WorkingDayTable } from '../rules/working-days.ts'
import type { InquiryContent, PersonReference, SignatureMark } from './content.ts'
import { contentFromDraft, readDay, readTime, type DraftField, type InquiryDraft } from './draft.ts'

export type CheckedField = DraftField | 'declaration' | 'signature'

export const problemCodes = [
  'caseTitleMissing',
  'inquiredOnMissing',
  'inquiredOnUnreadable',
  'inquiredTimeUnreadable',
  'inquiredToUnreadable',
  'inquiryInFuture',
  'inquiryRangeReversed',
  'inquirerMissing',
  'inquirerNameMissing',
  'personNotInDirectory',
  'exactWordsMissing',
  'letterOrganMissing',
  'letterScanOrReasonMissing',
  'letterScanNotAttached',
  'letterDocumentDateUnreadable',
  'leadingCadreReasonMissing',
  'redLineCrossed',
  'directReasonMissing',
  'declarationMissing',
  'signatureMissing',
] as const
export type ProblemCode = (typeof problemCodes)[number]
export type Problem = { readonly field: CheckedField; readonly code: ProblemCode }

/** What stands in the way of registering this content now; empty when nothing does. */
export function contentProblems(content: InquiryContent, organisation: Organisation, now: Instant): readonly Problem[] {
  const problems: Problem[] = []
  const report = (field: CheckedField, code: ProblemCode): number => problems.push({ field, code })

  if (blank(content.caseTitle)) report('caseTitle', 'caseTitleMissing')
  problems.push(...timeProblems(content.inquiredAt, now))
  if (blank(content.exactWords)) report('exactWords', 'exactWordsMissing')

  const { inquirer, letter } = content
  if (inquirer.person.kind === 'outside' && blank(inquirer.person.name)) report('inquirerName', 'inquirerNameMissing')
  for (const { field, person } of referencesOf(content))
    if (person.kind === 'internal' && !organisation.persons.some(({ id }) => id === person.personId))
      report(field, 'personNotInDirectory')
  if (inquirer.leadingCadreOverride && blank(inquirer.leadingCadreOverride.reason))
    report('leadingCadreReason', 'leadingCadreReasonMissing')

  // R10: a crossed red line cannot even be suggested as lawful supervision.
  if (content.suggestedClass === 'lawfulSupervision' && Object.values(content.redLines).includes('yes'))
    report('suggestedClass', 'redLineCrossed')

  if (content.directToSuperior && blank(content.directToSuperior.reason)) report('directReason', 'directReasonMissing')

  if (letter) {
    if (blank(letter.organ)) report('letterOrgan', 'letterOrganMissing')
    if (letter.scanEvidenceId === null && blank(letter.noScanReason))
      report('letterScanEvidenceId', 'letterScanOrReasonMissing')
    if (letter.scanEvidenceId !== null && !content.evidence.some(({ id }) => id === letter.scanEvidenceId))
      report('letterScanEvidenceId', 'letterScanNotAttached')
  }
  return problems
}

const blank = (text: string): boolean => text.trim() === ''

function timeProblems({ from, time, to }: InquiryContent['inquiredAt'], now: Instant): readonly Problem[] {
  if (!isDay(from)) return [{ field: 'inquiredOn', code: 'inquiredOnMissing' }]
  const today = dayOf(now)
  const problems: Problem[] = []
  if (time !== '' && readTime(time) !== time) problems.push({ field: 'inquiredTime', code: 'inquiredTimeUnreadable' })
  else if (from > today) problems.push({ field: 'inquiredOn', code: 'inquiryInFuture' })
  else if (from === today && time !== '' && momentOf(from, time) > now)
    problems.push({ field: 'inquiredTime', code: 'inquiryInFuture' })
  if (to !== null && !isDay(to)) problems.push({ field: 'inquiredTo', code: 'inquiredToUnreadable' })
  else if (to !== null && to < from) problems.push({ field: 'inquiredTo', code: 'inquiryRangeReversed' })
  else if (to !== null && to > today) problems.push({ field: 'inquiredTo', code: 'inquiryInFuture' })
  return problems
}

/** The persons of a content with the draft field that holds each. */
function referencesOf(content: InquiryContent): readonly { field: DraftField; person: PersonReference }[] {
  return [
    { field: 'inquirerPersonId' as const, person: content.inquirer.person },
    ...(content.principal ? [{ field: 'principalPersonId' as const, person: content.principal.person }] : []),
    ...(content.beneficiary ? [{ field: 'beneficiaryPersonId' as const, person: content.beneficiary }] : []),
    ...content.implicated.map(({ person }, i) => ({ field: `implicated${i + 1}PersonId` as DraftField, person })),
  ]
}

/** The declaration of truthfulness and the signature under it (R19). A drawn signature has at least one stroke. */
export function signingProblems(declaredTruthful: boolean, signature: SignatureMark | null): readonly Problem[] {
  const signed = signature?.kind === 'typed' || signature?.strokes.some((stroke) => stroke.length > 1) === true
  return [
    ...(declaredTruthful ? [] : [{ field: 'declaration', code: 'declarationMissing' } as const]),
    ...(signed ? [] : [{ field: 'signature', code: 'signatureMissing' } as const]),
  ]
}

/** The same checks on a draft, plus what only the typed text can show: a day that cannot be read, a question passed over. */
export function journeyProblems(draft: InquiryDraft, organisation: Organisation, now: Instant): readonly Problem[] {
  const typed = (field: DraftField): string => draft.fields[field]?.trim() ?? ''
  const unread: Problem[] = []
  if (typed('inquiredOn') === '') unread.push({ field: 'inquiredOn', code: 'inquiredOnMissing' })
  else if (!readDay(typed('inquiredOn'))) unread.push({ field: 'inquiredOn', code: 'inquiredOnUnreadable' })
  if (typed('inquiredTime') !== '' && !readTime(typed('inquiredTime')))
    unread.push({ field: 'inquiredTime', code: 'inquiredTimeUnreadable' })
  if (typed('inquiredTo') !== '' && !readDay(typed('inquiredTo')))
    unread.push({ field: 'inquiredTo', code: 'inquiredToUnreadable' })
  if (typed('hasLetter') === 'yes' && typed('letterDocumentDate') !== '' && !readDay(typed('letterDocumentDate')))
    unread.push({ field: 'letterDocumentDate', code: 'letterDocumentDateUnreadable' })

  const kind = typed('inquirerKind')
  const someone = typed('inquirerPersonId') || typed('inquirerName')
  if (kind === '' && !someone) unread.push({ field: 'inquirerKind', code: 'inquirerMissing' })

  const content = contentFromDraft(draft, organisation, dayOf(now))
  return [...unread, ...contentProblems(content, organisation, now).filter((found) => !covered(found, unread))]
}

/** A field that could not be read is reported once, as what was typed. */
const covered = (found: Problem, unread: readonly Problem[]): boolean =>
  unread.some(({ field }) => field === found.field)

// ---- advice: questions worth asking, never a refusal ----

export const adviceCodes = [
  'lateReasonAsked',
  'complianceProtection',
  'situationLacksName',
  'beforeRegulation',
] as const
export type AdviceCode = (typeof adviceCodes)[number]
export type Advice = { readonly field: DraftField; readonly code: AdviceCode }

/** Late after the limit in force, counted from the last day of the inquiry (R21). */
export const isLate = (
  inquiredAt: InquiryContent['inquiredAt'],
  registeredOn: Day,
  limits: TimeLimits,
  table: WorkingDayTable,
): boolean => registeredOn > lastDayOf(limits.lateAfter, inquiredAt.to ?? inquiredAt.from, table)

export function adviceOn(
  content: InquiryContent,
  now: Instant,
  limits: TimeLimits,
  table: WorkingDayTable,
): readonly Advice[] {
  const advice: Advice[] = []
  const { inquiredAt, inquirer } = content
  if (isDay(inquiredAt.from)) {
    if (isLegacy(inquiredAt)) advice.push({ field: 'inquiredOn', code: 'beforeRegulation' })
    if (isLate(inquiredAt, dayOf(now), limits, table) && content.lateReason.trim() === '')
      advice.push({ field: 'lateReason', code: 'lateReasonAsked' })
  }
  // R13: whoever complied and records it is protected, and should read so before signing.
  if (content.response === 'complied' || content.response === 'partlyComplied')
    advice.push({ field: 'response', code: 'complianceProtection' })
  // R83: the form has no field for the inquirer, so the text must carry the name.
  const name = inquirer.person.kind === 'unknown' ? '不明' : inquirer.person.name
  if (content.situation.trim() !== '' && !content.situation.includes(name))
    advice.push({ field: 'situation', code: 'situationLacksName' })
  return advice
}
