/** The journey's answers as rows for «check your answers», from the same description that asked for them. */
import { type DraftField, readDay } from '../../../domain/inquiry-record/draft.ts'
import { unitAndPost } from '../../../kit/standing.ts'
import { dayText } from '../../format.ts'
import type { JourneyView } from './view.ts'
import { choiceLabel } from './labels.ts'
import { type AskingPageId, type Question, pageIds, questionsOf } from './questions.ts'
import { journeyText, type LabelledField } from './text.ts'

export type SummaryRow = { readonly label: string; readonly value: string; readonly missing: boolean }
export type SummarySection = {
  readonly page: AskingPageId
  readonly title: string
  readonly rows: readonly SummaryRow[]
}

/** What must be there is shown even when it is missing; anything else only when it was filled in. */
const always: ReadonlySet<string> = new Set(['caseTitle', 'inquiredOn', 'inquirerKind', 'inquirer', 'exactWords'])

export const summaryOf = (view: JourneyView): readonly SummarySection[] =>
  pageIds
    .filter((page): page is AskingPageId => page !== 'check' && page !== 'sign')
    .map((page) => ({
      page,
      title: journeyText[view.language].pages[page].short,
      rows: questionsOf[page].flatMap((question) => rowsOf(question, view)),
    }))

function rowsOf(question: Question, view: JourneyView): readonly SummaryRow[] {
  const text = journeyText[view.language]
  const typed = (field: DraftField): string => view.draft.fields[field]?.trim() ?? ''
  const row = (key: string, label: string, value: string): readonly SummaryRow[] =>
    value !== '' || always.has(key) ? [{ label, value: value || text.notFilled, missing: value === '' }] : []

  switch (question.kind) {
    case 'group':
      return question.questions.flatMap((inner) => rowsOf(inner, view))
    case 'person': {
      const name = typed(`${question.prefix}Name`)
      const standing = unitAndPost(typed(`${question.prefix}Unit`), typed(`${question.prefix}Post`))
      const unknown = question.prefix === 'inquirer' && typed('inquirerKind') === 'unknown'
      const shown = name
        ? `${name}${standing && `（${standing}）`}`
        : unknown
          ? choiceLabel('inquirerKind', 'unknown', view.language)
          : ''
      return row(question.prefix, text.persons[question.prefix], shown)
    }
    case 'choice': {
      const value = typed(question.field)
      return row(
        question.field,
        text.fields[question.field as LabelledField].label,
        value && choiceLabel(question.field, value, view.language),
      )
    }
    case 'day': {
      const value = typed(question.field)
      const day = readDay(value)
      return row(
        question.field,
        text.fields[question.field as LabelledField].label,
        day ? dayText(view.language, day) : value,
      )
    }
    case 'tick':
      return row(
        question.field,
        text.fields[question.field as LabelledField].label,
        typed(question.field) === 'yes' ? text.yes : '',
      )
    case 'letterScan': {
      const scan = view.evidence.find(({ id }) => id === typed('letterScanEvidenceId'))
      return row('letterScan', text.fields.letterScanEvidenceId.label, scan?.name ?? '')
    }
    case 'evidence':
      return row(
        'evidence',
        text.pages.evidence.short,
        view.evidence.length > 0
          ? `${text.evidenceCount(view.evidence.length)}：${view.evidence.map(({ name }) => name).join('、')}`
          : '',
      )
    case 'situation': {
      const edited = typed('situationEdited') === 'yes'
      return row('situation', text.fields.situation.label, edited ? typed('situation') : view.generatedSituation)
    }
    case 'cases':
      return []
    default:
      return row(question.field, text.fields[question.field as LabelledField].label, typed(question.field))
  }
}
