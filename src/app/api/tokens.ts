/**
 * Credentials of other systems: the case system, the directory, a monitor. Made by the security administrator, because they are grants (R87);
 * shown once; only a digest is kept. They open nothing but the API: no page asks for them, and the register's sessions know nothing of
 * them (R24).
 *
 *     liuhen_<32 random bytes, base64url>
 */
import { randomBytes } from 'node:crypto'
import { BlockList, isIP, isIPv6 } from 'node:net'
import { sha256 } from '#primitives'
import { mayOpen } from '../../domain/access/permissions.ts'
import { toBase64Url, toHex, utf8 } from '../../kit/bytes.ts'
import { type Day, dayOf, isDay } from '../../kit/calendar.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import type { ApiTokenRow } from '../../store/store.ts'
import { noteSecurityEvent } from '../accounts/security-events.ts'
import type { AppContext, Viewer } from '../context.ts'
import { unlessDiskIsFull } from '../full-disk.ts'

/** `cases`: cases pushed in. `directory`: units, people and posts. `status`: health and heads, for a monitor. */
export const apiScopes = ['cases', 'directory', 'status'] as const
export type ApiScope = (typeof apiScopes)[number]

/** Somebody has to look at each credential once a year. */
const LONGEST_YEARS = 1
const PREFIX = 'liuhen_'

export type ApiTokenRequest = {
  readonly name: string
  readonly scopes: readonly ApiScope[]
  /** The last day on which it works. */
  readonly expiresOn: string
  /** Addresses or networks (`10.2.0.0/16`), apart by blanks or lines; none: from anywhere. */
  readonly addresses: string
}

export type ApiTokenRefusal =
  | { readonly code: 'notFound' }
  | { readonly code: 'tokenNameMissing' }
  | { readonly code: 'scopesMissing' }
  | { readonly code: 'expiryOutOfRange' }
  | { readonly code: 'addressesUnusable' }

const digestOf = (token: string): string => toHex(sha256(utf8(token)))

/** Answers the token, which is kept nowhere. */
export async function makeApiToken(
  context: AppContext,
  viewer: Viewer,
  request: ApiTokenRequest,
): Promise<Decision<{ readonly id: string; readonly token: string }, ApiTokenRefusal>> {
  if (!mayOpen(viewer.roles, 'accounts')) return refuse({ code: 'notFound' })
  const name = request.name.trim()
  const addresses = request.addresses.split(/[\s,，、;；]+/).filter((each) => each !== '')
  const today = dayOf(context.now())
  if (name === '') return refuse({ code: 'tokenNameMissing' })
  if (request.scopes.length === 0) return refuse({ code: 'scopesMissing' })
  if (!isDay(request.expiresOn) || request.expiresOn < today || request.expiresOn > lastDay(today))
    return refuse({ code: 'expiryOutOfRange' })
  if (!addresses.every((each) => networkOf(each))) return refuse({ code: 'addressesUnusable' })
  const [id, token] = [toBase64Url(randomBytes(9)), PREFIX + toBase64Url(randomBytes(32))]
  const scopes = apiScopes.filter((scope) => request.scopes.includes(scope))
  const expiresOn = request.expiresOn as Day
  await context.store.addApiToken({
    id,
    name,
    digest: digestOf(token),
    scopes,
    addresses,
    madeOn: today,
    expiresOn,
    lastUsedOn: null,
    revokedOn: null,
  })
  await noteSecurityEvent(context, 'apiTokenMade', null, { by: viewer.accountId, token: id, scopes, expiresOn })
  return accept({ id, token })
}

/** The day one year on; the last of February for the 29th. */
const lastDay = (today: Day): string => `${Number(today.slice(0, 4)) + LONGEST_YEARS}${today.slice(4)}`

/** All there were, newest first, without their digests; null for whoever does not give grants. */
export async function apiTokensFor(
  context: AppContext,
  viewer: Viewer,
): Promise<readonly Omit<ApiTokenRow, 'digest'>[] | null> {
  if (!mayOpen(viewer.roles, 'accounts')) return null
  return (await context.store.apiTokens()).map(
    ({ id, name, scopes, addresses, madeOn, expiresOn, lastUsedOn, revokedOn }) => ({
      id,
      name,
      scopes,
      addresses,
      madeOn,
      expiresOn,
      lastUsedOn,
      revokedOn,
    }),
  )
}

/** From the next request on it opens nothing. False when there is no such token in use. */
export async function revokeApiToken(context: AppContext, viewer: Viewer, id: string): Promise<boolean> {
  const tokens = (await apiTokensFor(context, viewer)) ?? []
  if (!tokens.some((each) => each.id === id && each.revokedOn === null)) return false
  await context.store.changeApiToken(id, { revokedOn: dayOf(context.now()) })
  await noteSecurityEvent(context, 'apiTokenRevoked', null, { by: viewer.accountId, token: id })
  return true
}

/** Another system, for the length of one request. */
export type ApiClient = { readonly tokenId: string; readonly scopes: readonly string[] }

/** Whose token this is. Null for one that is unknown, revoked, expired, or used from elsewhere: which of them is not said. */
export async function apiClientWith(context: AppContext, token: string, address: string): Promise<ApiClient | null> {
  const row = token.startsWith(PREFIX) ? await context.store.apiTokenByDigest(digestOf(token)) : null
  const today = dayOf(context.now())
  if (!row || row.revokedOn !== null || row.expiresOn < today || !isFrom(row.addresses, address)) return null
  if (row.lastUsedOn !== today)
    await unlessDiskIsFull(() => context.store.changeApiToken(row.id, { lastUsedOn: today }))
  return { tokenId: row.id, scopes: row.scopes }
}

const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4')

/** Null when the text is neither an address nor a network. */
function networkOf(text: string): BlockList | null {
  const [address = '', bits, ...rest] = text.split('/')
  if (isIP(address) === 0 || rest.length > 0) return null
  const list = new BlockList()
  if (bits === undefined) {
    list.addAddress(address, familyOf(address))
    return list
  }
  if (!/^\d{1,3}$/.test(bits) || Number(bits) > (isIPv6(address) ? 128 : 32)) return null
  list.addSubnet(address, Number(bits), familyOf(address))
  return list
}

const isFrom = (networks: readonly string[], address: string): boolean =>
  networks.length === 0 || networks.some((each) => networkOf(each)?.check(address, familyOf(address)) ?? false)
