/**
 * Sessions that the server cannot use alone: the account's secret lies in the session row under a key that only the browser's cookie
 * holds. Between two requests the server has no key, and any server process can answer the next one.
 *
 *     cookie   <session id>.<session key>      both random, 32 bytes, base64url
 *     row      SHA-256 of the id; account; times; sealed { secret }
 *
 * One session a user: signing in anywhere ends what was open elsewhere. Ends after idling (a setting) and after twelve hours.
 */
import { randomBytes } from 'node:crypto'
import { sha256 } from '#primitives'
import { personById } from '../../domain/organisation/organisation.ts'
import { type AccountEntry, type AccountId, administratorRoles, type Role } from '../../domain/organisation/types.ts'
import { fromBase64Url, fromUtf8, toBase64Url, toHex, utf8 } from '../../kit/bytes.ts'
import { type Instant, addHours } from '../../kit/calendar.ts'
import { type AccountSecret, accountSecretFrom } from '../../vault/account-keys.ts'
import { newSessionKey, openSession, sealSession } from '../../vault/session-seal.ts'
import type { AppContext, Viewer } from '../context.ts'
import { rolesLeft } from '../people/administrators.ts'
import { accountHistories } from '../people/organisation-in-force.ts'
import { unlessDiskIsFull } from '../full-disk.ts'
import { numberAmong } from '../settings.ts'
import { noteSecurityEvent } from './security-events.ts'

const LIFETIME_HOURS = 12
const administrators: readonly Role[] = administratorRoles
/** The last request is noted to the minute only: less to write, and less to know about somebody's day. */
const TOUCH_AFTER_MS = 60_000

export type CookieValue = string
type Cookie = { readonly idHash: string; readonly key: Uint8Array }
type Sealed = { readonly secret: string }

function parseCookie(value: CookieValue): Cookie | null {
  const parts = /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/.exec(value)
  if (!parts) return null
  const [, id = '', key = ''] = parts
  try {
    return { idHash: toHex(sha256(fromBase64Url(id))), key: fromBase64Url(key) }
  } catch {
    // The last character of 43 may carry stray bits: not a cookie of ours.
    return null
  }
}

const seal = (sealed: Sealed, key: Uint8Array): Uint8Array => sealSession(key, utf8(JSON.stringify(sealed)))

/** Starts the account's only session and answers the cookie's value, which is kept nowhere else. */
export async function startSession(
  context: AppContext,
  accountId: AccountId,
  secret: AccountSecret,
): Promise<CookieValue> {
  const [id, key] = [randomBytes(32), newSessionKey()]
  const now = context.now()
  await context.store.startSession({
    idHash: toHex(sha256(id)),
    accountId,
    createdAt: now,
    lastSeenAt: now,
    sealed: seal({ secret: toBase64Url(secret) }, key),
  })
  return `${toBase64Url(id)}.${toBase64Url(key)}`
}

const isOver = (createdAt: Instant, lastSeenAt: Instant, now: Instant, idleMinutes: number): boolean =>
  addHours(createdAt, LIFETIME_HOURS) <= now || Date.parse(lastSeenAt) + idleMinutes * 60_000 <= Date.parse(now)

/**
 * Who sends this cookie. Null when there is no such session, when it ended, or when the account is not active. Roles are read anew for each
 * request: a role that was taken away is gone at once. Throws `sealBroken` when the id is known and the key does not open.
 */
export async function resolveSession(context: AppContext, cookieValue: CookieValue): Promise<Viewer | null> {
  const cookie = parseCookie(cookieValue)
  const row = cookie && (await context.store.session(cookie.idHash))
  if (!cookie || !row) return null
  const now = context.now()
  const { organisation, settings } = await context.store.bureau()
  if (isOver(row.createdAt, row.lastSeenAt, now, numberAmong(settings, 'session.idleMinutes'))) {
    await context.store.endSession(row.idHash)
    return null
  }
  const account = organisation.accounts.find(({ id }) => id === row.accountId)
  if (account?.status !== 'active') return null
  const opened = JSON.parse(fromUtf8(openSession(cookie.key, row.sealed))) as Sealed
  if (Date.parse(now) - Date.parse(row.lastSeenAt) >= TOUCH_AFTER_MS)
    await unlessDiskIsFull(() => context.store.touchSession(row.idHash, { lastSeenAt: now }))
  return {
    accountId: account.id,
    personId: account.personId,
    name: personById(organisation, account.personId)?.name ?? account.username,
    username: account.username,
    roles: await rolesInForce(context, account),
    secret: accountSecretFrom(fromBase64Url(opened.secret)),
    sessionIdHash: row.idHash,
  }
}

/** Only administrators are set aside, so that nobody else's request asks the trail. */
async function rolesInForce(context: AppContext, { id, roles }: AccountEntry): Promise<readonly Role[]> {
  if (!roles.some((role) => administrators.includes(role))) return roles
  return rolesLeft(roles, (await accountHistories(context)).get(id)?.setAside ?? false)
}

export async function signOut(context: AppContext, viewer: Viewer): Promise<void> {
  await context.store.endSession(viewer.sessionIdHash)
  await noteSecurityEvent(context, 'signedOut', viewer.accountId)
}

/** Ends this session and any other, should a server without this rule have left one. */
export async function signOutEverywhere(context: AppContext, viewer: Viewer): Promise<void> {
  await context.store.endSessionsOf(viewer.accountId)
  await noteSecurityEvent(context, 'signedOutEverywhere', viewer.accountId)
}
