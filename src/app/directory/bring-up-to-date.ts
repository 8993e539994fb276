/**
 * The bureau's units, people and posts as another system keeps them (R5). Units are known by name, people by staff number, a post by its
 * holder, unit, title and first day. What is left out stays as it is, and a post that was held is never taken away: a move is the end of one
 * post and the beginning of another, so a record of last year shows the post of last year.
 */
import { randomBytes } from 'node:crypto'
import type { PersonId, Post, UnitId, UnitKind } from '../../domain/organisation/types.ts'
import { toBase64Url } from '../../kit/bytes.ts'
import type { Day } from '../../kit/calendar.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import { inTurn } from '../accounts/in-turn.ts'
import { securityEvent } from '../accounts/security-events.ts'
import type { AppContext } from '../context.ts'

export type DirectoryUnit = {
  readonly name: string
  readonly kind: UnitKind
  readonly from: Day
  readonly to: Day | null
}
export type DirectoryPerson = { readonly staffNumber: string; readonly name: string }
export type DirectoryPost = {
  readonly staffNumber: string
  readonly unit: string
  readonly title: string
  readonly leadingCadre: boolean
  readonly unitHead: boolean
  readonly from: Day
  readonly to: Day | null
}
export type Directory = {
  readonly units: readonly DirectoryUnit[]
  readonly persons: readonly DirectoryPerson[]
  readonly posts: readonly DirectoryPost[]
}

export type DirectoryProblem = {
  readonly code: 'unitTwice' | 'personTwice' | 'postTwice' | 'unitUnknown' | 'personUnknown' | 'daysReversed'
  readonly in: keyof Directory
  readonly index: number
}
export type DirectoryCounts = { readonly units: number; readonly persons: number; readonly posts: number }

const newId = (): string => toBase64Url(randomBytes(12))
const reversed = ({ from, to }: { readonly from: Day; readonly to: Day | null }): boolean => to !== null && to < from

/** Everything is checked before anything is kept; the same again changes nothing. `by` names the credential in the security trail. */
export function bringDirectoryUpToDate(
  context: AppContext,
  by: string,
  directory: Directory,
): Promise<Decision<DirectoryCounts, readonly DirectoryProblem[]>> {
  return inTurn('directory', async () => {
    const known = await context.store.organisation()
    const unitIds = new Map(known.units.map(({ name, id }) => [name, id]))
    const personIds = new Map(known.persons.map(({ staffNumber, id }) => [staffNumber, id]))
    for (const { name } of directory.units) if (!unitIds.has(name)) unitIds.set(name, newId() as UnitId)
    for (const { staffNumber } of directory.persons)
      if (!personIds.has(staffNumber)) personIds.set(staffNumber, newId() as PersonId)
    const problems = problemsOf(directory, unitIds, personIds)
    if (problems.length > 0) return refuse(problems)

    const postIds = new Map(known.posts.map((post) => [keyOf(post), post.id]))
    const posts = directory.posts.map(({ staffNumber, unit, ...rest }): Post => {
      const held = { personId: idIn(personIds, staffNumber), unitId: idIn(unitIds, unit), ...rest }
      return { id: postIds.get(keyOf(held)) ?? newId(), ...held }
    })
    const counts = { units: directory.units.length, persons: directory.persons.length, posts: posts.length }
    const mails = new Map(known.persons.map(({ id, mail }) => [id, mail ?? '']))
    // All of it with its event, or nothing.
    await context.store.changeBureau({
      units: directory.units.map((unit) => ({ id: idIn(unitIds, unit.name), ...unit })),
      persons: directory.persons.map((person) => {
        const id = idIn(personIds, person.staffNumber)
        return { id, ...person, mail: mails.get(id) ?? '' }
      }),
      posts,
      events: [securityEvent(context, 'directoryUpdated', null, { by, ...counts })],
    })
    return accept(counts)
  })
}

const keyOf = ({ personId, unitId, title, from }: Pick<Post, 'personId' | 'unitId' | 'title' | 'from'>): string =>
  JSON.stringify([personId, unitId, title, from])

function idIn<Id>(ids: ReadonlyMap<string, Id>, name: string): Id {
  const id = ids.get(name)
  if (id === undefined) throw new RangeError('problemsOf has looked for it')
  return id
}

function problemsOf(
  { units, persons, posts }: Directory,
  unitIds: ReadonlyMap<string, UnitId>,
  personIds: ReadonlyMap<string, PersonId>,
): DirectoryProblem[] {
  const twice = (names: readonly string[], index: number): boolean => names.indexOf(names[index] ?? '') < index
  const unitNames = units.map(({ name }) => name)
  const staffNumbers = persons.map(({ staffNumber }) => staffNumber)
  const postKeys = posts.map(({ staffNumber, unit, title, from }) => JSON.stringify([staffNumber, unit, title, from]))
  return [
    ...units.flatMap((unit, index): DirectoryProblem[] => [
      ...(twice(unitNames, index) ? [{ code: 'unitTwice', in: 'units', index } as const] : []),
      ...(reversed(unit) ? [{ code: 'daysReversed', in: 'units', index } as const] : []),
    ]),
    ...persons.flatMap((_, index): DirectoryProblem[] =>
      twice(staffNumbers, index) ? [{ code: 'personTwice', in: 'persons', index }] : [],
    ),
    ...posts.flatMap((post, index): DirectoryProblem[] => [
      ...(personIds.has(post.staffNumber) ? [] : [{ code: 'personUnknown', in: 'posts', index } as const]),
      ...(unitIds.has(post.unit) ? [] : [{ code: 'unitUnknown', in: 'posts', index } as const]),
      ...(twice(postKeys, index) ? [{ code: 'postTwice', in: 'posts', index } as const] : []),
      ...(reversed(post) ? [{ code: 'daysReversed', in: 'posts', index } as const] : []),
    ]),
  ]
}
