/**
 * Who is named in a record, since when and by whose word, and what each of them had seen before: for the office, and for the
 * superior body that a sealed transfer goes to (edge case 3).
 */
import type { Day, Instant } from '../../kit/calendar.ts'
import { pastUsesOf, type Use } from '../dossier/views.ts'
import { lineOf, referenceTo } from '../organisation/organisation.ts'
import type { Organisation, PersonId } from '../organisation/types.ts'
import type { PrincipalKnowledge } from './content.ts'
import { type Clearing, type NamedCapacity, openClearing } from './naming.ts'
import type { RegisteredRecord } from './state.ts'

export type NamedPerson = {
  readonly personId: PersonId
  readonly name: string
  readonly unit: string
  readonly post: string
  /** The registration, or what came later and named him first. */
  readonly since: Instant
  readonly by: 'registration' | 'supplement' | 'correction' | 'office'
  /** What the office found him to be, each once. */
  readonly as: readonly NamedCapacity[]
  readonly reasons: readonly string[]
  /** Of a principal, the newest finding; what the recorder wrote while there is none (R31). Null of everybody else. */
  readonly knowledge: PrincipalKnowledge | null
  /** Written down by the recorder as the inquirer: only the recorder takes that back. */
  readonly isInquirer: boolean
  /** The proposal that waits for a second person. */
  readonly clearing: Clearing | null
  /** Empty unless he opened, printed or exported the record before. */
  readonly uses: readonly Use[]
}

/** Everybody named now, in the order in which they became known. */
export function namedPersons(record: RegisteredRecord, organisation: Organisation, today: Day): readonly NamedPerson[] {
  const { person: inquirer } = record.content.inquirer
  return record.named
    .map((personId): NamedPerson => {
      const shown = referenceTo(personId, organisation, today)
      const found = record.namings.filter(({ named }) => named.includes(personId))
      return {
        personId,
        name: shown?.name ?? '',
        unit: shown?.unit ?? '',
        post: shown?.post ?? '',
        ...firstNamed(record, personId),
        as: [...new Set(found.map((naming) => naming.as))],
        reasons: found.map(({ reason }) => reason),
        knowledge: found.findLast((naming) => naming.knowledge)?.knowledge ?? writtenKnowledge(record, personId),
        isInquirer: inquirer.kind === 'internal' && inquirer.personId === personId,
        clearing: openClearing(record, personId),
        uses: pastUsesOf(record, personId),
      }
    })
    .toSorted((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0))
}

function writtenKnowledge({ content }: RegisteredRecord, personId: PersonId): PrincipalKnowledge | null {
  const { principal } = content
  return principal?.person.kind === 'internal' && principal.person.personId === personId ? principal.knowledge : null
}

/** Those who had seen something before: the list for the superior body. */
export const namedWithPastUses = (...of: Parameters<typeof namedPersons>): readonly NamedPerson[] =>
  namedPersons(...of).filter(({ uses }) => uses.length > 0)

/** Whoever was cleared and named again is named since the second time. */
function firstNamed(record: RegisteredRecord, personId: PersonId): Pick<NamedPerson, 'since' | 'by'> {
  const clearedAt = record.clearings.findLast((clearing) => clearing.personId === personId)?.confirmed?.at
  const entries = [
    ...record.supplements.map(({ at, named }) => ({ at, named, by: 'supplement' as const })),
    ...record.corrections.map(({ at, named }) => ({ at, named, by: 'correction' as const })),
    ...record.namings.map(({ at, named }) => ({ at, named, by: 'office' as const })),
  ]
    .filter(({ at, named }) => named?.includes(personId) && (!clearedAt || at > clearedAt))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
  const [first] = entries
  // A later word about somebody whom the registration named does not make him named later.
  const later = first && (clearedAt || !record.namedAtRegistration.includes(personId))
  return later ? { since: first.at, by: first.by } : { since: record.registeredAt, by: 'registration' }
}

/** Heads of the recorder's line who are named: the recorder may have become the subordinate of the inquirer (edge case 5). */
export const namedInLineOf = (
  recorderId: PersonId,
  { named }: Pick<RegisteredRecord, 'named'>,
  organisation: Organisation,
  today: Day,
): readonly PersonId[] => lineOf(organisation, recorderId, today).filter((head) => named.includes(head))
