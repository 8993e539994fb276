/**
 * What stands before every staff route. A visitor is asked to sign in, and comes back to where he wanted to go; a form whose session ended
 * is kept in his browser meanwhile. Somebody signed in without the role is told that there is no such page (R42, R87).
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AppContext, Viewer } from '../../app/context.ts'
import { noteBeyondRights } from '../../app/people/administrators.ts'
import { type Area, mayOpen } from '../../domain/access/permissions.ts'
import { showSignInPage } from '../pages.ts'
import { toHiddenFields, unfinishedForm } from '../resume.ts'
import { wantsJson } from './errors.ts'
import { notFound } from './refusals.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** An administrator who asks for what is not his leaves an event (R87). */
    noteBeyondRights(viewer: Viewer, area: Area): Promise<void>
  }
}

/** For everything registered on `app` after it. */
export function staffOnly(app: FastifyInstance, context: AppContext): void {
  app.decorate('noteBeyondRights', (viewer: Viewer, area: Area) => noteBeyondRights(context, viewer, area))
  app.addHook('preHandler', async (request, reply) => {
    return request.viewer ? undefined : askToSignIn(request, reply)
  })
}

/** For everything registered on `app` after it: only for those whose roles open the area. */
export function areaOnly(app: FastifyInstance, area: Area): void {
  app.addHook('preHandler', async (request) => {
    const { viewer } = request
    if (viewer && mayOpen(viewer.roles, area)) return
    if (viewer) await app.noteBeyondRights(viewer, area)
    throw notFound()
  })
}

async function askToSignIn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (wantsJson(request)) return reply.code(401).send({ code: 'signInNeeded' })
  if (request.method === 'GET' || request.method === 'HEAD')
    return reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 303)
  const unfinished = unfinishedForm(request)
  return showSignInPage(request, reply.code(401), {
    reason: 'sessionEnded',
    hidden: unfinished ? toHiddenFields(unfinished) : null,
  })
}
