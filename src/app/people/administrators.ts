/**
 * The three administrators and their limits (R87): what goes beyond is an event, and one who is named in a matter is set aside by the discipline
 * office (R42, edge case 4). Security events never tell of a matter, so setting aside needs none either: it is said of the account alone, signed
 * by a confirmed reader.
 */
import type { Area } from '../../domain/access/permissions.ts'
import { personById } from '../../domain/organisation/organisation.ts'
import { type AccountId, administratorRoles, type Role } from '../../domain/organisation/types.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import { noteSecurityEvent } from '../accounts/security-events.ts'
import type { AppContext, Viewer } from '../context.ts'
import { unlessDiskIsFull } from '../full-disk.ts'
import { isConfirmedReader } from './confirming.ts'
import { signSettingAside } from './key-statements.ts'
import { accountHistories, organisationInForce } from './organisation-in-force.ts'

const isAdministrator = (roles: readonly Role[]): boolean => administratorRoles.some((role) => roles.includes(role))

/**
 * An administrator asked for a part of the product that is not his. The area and nothing else is kept: no address, no number, nothing that was
 * typed. Of others nothing is kept: officers mistype addresses.
 */
export async function noteBeyondRights(context: AppContext, viewer: Viewer, area: Area): Promise<void> {
  if (!isAdministrator(viewer.roles)) return
  await unlessDiskIsFull(() => noteSecurityEvent(context, 'beyondRights', viewer.accountId, { area }))
}

export type AdministratorLine = {
  readonly accountId: AccountId
  readonly name: string
  readonly roles: readonly Role[]
  readonly setAside: boolean
}

/** The administrators as a confirmed reader sees them; null for everybody else. */
export async function administratorsKnownTo(
  context: AppContext,
  viewer: Viewer,
): Promise<readonly AdministratorLine[] | null> {
  const organisation = await organisationInForce(context)
  if (!isConfirmedReader(organisation, viewer)) return null
  const histories = await accountHistories(context)
  return organisation.accounts
    .filter(({ roles, status }) => status === 'active' && isAdministrator(roles))
    .map(({ id, personId, username, roles }) => ({
      accountId: id,
      name: personById(organisation, personId)?.name ?? username,
      roles,
      setAside: histories.get(id)?.setAside ?? false,
    }))
}

/** From the next request and the next event on. Again changes nothing. */
export async function setAdministratorAside(
  context: AppContext,
  viewer: Viewer,
  accountId: AccountId,
  aside: boolean,
): Promise<Decision<null, { readonly code: 'notFound' }>> {
  const lines = await administratorsKnownTo(context, viewer)
  const line = lines?.find((each) => each.accountId === accountId)
  if (!line) return refuse({ code: 'notFound' })
  if (line.setAside === aside) return accept(null)
  const at = context.now()
  const signature = signSettingAside(viewer.secret, { accountId, aside, at })
  const type = aside ? 'administratorSetAside' : 'administratorReturned'
  await noteSecurityEvent(context, type, accountId, { by: viewer.accountId, signature }, at)
  return accept(null)
}

/** What is left of the roles of somebody who is set aside: operating and granting end; the audit goes on without what is sealed to others. */
export const rolesLeft = (roles: readonly Role[], setAside: boolean): readonly Role[] =>
  setAside ? roles.filter((role) => role !== 'systemAdmin' && role !== 'securityAdmin') : roles
