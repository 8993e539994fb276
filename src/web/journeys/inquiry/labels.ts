/** The words for a chosen value of the journey, by field and language. */
import type { ChoiceField } from './questions.ts'
import { labelsFor, type Language } from '../../language.ts'
import { journeyText } from './text.ts'

export function choiceLabel(field: ChoiceField, value: string, language: Language): string {
  const labels = labelsFor(language)
  const text = journeyText[language]
  const from = (table: Readonly<Record<string, string>>): string => table[value] ?? value
  switch (field) {
    case 'caseStatus':
      return from(labels.caseStatus)
    case 'channel':
      return from(labels.channel)
    case 'inquirerKind':
      return from(labels.inquirerKind)
    case 'principalKnowledge':
      return from(labels.principalKnowledge)
    case 'stage':
      return from(labels.stage)
    case 'redLineEvidenceAdmission':
    case 'redLineFactFinding':
    case 'redLineSpecificAct':
      return from(labels.redLineAnswer)
    case 'response':
      return from(labels.response)
    case 'suggestedClass':
      return from(labels.inquiryClass)
    default:
      return value === 'yes' ? text.yes : value === 'no' ? text.no : value
  }
}
