/** How a record's facts are put into words, shared by lists, the record page and tasks. */
import type { InquiryContent, PersonReference } from '../../domain/inquiry-record/content.ts'
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import type { Actor } from '../../domain/dossier/types.ts'
import { dayText } from '../format.ts'
import { type Language, labelsFor, textFor } from '../language.ts'
import type { TagTone } from '../components/Tag.tsx'

export const statusTones: Readonly<Record<RegisteredRecord['status'], TagTone>> = {
  registered: 'blue',
  received: 'blue',
  supplementRequested: 'amber',
  assessed: 'blue',
  opinionSigned: 'blue',
  verifying: 'blue',
  closedForReference: 'grey',
}

export function personText(language: Language, person: PersonReference): string {
  if (person.kind === 'unknown') return person.description || textFor(language).records.record.unknownPerson
  return [person.name, [person.unit, person.post].filter(Boolean).join(language === 'en' ? ', ' : '')]
    .filter(Boolean)
    .join(language === 'en' ? ', ' : '，')
}

/** The name alone, for a row of a list. */
export const personName = (language: Language, person: PersonReference): string =>
  person.kind === 'unknown' ? textFor(language).records.record.unknownPerson : person.name

export function inquiredText(
  language: Language,
  { from, time, to, approximate }: InquiryContent['inquiredAt'],
): string {
  const { record } = textFor(language).records
  const [hour, minute] = time.split(':')
  const clock = time === '' ? '' : language === 'en' ? `, ${time}` : ` ${Number(hour)}时${Number(minute)}分`
  const until = to === null ? '' : `${record.to}${dayText(language, to)}`
  return `${dayText(language, from)}${clock}${until}${approximate ? record.approximate : ''}`
}

/** By role only, for the recorder (R40); with the name for the office. */
export function actorText(language: Language, actor: Actor, withName: boolean): string {
  const { role } = labelsFor(language)
  if (actor.kind !== 'officer') return role[actor.kind]
  return withName ? `${actor.name}（${role[actor.role]}）` : role[actor.role]
}
