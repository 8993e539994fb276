/**
 * Who receives a grant of a record: need-to-know minus everybody named (R37, R41, R42). Computed once, here, as a pure
 * function; holding a grant is access, so what this leaves out nobody sees, whatever the post.
 */
import type { Day } from '../../kit/calendar.ts'
import { accountOf } from '../organisation/organisation.ts'
import type { AccountEntry, AccountId, Organisation, PersonId, Role } from '../organisation/types.ts'
import { eligibleHolders, rolesUnfilledBy, routedRoles, routeFor, type Route, type RoutedRole } from './route.ts'

export type Reader = {
  readonly accountId: AccountId
  readonly personId: PersonId
  /** Whether the reader also learns who recorded. An alternate signatory of the Party group does not (R41). */
  readonly withIdentity: boolean
  readonly as: Role | 'recorder'
}

export type Eligible = {
  readonly route: Route
  readonly readers: readonly Reader[]
  /** Accounts that are eligible but not activated or not confirmed yet: a colleague's session grants to them later. */
  readonly awaiting: readonly AccountId[]
  readonly unfilledRoles: readonly RoutedRole[]
}

/**
 * The recorder always keeps the own record, even one that names him (edge case 6); in every other role a named person gets
 * nothing. The Party group is no reader by default: only its secretary, and only when he must sign as alternate.
 */
export function eligibleReaders(matter: {
  readonly organisation: Organisation
  readonly named: readonly PersonId[]
  readonly recorderId: PersonId
  readonly day: Day
  /** The recorder asked that nobody in the bureau receive it (R44). */
  readonly direct?: boolean
}): Eligible {
  const { organisation, recorderId } = matter
  const unfilledRoles = matter.direct ? routedRoles : rolesUnfilledBy(recorderId, matter)
  const routing = { ...matter, unfilledRoles }
  const route = routeFor(routing)

  const readers: Reader[] = []
  const awaiting: AccountId[] = []
  const add = (personId: PersonId, as: Reader['as'], withIdentity: boolean): void => {
    const account = accountOf(organisation, personId)
    if (!account || readers.some((reader) => reader.personId === personId) || awaiting.includes(account.id)) return
    if (canBeGranted(account, as)) readers.push({ accountId: account.id, personId, as, withIdentity })
    else awaiting.push(account.id)
  }

  add(recorderId, 'recorder', true)
  if (route.kind === 'bureau') {
    const readingRoles: readonly RoutedRole[] = ['disciplineHandler', 'disciplineOfficeHead', 'disciplineLead']
    for (const role of readingRoles) for (const id of eligibleHolders(role, routing)) add(id, role, true)
    if (route.signedBy === 'partyGroupSecretary')
      for (const id of eligibleHolders('partyGroupSecretary', routing)) add(id, 'partyGroupSecretary', false)
  }
  return { route, readers, awaiting, unfilledRoles }
}

/** The own record needs no role, but the holder's own keys; what others recorded goes to keys that were confirmed in the role. */
const canBeGranted = (account: AccountEntry, as: Reader['as']): boolean =>
  account.status === 'active' &&
  account.readingKey !== null &&
  (as === 'recorder' ? account.keysConfirmed : account.confirmedRoles.includes(as))
