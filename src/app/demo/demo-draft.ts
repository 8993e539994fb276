/** An inquiry of the demonstration as an officer would type it into the journey. */
import type { DraftField, InquiryDraft } from '../../domain/inquiry-record/draft.ts'
import { contentFromDraft } from '../../domain/inquiry-record/draft.ts'
import { situationOf } from '../../domain/inquiry-record/situation.ts'
import type { Organisation } from '../../domain/organisation/types.ts'
import type { Day } from '../../kit/calendar.ts'
import { demoCases } from './cases.ts'
import type { DemoInquiry } from './inquiries/demo-inquiry.ts'
import { demoUnits, personIdOf } from './people.ts'

type Fields = Partial<Record<DraftField, string>>

const redLineAnswers = { y: 'yes', n: 'no', '?': 'unknown' } as const

export function demoFields(inquiry: DemoInquiry, inquiredOn: Day): Fields {
  const { inquirer, more = {} } = inquiry
  const known = demoCases.find(({ title }) => title === inquiry.about)
  const redLine = (place: number): string =>
    redLineAnswers[inquiry.redLines.charAt(place) as keyof typeof redLineAnswers] ?? 'unknown'
  const fields: Fields = {
    caseTitle: inquiry.about,
    caseNumber: known?.number ?? '',
    caseStatus: known?.status ?? 'open',
    handlingUnit: known?.handlingUnit ?? '',
    handlingUnitId: demoUnits.find(({ name }) => name === known?.handlingUnit)?.id ?? '',
    inquiredOn,
    inquiredTime: inquiry.time,
    place: inquiry.place,
    channel: inquiry.channel,
    inquirerKind: inquirer.kind,
    exactWords: inquiry.words,
    demand: inquiry.demand,
    stage: inquiry.stage,
    redLineEvidenceAdmission: redLine(0),
    redLineFactFinding: redLine(1),
    redLineSpecificAct: redLine(2),
    response: inquiry.response,
    responseWords: inquiry.answered,
    suggestedClass: inquiry.suggestedClass,
    ...more,
  }
  if ('staff' in inquirer) fields.inquirerPersonId = inquirer.staff
  else if ('name' in inquirer) {
    fields.inquirerName = inquirer.name
    fields.inquirerUnit = inquirer.unit
    fields.inquirerPost = inquirer.post
  } else fields.inquirerDescription = inquirer.description
  if (fields.hasLetter === 'yes') fields.letterDocumentDate = inquiredOn
  // The data name people by their account names.
  const entries = Object.entries(fields) as [DraftField, string][]
  return Object.fromEntries(
    entries.map(([field, value]) => [field, field.endsWith('PersonId') && value ? personIdOf(value) : value]),
  )
}

/** The fields with the situation text that the journey would have written from them (R83). */
export function withSituation(draft: InquiryDraft, organisation: Organisation, today: Day): Fields {
  return { ...draft.fields, situation: situationOf(contentFromDraft(draft, organisation, today)) }
}
