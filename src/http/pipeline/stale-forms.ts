/**
 * A form of the same officer's earlier session, sent when a new one has begun (in another window, say): it is not done, because its token is
 * no longer good, but it is shown with everything that was typed, to be sent once more. Nobody else's form is.
 */
import type { FastifyInstance } from 'fastify'
import type { AppContext } from '../../app/context.ts'
import { showResumePage } from '../pages.ts'
import { belongsTo, unfinishedForm } from '../resume.ts'
import { isTokenOfSession } from './csrf.ts'
import { wantsJson } from './errors.ts'

export function staleForms(app: FastifyInstance, { hostSecret }: AppContext): void {
  app.addHook('preHandler', async (request, reply) => {
    const { viewer } = request
    if (!viewer || request.is404 || request.routeOptions.config.csrf || wantsJson(request)) return
    const unfinished = unfinishedForm(request)
    if (!unfinished || Object.keys(unfinished.fields).length === 0) return
    if (isTokenOfSession(hostSecret, unfinished.token, viewer)) return
    if (!belongsTo(hostSecret, unfinished, viewer.accountId)) return
    return showResumePage(request, reply.code(409), unfinished)
  })
}
