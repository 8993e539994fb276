/**
 * Whom a timeline follows (R28): who inquired, and for whom. Another record concerns them when they inquired there themselves, or somebody
 * inquired on their behalf. Names of outsiders count when they are written alike; nothing is counted or ranked (R59).
 */
import type { InquiryContent, PersonReference } from '../inquiry-record/content.ts'

export type Subject = { readonly key: string; readonly name: string }

/** `inquired`: in person, also as somebody's intermediary. `behind`: somebody inquired on his behalf. */
export type Part = Subject & { readonly as: 'inquired' | 'behind' }

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

function partsIn({ inquirer, principal }: InquiryContent): readonly Part[] {
  const inquired = subjectOf(inquirer.person)
  const behind = principal && subjectOf(principal.person)
  return [
    ...(inquired ? [{ ...inquired, as: 'inquired' as const }] : []),
    ...(behind ? [{ ...behind, as: 'behind' as const }] : []),
  ]
}

/** The inquirer, and the principal behind an intermediary. Somebody unknown cannot be followed. */
export const subjectsOf = (content: InquiryContent): readonly Subject[] => [
  ...new Map(partsIn(content).map(({ key, name }) => [key, { key, name }])).values(),
]

/** What the subjects have to do with this content: nothing, or how. */
export const partsOf = (content: InquiryContent, subjects: readonly Subject[]): readonly Part[] =>
  partsIn(content).filter(({ key }) => subjects.some((subject) => subject.key === key))
