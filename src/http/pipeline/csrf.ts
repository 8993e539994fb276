/**
 * No other site makes our users act: every request that may change something must come from our own pages, and every form of somebody
 * signed in carries a token of that session.
 *
 *     token   <first 16 digits of the session's id hash>.<HMAC-SHA-256 of them and the account, under the host's secret>
 *
 * The token names session and account so that a form that outlived its session can be given back to whoever filled it in, and to nobody
 * else (see resume.ts).
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Viewer } from '../../app/context.ts'
import type { AccountId } from '../../domain/organisation/types.ts'
import { refusal } from './refusals.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * `originOnly`: open to visitors, or harmless. `inForm`: the body is a stream, and the route itself calls `checkToken` with the field
     * before it takes anything. `bearer`: for other systems, which show a credential that no browser sends by itself. Everything else is
     * checked here.
     */
    readonly csrf?: 'originOnly' | 'inForm' | 'bearer'
  }
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
export const TOKEN_HEADER = 'x-csrf-token'

const macOf = (hostSecret: Uint8Array, session: string, accountId: AccountId): string =>
  createHmac('sha256', hostSecret).update(`liuhen/csrf@v1\n${session}\n${accountId}`).digest('base64url')

export function tokenFor(hostSecret: Uint8Array, { sessionIdHash, accountId }: Viewer): string {
  const session = sessionIdHash.slice(0, 16)
  return `${session}.${macOf(hostSecret, session, accountId)}`
}

/** Whether the token was given to this account, in whatever session. */
export function isTokenOf(hostSecret: Uint8Array, token: unknown, accountId: AccountId): boolean {
  const [session = '', mac = ''] = typeof token === 'string' ? token.split('.') : []
  const [given, expected] = [Buffer.from(mac), Buffer.from(macOf(hostSecret, session, accountId))]
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** Whether the token was given in this very session. */
export const isTokenOfSession = (hostSecret: Uint8Array, token: unknown, viewer: Viewer): boolean =>
  typeof token === 'string' &&
  token.startsWith(`${viewer.sessionIdHash.slice(0, 16)}.`) &&
  isTokenOf(hostSecret, token, viewer.accountId)

/** Throws the refusal page `formExpired` when a signed-in request lacks its session's token. */
export function checkToken(hostSecret: Uint8Array, request: FastifyRequest, token: unknown): void {
  if (request.viewer && !isTokenOfSession(hostSecret, token, request.viewer)) throw refusal(403, 'formExpired')
}

/**
 * Whether a browser says that one of our own pages sent this. Sec-Fetch-Site where there is one, else Origin against the host that was
 * asked for; neither: refused, because every browser we serve sends one of them with a post.
 */
function isFromOurPages(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const { origin } = request.headers
  return origin !== undefined && origin === `${request.protocol}://${request.host}`
}

export function forgeryChecks(app: FastifyInstance, hostSecret: Uint8Array): void {
  app.addHook('onRequest', async (request) => {
    if (SAFE.has(request.method) || request.routeOptions.config.csrf === 'bearer') return
    if (!isFromOurPages(request)) throw refusal(403, 'foreignOrigin')
  })
  app.addHook('preHandler', async (request) => {
    if (SAFE.has(request.method) || request.is404 || request.routeOptions.config.csrf) return
    const field = (request.body as { readonly csrf?: unknown } | null | undefined)?.csrf
    checkToken(hostSecret, request, request.headers[TOKEN_HEADER] ?? field)
  })
}
