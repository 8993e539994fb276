/**
 * Whom a timeline follows (R28): who inquired, and for whom. Other records concern them when they inquired there themselves, or somebody
 * inquired on their behalf. Names of outsiders count when they are written alike; nothing is counted or ranked (R59).
 */
import type { InquiryContent, PersonReference } from '../inquiry-record/content.ts'

export type Subject = { readonly key: string; readonly name: string }

const plain = (name: string): string => name.normalize('NFKC').replaceAll(/\s/gu, '')

function subjectOf(person: PersonReference): Subject | null {
  switch (person.kind) {
    case 'internal':
      return { key: `internal:${person.personId}`, name: person.name }
    case 'outside':
      return plain(person.name) === '' ? null : { key: `outside:${plain(person.name)}`, name: person.name }
    case 'unknown':
      return null
  }
}

/** The inquirer, and the principal behind an intermediary. Somebody unknown cannot be followed. */
export function subjectsOf({ inquirer, principal }: InquiryContent): readonly Subject[] {
  const subjects = [inquirer.person, principal?.person].flatMap((person) => {
    const subject = person ? subjectOf(person) : null
    return subject ? [subject] : []
  })
  return subjects.filter(({ key }, i) => subjects.findIndex((other) => other.key === key) === i)
}

/** Those of the subjects who inquired here, or for whom somebody did. */
export function concerns(content: InquiryContent, subjects: readonly Subject[]): readonly Subject[] {
  const here = new Set(subjectsOf(content).map(({ key }) => key))
  return subjects.filter(({ key }) => here.has(key))
}
