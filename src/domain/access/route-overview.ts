/**
 * The route table as it works out today (R43): who acts in each of its rows with the bureau's present holders, what is vacant,
 * what changes when somebody of the office recorded himself, and which handler stands aside for the head of his own unit.
 *
 * Tells of no matter: it is computed from the directory and the accounts alone. Everything here asks `routeFor`, so that the
 * page shows what the register does and not a second opinion of it.
 */
import type { Day } from '../../kit/calendar.ts'
import { accountOf, holdersOf, lineOf, personById } from '../organisation/organisation.ts'
import type { Organisation, PersonId } from '../organisation/types.ts'
import {
  eligibleHolders,
  type Route,
  type RoutedRole,
  routedRoles,
  routeFor,
  rolesUnfilledBy,
  routeTable,
} from './route.ts'

export type Holder = { readonly personId: PersonId; readonly name: string; readonly active: boolean }

/** Who acts on a step of a route, and which of the holders may. */
export type Seat = { readonly role: RoutedRole; readonly holders: readonly Holder[] }

/** A route with today's persons in it. `names` of `superiorOnly` are nobody's. */
export type SeatedRoute =
  | { readonly kind: 'superiorOnly' }
  | {
      readonly kind: 'bureau'
      readonly handles: Seat
      readonly reviews: Seat
      readonly signs: Seat
      readonly superiorInformed: boolean
    }

export type OverviewRow = {
  /** The key of the route table, such as `.x..`. */
  readonly row: string
  readonly named: readonly RoutedRole[]
  readonly route: SeatedRoute
  /** With a vacant office, or with somebody who holds two, the bureau of today goes another way than the table says. */
  readonly asTabled: boolean
}

/** A role that nobody can act in today, and the way that every matter takes meanwhile. */
export type Vacancy = {
  readonly role: RoutedRole
  /** `awaitingActivation`: somebody has the account and has not activated it yet. */
  readonly why: 'nobody' | 'awaitingActivation'
  readonly route: SeatedRoute
}

/** What follows when this person is the recorder: he decides nothing on his own record (R11). */
export type RecorderRow = {
  readonly recorder: Holder
  readonly roles: readonly RoutedRole[]
  readonly route: SeatedRoute
}

/** A handler who stands aside when the head of his own unit is named. */
export type LineBar = { readonly handler: Holder; readonly heads: readonly Holder[] }

export type RouteOverview = {
  readonly seats: readonly Seat[]
  readonly rows: readonly OverviewRow[]
  readonly vacancies: readonly Vacancy[]
  readonly recorders: readonly RecorderRow[]
  readonly lineBars: readonly LineBar[]
}

type Bureau = { readonly organisation: Organisation; readonly day: Day }

export const rolesOfRow = (row: string): readonly RoutedRole[] => routedRoles.filter((_, i) => row.charAt(i) === 'x')

export function routeOverview(bureau: Bureau): RouteOverview {
  const { organisation } = bureau
  const seats = routedRoles.map((role) => ({ role, holders: holdersNow(organisation, role) }))
  return {
    seats,
    rows: Object.keys(routeTable).map((row) => overviewRow(row, bureau)),
    vacancies: seats.flatMap(({ role, holders }) => vacancyOf(role, holders, bureau)),
    recorders: uniqueHolders(seats).map((recorder) => recorderRow(recorder, bureau)),
    lineBars: lineBarsOf(bureau),
  }
}

const holderOf = (organisation: Organisation, personId: PersonId): Holder => ({
  personId,
  name: personById(organisation, personId)?.name ?? '',
  active: accountOf(organisation, personId)?.status === 'active',
})

const holdersNow = (organisation: Organisation, role: RoutedRole): readonly Holder[] =>
  holdersOf(organisation, role).map((personId) => holderOf(organisation, personId))

function uniqueHolders(seats: readonly Seat[]): readonly Holder[] {
  const all = seats.flatMap(({ holders }) => holders)
  return all.filter((holder, i) => all.findIndex(({ personId }) => personId === holder.personId) === i)
}

type Matter = { readonly named: readonly PersonId[]; readonly recorderId?: PersonId }

/** The route of a matter in which these are named, with the persons who may act. */
function seated(
  { named, recorderId }: Matter,
  bureau: Bureau,
): { readonly route: Route; readonly seated: SeatedRoute } {
  const matter = { ...bureau, named }
  const unfilledRoles = recorderId ? rolesUnfilledBy(recorderId, matter) : []
  const routing = { ...matter, unfilledRoles }
  const route = routeFor(routing)
  if (route.kind === 'superiorOnly') return { route, seated: route }
  const seat = (role: RoutedRole): Seat => ({
    role,
    holders: eligibleHolders(role, routing)
      .filter((personId) => personId !== recorderId)
      .map((personId) => holderOf(bureau.organisation, personId)),
  })
  return {
    route,
    seated: {
      kind: 'bureau',
      handles: seat(route.handledBy),
      reviews: seat(route.reviewedBy),
      signs: seat(route.signedBy),
      superiorInformed: route.superiorInformed,
    },
  }
}

function overviewRow(row: string, bureau: Bureau): OverviewRow {
  const named = rolesOfRow(row)
  const persons = [...new Set(named.flatMap((role) => holdersOf(bureau.organisation, role)))]
  const { route, seated: acting } = seated({ named: persons }, bureau)
  return { row, named, route: acting, asTabled: sameRoute(route, routeTable[row]) }
}

function sameRoute(a: Route, b: Route | undefined): boolean {
  if (a.kind === 'superiorOnly' || b?.kind !== 'bureau') return a.kind === b?.kind
  return (
    a.handledBy === b.handledBy &&
    a.reviewedBy === b.reviewedBy &&
    a.signedBy === b.signedBy &&
    a.superiorInformed === b.superiorInformed
  )
}

function vacancyOf(role: RoutedRole, holders: readonly Holder[], bureau: Bureau): readonly Vacancy[] {
  if (holders.some(({ active }) => active)) return []
  return [
    { role, why: holders.length > 0 ? 'awaitingActivation' : 'nobody', route: seated({ named: [] }, bureau).seated },
  ]
}

const recorderRow = (recorder: Holder, bureau: Bureau): RecorderRow => ({
  recorder,
  roles: routedRoles.filter((role) => holdersOf(bureau.organisation, role).includes(recorder.personId)),
  route: seated({ named: [], recorderId: recorder.personId }, bureau).seated,
})

/** Found by asking the route: a handler who is eligible with nobody named, and not with one head of his line named. */
function lineBarsOf({ organisation, day }: Bureau): readonly LineBar[] {
  const may = (named: readonly PersonId[]): readonly PersonId[] =>
    eligibleHolders('disciplineHandler', { organisation, day, named, unfilledRoles: [] })
  return may([]).flatMap((handler) => {
    const heads = lineOf(organisation, handler, day).filter((head) => !may([head]).includes(handler))
    return heads.length === 0
      ? []
      : [{ handler: holderOf(organisation, handler), heads: heads.map((head) => holderOf(organisation, head)) }]
  })
}
