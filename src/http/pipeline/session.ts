/**
 * Who sends a request. The cookie carries the only key to the account's secret (see app/accounts/sessions.ts); a viewer lives as long as
 * the request.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type CookieValue, resolveSession } from '../../app/accounts/sessions.ts'
import type { AppContext, Viewer } from '../../app/context.ts'
import { invariant } from '../../kit/invariant.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'

declare module 'fastify' {
  interface FastifyRequest {
    viewer: Viewer | null
  }
}

/** Browsers keep a `__Host-` cookie to this host, over TLS, for every path. Plain HTTP is loopback only, and has no such cookies. */
const cookieName = (secure: boolean): string => (secure ? '__Host-liuhen' : 'liuhen')

const attributes = (secure: boolean) => ({ path: '/', httpOnly: true, secure, sameSite: 'lax' as const })

/** How routes give and take the cookie; which one depends on how we are served. */
export type SessionCookie = {
  give(reply: FastifyReply, value: CookieValue): void
  take(reply: FastifyReply): void
  read(request: FastifyRequest): CookieValue | undefined
}

export const sessionCookie = (secure: boolean): SessionCookie => ({
  give: (reply, value) => void reply.setCookie(cookieName(secure), value, attributes(secure)),
  take: (reply) => void reply.clearCookie(cookieName(secure), attributes(secure)),
  read: (request) => request.cookies[cookieName(secure)],
})

export function sessions(app: FastifyInstance, context: AppContext, cookie: SessionCookie): void {
  app.decorateRequest('viewer', null)
  app.addHook('onRequest', async (request) => {
    const value = request.routeOptions.config.publicFile ? undefined : cookie.read(request)
    if (value !== undefined) request.viewer = await resolved(context, value)
  })
}

/** A cookie with a right id and a wrong key is nobody's, and not our failure. */
async function resolved(context: AppContext, value: CookieValue): Promise<Viewer | null> {
  try {
    return await resolveSession(context, value)
  } catch (error) {
    if (error instanceof LiuhenError && error.code === 'sealBroken') return null
    throw error
  }
}

/** Null when nobody is signed in: for pages that are open to all and look different to staff. */
export const currentViewer = (request: FastifyRequest): Viewer | null => request.viewer

/** For routes behind `requireViewer`, where there always is one. */
export function viewerOf(request: FastifyRequest): Viewer {
  invariant(request.viewer, 'the route stands behind requireViewer')
  return request.viewer
}
