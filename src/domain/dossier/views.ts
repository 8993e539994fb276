/** Who opened a dossier, as its recorder may know it (R40), and as the superior must know it (edge case 3). */
import { dayOf, type Instant } from '../../kit/calendar.ts'
import type { PersonId, Role } from '../organisation/types.ts'
import type { Actor } from './types.ts'

export type View = { readonly at: Instant; readonly by: Actor; readonly purpose: string }

/** How often searches of one person showed a record on one day. The trail keeps each of them; a record that is found again and again stays small. */
export type Hits = { readonly by: Actor; readonly lastAt: Instant; readonly times: number }

export function withHit(
  hits: readonly Hits[],
  { at, by }: { readonly at: Instant; readonly by: Actor },
): readonly Hits[] {
  const before = hits.findLast((each) => dayOf(each.lastAt) === dayOf(at) && isSameActor(each.by, by))
  return [...hits.filter((each) => each !== before), { by, lastAt: at, times: (before?.times ?? 0) + 1 }]
}

const isSameActor = (one: Actor, other: Actor): boolean =>
  one.kind === 'officer' && other.kind === 'officer'
    ? one.personId === other.personId && one.role === other.role
    : one.kind === other.kind

export type ViewRow = { readonly role: Role | 'recorder' | 'system'; readonly at: Instant }

/**
 * Role and time, newest first. Names and purposes stay hidden: a purpose can give its author away. What one role looked at within a minute is one
 * row: the page that follows a button is no second look to anybody who reads this.
 */
export function viewsByRole(views: readonly View[]): readonly ViewRow[] {
  const rows = views
    .map(({ at, by }): ViewRow => ({ at, role: by.kind === 'officer' ? by.role : by.kind }))
    .toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
  const shown = new Set<string>()
  return rows.filter(({ at, role }) => {
    const minute = `${role} ${at.slice(0, 'YYYY-MM-DDTHH:MM'.length)}`
    const isFirst = !shown.has(minute)
    shown.add(minute)
    return isFirst
  })
}

/** One use that somebody made of a dossier: what for, which paper, or what was taken out. */
export type Use = { readonly kind: 'viewed' | 'printed' | 'exported'; readonly at: Instant; readonly what: string }

type Used = {
  readonly views: readonly View[]
  readonly prints: readonly { readonly at: Instant; readonly by: Actor; readonly paper: string }[]
  readonly exports: readonly { readonly at: Instant; readonly by: Actor; readonly what: string }[]
}

/** Everything that somebody saw, printed or took out while it was not known that he is named; oldest first. */
export function pastUsesOf({ views, prints, exports }: Used, personId: PersonId): readonly Use[] {
  const his = ({ by }: { readonly by: Actor }): boolean => by.kind === 'officer' && by.personId === personId
  return [
    ...pastViewsOf(views, personId).map(({ at, purpose }): Use => ({ kind: 'viewed', at, what: purpose })),
    ...prints.filter(his).map(({ at, paper }): Use => ({ kind: 'printed', at, what: paper })),
    ...exports.filter(his).map(({ at, what }): Use => ({ kind: 'exported', at, what })),
  ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/** What somebody saw before it was known that he is named: listed for the superior body. */
export const pastViewsOf = (views: readonly View[], personId: PersonId): readonly View[] =>
  views.filter(({ by }) => by.kind === 'officer' && by.personId === personId)
