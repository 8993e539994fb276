/**
 * What the security administrator does: make accounts, set roles, suspend. Every act is an event of the security trail. An
 * administrator reads nothing, and holds no other role (R87).
 */
import { randomBytes } from 'node:crypto'
import { mayOpen, type RolesRefusal, rolesRefusal } from '../../domain/access/permissions.ts'
import type { AccountId, Person, PersonId, Post, Role, UnitId } from '../../domain/organisation/types.ts'
import { toBase64Url } from '../../kit/bytes.ts'
import { dayOf } from '../../kit/calendar.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import type { AccountRow } from '../../store/store.ts'
import type { AppContext, Viewer } from '../context.ts'
import { newActivation } from './activation.ts'
import { noteSecurityEvent, securityEvent } from './security-events.ts'
import { isUsername, normalUsername } from './username.ts'

/** Who administers: somebody signed in, or the set-up on the server itself, which makes the first accounts. */
export type Administrator = Viewer | 'setUp'

export type AccountRequest = {
  readonly username: string
  readonly roles: readonly Role[]
  /** Somebody of the directory, or somebody new to it with the post held from today. */
  readonly person:
    | { readonly id: PersonId }
    | {
        readonly name: string
        readonly staffNumber: string
        readonly post: {
          readonly unitId: UnitId
          readonly title: string
          readonly leadingCadre: boolean
          readonly unitHead: boolean
        } | null
      }
}

export type AdministrationRefusal =
  | { readonly code: 'notFound' }
  | { readonly code: 'usernameUnusable' }
  | { readonly code: 'usernameTaken' }
  | { readonly code: 'personHasAccount' }
  | { readonly code: 'unitUnknown' }
  | { readonly code: 'rolesMissing' }
  | { readonly code: 'ownAccount' }
  | RolesRefusal

type Handed = { readonly accountId: AccountId; readonly username: string; readonly activationCode: string }

const administers = (by: Administrator): boolean => by === 'setUp' || mayOpen(by.roles, 'accounts')
const nameOfActor = (by: Administrator): string => (by === 'setUp' ? 'setUp' : by.accountId)
const newId = (): string => toBase64Url(randomBytes(12))

/** An account that waits for its holder: without keys, because only the holder makes them. */
export const newAccount = (
  given: Pick<AccountRow, 'id' | 'personId' | 'username' | 'roles' | 'activationHash' | 'activationExpiresAt'>,
): AccountRow => ({
  ...given,
  status: 'awaitingActivation',
  readingKey: null,
  signingKey: null,
  sealedSecret: null,
  sealedTotp: null,
  lastTotpStep: 0,
  failedAttempts: 0,
  lockedUntil: null,
})

/** Makes an account and answers its activation code, once. */
export async function createAccount(
  context: AppContext,
  by: Administrator,
  request: AccountRequest,
): Promise<Decision<Handed, AdministrationRefusal>> {
  if (!administers(by)) return refuse({ code: 'notFound' })
  const username = normalUsername(request.username)
  if (!isUsername(username)) return refuse({ code: 'usernameUnusable' })
  if (request.roles.length === 0) return refuse({ code: 'rolesMissing' })
  const conflict = rolesRefusal(request.roles)
  if (conflict) return refuse(conflict)

  const organisation = await context.store.organisation()
  const { person } = request
  const personId = 'id' in person ? person.id : (newId() as PersonId)
  if ('id' in person) {
    if (!organisation.persons.some(({ id }) => id === person.id)) return refuse({ code: 'notFound' })
    // One account for each person: with two, somebody could hold two administrators' roles after all.
    if (organisation.accounts.some((account) => account.personId === person.id))
      return refuse({ code: 'personHasAccount' })
  } else if (person.post && !organisation.units.some(({ id }) => id === person.post?.unitId))
    return refuse({ code: 'unitUnknown' })

  const { code, activationHash, activationExpiresAt } = newActivation(context.now())
  const account = newAccount({
    id: newId() as AccountId,
    personId,
    username,
    roles: [...new Set(request.roles)],
    activationHash,
    activationExpiresAt,
  })
  if (await context.store.accountByUsername(username)) return refuse({ code: 'usernameTaken' })
  if (!('id' in person)) await addPerson(context, personId, person)
  const event = securityEvent(context, 'accountCreated', account.id, {
    by: nameOfActor(by),
    roles: account.roles,
    personId,
  })
  if ((await context.store.createAccount(account, event)) === 'usernameTaken') return refuse({ code: 'usernameTaken' })
  return accept({ accountId: account.id, username, activationCode: code })
}

async function addPerson(
  context: AppContext,
  id: PersonId,
  person: Exclude<AccountRequest['person'], { readonly id: PersonId }>,
): Promise<void> {
  const added: Person = { id, name: person.name.trim(), staffNumber: person.staffNumber.trim() }
  await context.store.savePersons([added])
  if (!person.post) return
  const post: Post = { id: newId(), personId: id, ...person.post, from: dayOf(context.now()), to: null }
  await context.store.savePosts([post])
}

/** A new activation code for an account that was never activated: the old one is void. */
export async function renewActivation(
  context: AppContext,
  by: Administrator,
  accountId: AccountId,
): Promise<Decision<Handed, AdministrationRefusal>> {
  const account = administers(by) ? await context.store.account(accountId) : null
  if (account?.status !== 'awaitingActivation') return refuse({ code: 'notFound' })
  const { code, activationHash, activationExpiresAt } = newActivation(context.now())
  await context.store.changeAccount(accountId, { activationHash, activationExpiresAt })
  await noteSecurityEvent(context, 'activationRenewed', accountId, { by: nameOfActor(by) })
  return accept({ accountId, username: account.username, activationCode: code })
}

/**
 * For somebody who forgot the password, or lost it with the authenticator: the account begins anew with a new code, and its holder makes new
 * keys. What the old ones opened is lost to them until a colleague gives the grants again. Nobody resets one's own.
 */
export async function resetAccount(
  context: AppContext,
  by: Administrator,
  accountId: AccountId,
): Promise<Decision<Handed, AdministrationRefusal>> {
  const account = administers(by) ? await context.store.account(accountId) : null
  if (!account || account.status === 'awaitingActivation') return refuse({ code: 'notFound' })
  if (by !== 'setUp' && by.accountId === accountId) return refuse({ code: 'ownAccount' })
  const { code, activationHash, activationExpiresAt } = newActivation(context.now())
  const begun = {
    status: 'awaitingActivation',
    readingKey: null,
    signingKey: null,
    sealedSecret: null,
    sealedTotp: null,
    activationHash,
    activationExpiresAt,
    failedAttempts: 0,
    lockedUntil: null,
  } as const
  await context.store.changeAccount(
    accountId,
    begun,
    securityEvent(context, 'accountReset', accountId, { by: nameOfActor(by) }),
  )
  await context.store.endSessionsOf(accountId)
  return accept({ accountId, username: account.username, activationCode: code })
}

/** For somebody who knows the password and lost the authenticator: a code with which, and with the password, a new one is enrolled. */
export async function releaseAuthenticator(
  context: AppContext,
  by: Administrator,
  accountId: AccountId,
): Promise<Decision<Handed, AdministrationRefusal>> {
  const account = administers(by) ? await context.store.account(accountId) : null
  if (account?.status !== 'active') return refuse({ code: 'notFound' })
  if (by !== 'setUp' && by.accountId === accountId) return refuse({ code: 'ownAccount' })
  const { code, activationHash, activationExpiresAt } = newActivation(context.now())
  await context.store.changeAccount(accountId, { activationHash, activationExpiresAt })
  await noteSecurityEvent(context, 'authenticatorReleased', accountId, { by: nameOfActor(by) })
  return accept({ accountId, username: account.username, activationCode: code })
}

/** Sets an account's roles; they hold from the next request on. Nobody sets one's own, so one security administrator always remains. */
export async function setRoles(
  context: AppContext,
  by: Administrator,
  accountId: AccountId,
  roles: readonly Role[],
): Promise<Decision<null, AdministrationRefusal>> {
  const account = administers(by) ? await context.store.account(accountId) : null
  if (!account) return refuse({ code: 'notFound' })
  if (by !== 'setUp' && by.accountId === accountId) return refuse({ code: 'ownAccount' })
  if (roles.length === 0) return refuse({ code: 'rolesMissing' })
  const conflict = rolesRefusal(roles)
  if (conflict) return refuse(conflict)
  const after = [...new Set(roles)]
  const data = { by: nameOfActor(by), before: account.roles, after }
  await context.store.changeAccount(
    accountId,
    { roles: after },
    securityEvent(context, 'rolesChanged', accountId, data),
  )
  return accept(null)
}

/** Suspends an account and ends its session at once. Its grants stay, sealed to a password nobody can use meanwhile. */
export async function suspendAccount(
  context: AppContext,
  by: Administrator,
  accountId: AccountId,
): Promise<Decision<null, AdministrationRefusal>> {
  const account = administers(by) ? await context.store.account(accountId) : null
  if (!account || account.status === 'suspended') return refuse({ code: 'notFound' })
  if (by !== 'setUp' && by.accountId === accountId) return refuse({ code: 'ownAccount' })
  const event = securityEvent(context, 'accountSuspended', accountId, { by: nameOfActor(by) })
  await context.store.changeAccount(accountId, { status: 'suspended' }, event)
  await context.store.endSessionsOf(accountId)
  return accept(null)
}

/** Back as it was before: usable when it had been activated, waiting for its holder otherwise. */
export async function reactivateAccount(
  context: AppContext,
  by: Administrator,
  accountId: AccountId,
): Promise<Decision<null, AdministrationRefusal>> {
  const account = administers(by) ? await context.store.account(accountId) : null
  if (account?.status !== 'suspended') return refuse({ code: 'notFound' })
  const status = account.sealedSecret ? 'active' : 'awaitingActivation'
  const event = securityEvent(context, 'accountReactivated', accountId, { by: nameOfActor(by) })
  await context.store.changeAccount(accountId, { status, failedAttempts: 0, lockedUntil: null }, event)
  return accept(null)
}
