/**
 * The door while a register is being set up (app/set-up). The same pipeline as the register's own door and none of its routes: only whoever
 * brought the one-time link gets further than the notice that there is nothing here yet.
 */
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import type { FastifyInstance } from 'fastify'
import { bareServer } from './bare-server.ts'
import { FORM_BYTES, type SetUpDeps, isSecure } from './deps.ts'
import { pageShowing, showPage } from './pages.ts'
import { forgeryChecks } from './pipeline/csrf.ts'
import { errorPages } from './pipeline/errors.ts'
import { preferences } from './pipeline/preferences.ts'
import { usualBrakes } from './pipeline/brakes.ts'
import { accountBrakes, addressBrakes } from './pipeline/rate-limits.ts'
import { readableText } from './pipeline/readable-text.ts'
import { requestLog } from './pipeline/request-log.ts'
import { securityHeaders } from './pipeline/security-headers.ts'
import { guestOnly, setUpCookie } from './pipeline/set-up-guest.ts'
import { checkRoutes } from './routes/check.ts'
import { preferenceRoutes } from './routes/preferences.ts'
import { serviceRoutes } from './routes/service.ts'
import { setUpAccountRoutes } from './routes/set-up/accounts.ts'
import { setUpBureauRoutes } from './routes/set-up/bureau.ts'
import { setUpEntranceRoutes } from './routes/set-up/entrance.ts'
import { setUpFinishRoutes } from './routes/set-up/finish.ts'
import { setUpMailRoutes } from './routes/set-up/mail.ts'
import { setUpPeopleRoutes } from './routes/set-up/people.ts'
import { setUpRecoveryRoutes } from './routes/set-up/recovery.ts'
import { waitingPage } from '../web/set-up/overview.tsx'
import { step } from './step.ts'

/** Throws a LiuhenError `configurationInvalid` like the register's own door. Opens no port. */
export function createSetUpServer(deps: SetUpDeps): FastifyInstance {
  const { context, serving } = deps
  const secure = isSecure(serving)
  const cookieHere = setUpCookie(secure)
  const app = bareServer(deps)

  app.register(step(requestLog))
  app.register(step((app) => securityHeaders(app, { secure })))
  app.register(cookie)
  app.register(formbody, { bodyLimit: FORM_BYTES })
  app.register(multipart, { limits: { files: 1, fields: 10, fieldSize: 1024, headerPairs: 50 } })
  app.register(step((app) => addressBrakes(app, deps.brakes ?? usualBrakes)))
  app.register(step((app) => preferences(app, secure)))
  // Nobody is signed in here; what asks for the viewer finds none.
  app.decorateRequest('viewer', null)
  app.register(step(readableText))
  app.register(step((app) => forgeryChecks(app, context.hostSecret)))
  app.register(step(accountBrakes))
  app.register(step((app) => pageShowing(app, deps)))
  app.register(step(errorPages))

  // Anybody.
  app.register(serviceRoutes, deps)
  app.register(preferenceRoutes, deps)
  // The footer of every page leads there.
  app.register(checkRoutes, deps)
  for (const path of ['/', '/sign-in', '/home'])
    app.get(path, {}, async (request, reply) => showPage(request, reply.code(503), waitingPage(request.language)))
  app.register(async (app) => setUpEntranceRoutes(app, deps, cookieHere))

  // Whoever brought the link.
  app.register(async (guest) => {
    guestOnly(guest, deps.setUp.entrance, cookieHere)
    await guest.register(setUpBureauRoutes, deps)
    await guest.register(setUpPeopleRoutes, deps)
    await guest.register(setUpAccountRoutes, deps)
    await guest.register(setUpRecoveryRoutes, deps)
    await guest.register(setUpMailRoutes, deps)
    await guest.register(setUpFinishRoutes, deps)
  })
  return app
}
