/**
 * From a posted page of the journey to the draft's fields. What a browser leaves out (an unticked box) is empty; a case picked from the list fills
 * the case's fields; a name that was changed by hand is no longer the person who was picked.
 */
import { draftFieldsIn } from '../../app/drafts.ts'
import type { DraftField, InquiryDraft } from '../../domain/inquiry-record/draft.ts'
import type { Organisation } from '../../domain/organisation/types.ts'
import type { CaseRow } from '../../store/store.ts'
import { type AskingPageId, type Question, fieldsOf, questionsOf } from '../../web/journeys/inquiry/questions.ts'

type Fields = Partial<Record<DraftField, string>>
type Posted = Readonly<Record<string, unknown>>

const innermost = (question: Question): readonly Question[] =>
  question.kind === 'group' ? question.questions.flatMap(innermost) : [question]

export type PageContext = {
  readonly draft: InquiryDraft
  readonly cases: readonly CaseRow[]
  readonly organisation: Organisation
  /** The situation as it was generated when the page was shown. */
  readonly generatedSituation: string
}

/** The fields of one page as they are now; fields of other pages never change by it. */
export function fieldsPosted(page: AskingPageId, posted: Posted, context: PageContext): Fields {
  const sent = draftFieldsIn(posted)
  const questions = questionsOf[page].flatMap(innermost)
  const fields: Fields = Object.fromEntries(
    fieldsOf(page).flatMap((field) => (field in sent ? [[field, sent[field]]] : [])),
  )
  for (const question of questions) {
    if (question.kind === 'tick') fields[question.field] = sent[question.field] === 'yes' ? 'yes' : ''
    if (question.kind === 'person') Object.assign(fields, personFields(question.prefix, sent, context.organisation))
  }
  if (page === 'case') Object.assign(fields, chosenCase(posted, fields, context.cases))
  if (page === 'situation') Object.assign(fields, situation(posted, context))
  return fields
}

function personFields(prefix: string, sent: Fields, organisation: Organisation): Fields {
  const idField = `${prefix}PersonId` as DraftField
  const id = sent[idField] ?? ''
  const name = (sent[`${prefix}Name` as DraftField] ?? '').trim()
  const picked = organisation.persons.find((person) => person.id === id)
  return { [idField]: picked && (name === '' || picked.name === name) ? id : '' }
}

function chosenCase(posted: Posted, fields: Fields, cases: readonly CaseRow[]): Fields {
  const chosen = cases.find(({ number }) => number === posted.caseChoice)
  if (!chosen) return {}
  // What was typed besides the choice wins: the officer knows the case better than the list.
  const typed = fields.caseTitle?.trim()
  if (typed && fields.caseNumber !== '' && fields.caseNumber !== chosen.number && typed !== chosen.title) return {}
  return {
    caseTitle: chosen.title,
    caseNumber: chosen.number,
    handlingUnit: chosen.handlingUnit,
    caseStatus: chosen.status,
  }
}

function situation(posted: Posted, { generatedSituation }: PageContext): Fields {
  const text = typeof posted.situation === 'string' ? posted.situation.replaceAll('\r\n', '\n').trim() : ''
  if (posted.regenerateSituation === 'yes' || text === '' || text === generatedSituation.trim())
    return { situation: '', situationEdited: '' }
  return { situation: text, situationEdited: 'yes' }
}
