/** The one-time link: a page with one button, so that whatever looks at links beforehand does not use it up. */
import type { FastifyInstance } from 'fastify'
import { noteSecurityEvent } from '../../../app/accounts/security-events.ts'
import { paths } from '../../../web/paths.ts'
import { beginPage } from '../../../web/set-up/overview.tsx'
import { showPage } from '../../pages.ts'
import { notFound } from '../../pipeline/refusals.ts'
import type { SetUpCookie } from '../../pipeline/set-up-guest.ts'
import type { SetUpDeps } from '../../deps.ts'

type ByToken = { Params: { token: string } }

export async function setUpEntranceRoutes(
  app: FastifyInstance,
  { setUp }: SetUpDeps,
  cookie: SetUpCookie,
): Promise<void> {
  app.get<ByToken>('/set-up/begin/:token', {}, async (request, reply) => {
    const { token } = request.params
    if (setUp.entrance.isOpenTo(token)) return showPage(request, reply, beginPage(request.language, { token }))
    // The same browser may come back by the link in its history.
    if (setUp.entrance.isGuest(cookie.read(request))) return reply.redirect(paths.setUp(), 303)
    throw notFound()
  })

  app.post<ByToken>('/set-up/begin/:token', {}, async (request, reply) => {
    const value = setUp.entrance.enter(request.params.token)
    if (value === null && setUp.entrance.isGuest(cookie.read(request))) return reply.redirect(paths.setUp(), 303)
    if (value === null) throw notFound()
    await noteSecurityEvent(setUp.context, 'setUpBegun', null, { by: 'setUp' })
    cookie.give(reply, value)
    return reply.redirect(paths.setUp(), 303)
  })
}
