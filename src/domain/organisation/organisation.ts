/**
 * What the bureau looked like on a day (R5): everything is asked with a day, so that moving a person to a new post leaves
 * the post shown on an old record unchanged.
 */
import { addDays, type Day } from '../../kit/calendar.ts'
import type { PersonReference } from '../inquiry-record/content.ts'
import type { AccountEntry, Organisation, Person, PersonId, Post, Role, Unit, UnitId } from './types.ts'

const lasts = (interval: { readonly from: Day; readonly to: Day | null }, onDay: Day): boolean =>
  interval.from <= onDay && (interval.to === null || onDay <= interval.to)

export const personById = (organisation: Pick<Organisation, 'persons'>, personId: PersonId): Person | null =>
  organisation.persons.find(({ id }) => id === personId) ?? null

export const unitById = (organisation: Organisation, unitId: UnitId): Unit | null =>
  organisation.units.find(({ id }) => id === unitId) ?? null

export const accountOf = (organisation: Organisation, personId: PersonId): AccountEntry | null =>
  organisation.accounts.find((account) => account.personId === personId) ?? null

export const postsOn = (organisation: Organisation, personId: PersonId, onDay: Day): readonly Post[] =>
  organisation.posts.filter((post) => post.personId === personId && lasts(post, onDay))

/** The unit of the first post held on the day; null when there was none. */
export function unitOf(organisation: Organisation, personId: PersonId, onDay: Day): Unit | null {
  const post = postsOn(organisation, personId, onDay)[0]
  return post ? unitById(organisation, post.unitId) : null
}

/** Whether the person was a leading cadre (领导干部) on the day; null when no post on that day can tell (R6). */
export function wasLeadingCadre(organisation: Organisation, personId: PersonId, onDay: Day): boolean | null {
  const posts = postsOn(organisation, personId, onDay)
  return posts.length === 0 ? null : posts.some(({ leadingCadre }) => leadingCadre)
}

export const unitHeads = (organisation: Organisation, unitId: UnitId, onDay: Day): readonly PersonId[] =>
  organisation.posts
    .filter((post) => post.unitId === unitId && post.unitHead && lasts(post, onDay))
    .map(({ personId }) => personId)

/** The person's line: the heads of the units he serves in on the day, himself left out. */
export const lineOf = (organisation: Organisation, personId: PersonId, onDay: Day): readonly PersonId[] => [
  ...new Set(
    postsOn(organisation, personId, onDay)
      .flatMap(({ unitId }) => unitHeads(organisation, unitId, onDay))
      .filter((head) => head !== personId),
  ),
]

/** Who holds a role in the product; a suspended account holds none. */
export const holdersOf = (organisation: Organisation, role: Role): readonly PersonId[] =>
  organisation.accounts
    .filter(({ roles, status }) => status !== 'suspended' && roles.includes(role))
    .map(({ personId }) => personId)

/**
 * The person as a record of that day shows him. Somebody who had left by then appears with his last post and 原 before it,
 * somebody who had not come yet with no post. Null when the directory does not know the id.
 */
export function referenceTo(personId: PersonId, organisation: Organisation, onDay: Day): InternalReference | null {
  const person = personById(organisation, personId)
  if (!person) return null
  const held = postsOn(organisation, personId, onDay)
  const last = organisation.posts
    .filter((post) => post.personId === personId && post.to !== null && post.to < onDay)
    .toSorted((a, b) => ((a.to ?? a.from) < (b.to ?? b.from) ? 1 : -1))[0]
  const shown = held[0] ?? last
  const title =
    held.length > 0 ? [...new Set(held.map((post) => post.title))].join('、') : last ? `原${last.title}` : ''
  return {
    kind: 'internal',
    personId,
    name: person.name,
    unit: (shown && unitById(organisation, shown.unitId)?.name) ?? '',
    post: title,
  }
}

type InternalReference = Extract<PersonReference, { kind: 'internal' }>

/** The posts after a move: what the person held ends the day before, the new post begins. History stays as it was (R5). */
export const movePost = (posts: readonly Post[], next: Post): readonly Post[] => [
  ...posts.map((post) =>
    post.personId === next.personId && post.to === null ? { ...post, to: addDays(next.from, -1) } : post,
  ),
  next,
]
