/**
 * Need-to-know (R37, R42): in which standing somebody who holds a grant may know a record at this moment, or not at all.
 *
 * Eligible discipline roles hold grants from the registration on, because somebody must be able to take over; a grant alone opens nothing.
 * Computed from the record's own state and the bureau as it stands, so that re-assignment, a new person named and a permit that ends take
 * effect with the next request. Everybody without a standing gets what somebody gets who asks for a number that does not exist.
 */
import { dayOf, type Instant } from '../../kit/calendar.ts'
import { validPermit } from '../inquiry-record/permits.ts'
import type { RegisteredRecord } from '../inquiry-record/state.ts'
import { accountOf } from '../organisation/organisation.ts'
import type { Organisation, PersonId, Role } from '../organisation/types.ts'
import { roleFor } from './permissions.ts'
import { eligibleHolders, routeFor, type Route, type RoutedRole, type RoutingCase } from './route.ts'

export const standings = ['recorder', 'handler', 'reviewer', 'signatory', 'receiving', 'permit'] as const
export type Standing = (typeof standings)[number]

export type Knowing = {
  readonly personId: PersonId
  readonly roles: readonly Role[]
  readonly organisation: Organisation
  readonly at: Instant
}

export type Known = Pick<RegisteredRecord, 'named' | 'unfilledRoles' | 'handler' | 'permits' | 'status'> & {
  /** Only whether there is one. */
  readonly classHistory: readonly unknown[]
}

type StandingOf = (record: Known, isRecorder: boolean) => Standing | null

/** For many records: routes are computed once for each set of named persons. */
export function standingsFor({ personId, roles, organisation, at }: Knowing): StandingOf {
  const day = dayOf(at)
  // A role given back by the security administrator alone opens nothing, even where an old grant still stands.
  const confirmed = accountOf(organisation, personId)?.confirmedRoles ?? []
  const routes = new Map<string, Route>()
  const routed = (matter: RoutingCase): Route => {
    const key = JSON.stringify([matter.named, matter.unfilledRoles])
    const known = routes.get(key) ?? routeFor(matter)
    routes.set(key, known)
    return known
  }

  return (record, isRecorder) => {
    if (isRecorder) return 'recorder'
    const { named, unfilledRoles, handler } = record
    if (named.includes(personId)) return null
    const matter: RoutingCase = { organisation, named, unfilledRoles, day }
    const route = routed(matter)
    if (route.kind === 'superiorOnly') return null
    const actsAs = (role: RoutedRole): boolean =>
      confirmed.includes(role) &&
      roles.includes(role) &&
      !unfilledRoles.includes(role) &&
      eligibleHolders(role, matter).includes(personId)

    const inOffice = actsAs('disciplineHandler') || actsAs('disciplineOfficeHead')
    if (inOffice && handler?.personId === personId) return 'handler'
    // The head goes on with every record of the office, whoever handles it, and receives where no handler can.
    if (actsAs(route.reviewedBy) || actsAs('disciplineOfficeHead')) return 'reviewer'
    // From the class on the record waits for the signature, or has it; a sealed transfer waits for his agreement (R44).
    const waitsForSignatory = record.classHistory.length > 0 || record.status === 'transferProposed'
    if (waitsForSignatory && actsAs(route.signedBy)) return 'signatory'
    if (handler === null && inOffice) return 'receiving'
    const mayHold = roleFor(roles, 'requestPermit') !== null
    return mayHold && validPermit(record, personId, at) ? 'permit' : null
  }
}

export const standingOf = (record: Known, isRecorder: boolean, knowing: Knowing): Standing | null =>
  standingsFor(knowing)(record, isRecorder)

/** Whoever looks by permit, or has not taken the record up yet, does not learn who recorded: only who handles it and who reviews him (R41). */
export const learnsIdentity = (standing: Standing): boolean => standing !== 'permit' && standing !== 'receiving'

/** Originals of evidence: by permit only when the permit says so (requirements §5). */
export const opensEvidence = (
  standing: Standing,
  permit: { readonly decision: { readonly withEvidence: boolean } } | null,
): boolean => standing !== 'permit' || permit?.decision.withEvidence === true

/** By a permit one reads; one does nothing. */
export const mayAct = (standing: Standing): boolean => standing !== 'permit'
