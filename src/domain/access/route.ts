/**
 * Routing around conflicts (R43, art. 6.1, 7): who handles, who reviews and who signs a matter when some of the discipline
 * office, its leader or the Party secretary are named in it. The table is data; its test goes through all combinations.
 */
import type { Day } from '../../kit/calendar.ts'
import { holdersOf, lineOf, unitOf } from '../organisation/organisation.ts'
import type { Organisation, PersonId, Role } from '../organisation/types.ts'

/** The roles a matter passes through, in the order of the table's columns. */
export const routedRoles = [
  'disciplineHandler',
  'disciplineOfficeHead',
  'disciplineLead',
  'partyGroupSecretary',
] as const satisfies readonly Role[]
export type RoutedRole = (typeof routedRoles)[number]

export type BureauRoute = {
  readonly kind: 'bureau'
  readonly handledBy: 'disciplineHandler' | 'disciplineOfficeHead'
  readonly reviewedBy: 'disciplineOfficeHead' | 'disciplineLead' | 'partyGroupSecretary'
  /** The Party secretary signs as the alternate of the discipline lead. */
  readonly signedBy: 'disciplineLead' | 'partyGroupSecretary'
  /** The Party secretary is named: the superior body is told beside the ordinary way. */
  readonly superiorInformed: boolean
}

/** `superiorOnly`: nobody in the bureau may handle it; the matter leaves by sealed transfer (R44). */
export type Route = BureauRoute | { readonly kind: 'superiorOnly' }

const bureau = (
  handledBy: BureauRoute['handledBy'],
  reviewedBy: BureauRoute['reviewedBy'],
  signedBy: BureauRoute['signedBy'],
  superior?: 'superiorInformed',
): Route => ({ kind: 'bureau', handledBy, reviewedBy, signedBy, superiorInformed: superior !== undefined })

const superiorOnly: Route = { kind: 'superiorOnly' }

/**
 * One row a combination; `x` means that everybody who holds the role is named. Columns: handler, office head, lead, Party
 * secretary. With handlers and head both named the office as a whole is in question, so the matter leaves the bureau.
 */
// oxfmt-ignore
export const routeTable: Readonly<Record<string, Route>> = {
  '....': bureau('disciplineHandler', 'disciplineOfficeHead', 'disciplineLead'),
  '...x': bureau('disciplineHandler', 'disciplineOfficeHead', 'disciplineLead', 'superiorInformed'),
  '..x.': bureau('disciplineHandler', 'disciplineOfficeHead', 'partyGroupSecretary'),
  '..xx': superiorOnly,
  '.x..': bureau('disciplineHandler', 'disciplineLead', 'disciplineLead'),
  '.x.x': bureau('disciplineHandler', 'disciplineLead', 'disciplineLead', 'superiorInformed'),
  '.xx.': bureau('disciplineHandler', 'partyGroupSecretary', 'partyGroupSecretary'),
  '.xxx': superiorOnly,
  'x...': bureau('disciplineOfficeHead', 'disciplineLead', 'disciplineLead'),
  'x..x': bureau('disciplineOfficeHead', 'disciplineLead', 'disciplineLead', 'superiorInformed'),
  'x.x.': bureau('disciplineOfficeHead', 'partyGroupSecretary', 'partyGroupSecretary'),
  'x.xx': superiorOnly,
  'xx..': superiorOnly,
  'xx.x': superiorOnly,
  'xxx.': superiorOnly,
  'xxxx': superiorOnly,
}

export type RoutingCase = {
  readonly organisation: Organisation
  /** Everybody named in the matter. */
  readonly named: readonly PersonId[]
  /** Roles whose only holder made the record, from the registration event. */
  readonly unfilledRoles: readonly Role[]
  readonly day: Day
}

/**
 * Who of a role's holders may act on the matter: nobody named, and no handler whose own line is named. The head of the
 * discipline office is no bar to the office's other handlers: for that case the table says who reviews.
 */
export function eligibleHolders(role: RoutedRole, { organisation, named, day }: RoutingCase): readonly PersonId[] {
  const notNamed = holdersOf(organisation, role).filter((personId) => !named.includes(personId))
  if (role !== 'disciplineHandler') return notNamed
  return notNamed.filter(
    (personId) =>
      unitOf(organisation, personId, day)?.kind === 'disciplineOffice' ||
      !lineOf(organisation, personId, day).some((head) => named.includes(head)),
  )
}

/** The route of a matter. A role that is vacant or unfilled is routed around just like one that is named. */
export function routeFor(matter: RoutingCase): Route {
  const able = (role: RoutedRole): boolean =>
    !matter.unfilledRoles.includes(role) && eligibleHolders(role, matter).length > 0
  const secretaryNamed = holdersOf(matter.organisation, 'partyGroupSecretary').some((id) => matter.named.includes(id))
  const row = routedRoles
    .map((role) => ((role === 'partyGroupSecretary' ? secretaryNamed : !able(role)) ? 'x' : '.'))
    .join('')
  const route = routeTable[row] ?? superiorOnly
  return route.kind === 'bureau' && !able(route.signedBy) ? superiorOnly : route
}

/** The routed roles that have holders able to act, but nobody left once the recorder stands aside (R11: nobody decides on his own record). */
export const rolesUnfilledBy = (
  recorderId: PersonId,
  matter: Omit<RoutingCase, 'unfilledRoles'>,
): readonly RoutedRole[] =>
  routedRoles.filter((role) => {
    const able = eligibleHolders(role, { ...matter, unfilledRoles: [] })
    return able.length > 0 && able.every((personId) => personId === recorderId)
  })
