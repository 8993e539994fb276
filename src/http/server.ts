/**
 * The door. A request's whole way stands here in reading order: first what holds for every request, then the routes.
 *
 * `createServer` opens no port: main.ts listens, tests inject. A handler translates a request into a use case and its answer into a page;
 * rules live in domain, steps in app.
 */
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import type { FastifyInstance } from 'fastify'
import { prepareSignIn } from '../app/accounts/sign-in.ts'
import { bareServer } from './bare-server.ts'
import { FORM_BYTES, type HttpDeps, isSecure } from './deps.ts'
import { forgeryChecks } from './pipeline/csrf.ts'
import { errorPages } from './pipeline/errors.ts'
import { preferences } from './pipeline/preferences.ts'
import { usualBrakes } from './pipeline/brakes.ts'
import { accountBrakes, addressBrakes } from './pipeline/rate-limits.ts'
import { readableText } from './pipeline/readable-text.ts'
import { requestLog } from './pipeline/request-log.ts'
import { securityHeaders } from './pipeline/security-headers.ts'
import { sessionCookie, sessions } from './pipeline/session.ts'
import { staleForms } from './pipeline/stale-forms.ts'
import { staffOnly } from './pipeline/staff.ts'
import { pageShowing } from './pages.ts'
import { apiRoutes } from './api/routes.ts'
import { apiTokenRoutes } from './routes/api-tokens.ts'
import { procedureRoutes, routeTableRoutes } from './routes/access.tsx'
import { accountRoutes } from './routes/account.ts'
import { activationRoutes } from './routes/activation.ts'
import { administrationRoutes } from './routes/administration.ts'
import { auditRoutes } from './routes/audit.ts'
import { checkRoutes } from './routes/check.ts'
import { directoryRoutes } from './routes/directory.tsx'
import { draftRoutes } from './routes/drafts.ts'
import { mailRoutes } from './routes/mail.ts'
import { namingRoutes } from './routes/naming.tsx'
import { peopleRoutes } from './routes/people.ts'
import { rightsRoutes } from './routes/rights.ts'
import { readerRoutes } from './routes/readers.ts'
import { recoveryRoutes } from './routes/recovery.ts'
import { permitRoutes } from './routes/permits.tsx'
import { recordActionRoutes } from './routes/record-actions.ts'
import { homeRoutes, recordRoutes } from './routes/records.ts'
import { preferenceRoutes } from './routes/preferences.ts'
import { serviceRoutes } from './routes/service.ts'
import { signInRoutes } from './routes/sign-in.ts'
import { superiorRoutes } from './routes/superior.tsx'
import { systemRoutes } from './routes/system.ts'
import { transferRoutes } from './routes/transfer.tsx'
import { timeLimitRoutes } from './routes/time-limits.tsx'
import { trailRoutes } from './routes/trail.ts'
import { uploadRoutes } from './routes/uploads.ts'
import { step } from './step.ts'

/** Throws a LiuhenError `configurationInvalid` when it would have to serve plain HTTP beyond this machine. */
export function createServer(deps: HttpDeps): FastifyInstance {
  const { context, serving } = deps
  const secure = isSecure(serving)
  const sessionCookieHere = sessionCookie(secure)
  const app = bareServer(deps)

  // Every request.
  app.register(step(requestLog))
  app.register(step((app) => securityHeaders(app, { secure })))
  app.register(cookie)
  app.register(formbody, { bodyLimit: FORM_BYTES })
  app.register(multipart, {
    limits: { files: 1, fields: 40, fieldSize: 64 * 1024, fieldNameSize: 100, headerPairs: 50 },
  })
  app.register(step((app) => addressBrakes(app, deps.brakes ?? usualBrakes)))
  app.register(step((app) => preferences(app, secure)))
  app.register(step((app) => sessions(app, context, sessionCookieHere)))
  app.register(step(readableText))
  app.register(step((app) => staleForms(app, context)))
  app.register(step((app) => forgeryChecks(app, context.hostSecret)))
  app.register(step(accountBrakes))
  app.register(step((app) => pageShowing(app, deps)))
  app.register(step(errorPages))
  // The door opens meanwhile: whoever signs in waits for it.
  app.addHook('onReady', async () => void prepareSignIn(context))

  // Anybody.
  app.register(serviceRoutes, deps)
  app.register(trailRoutes, deps)
  app.register(preferenceRoutes, deps)
  app.register(async (app) => signInRoutes(app, deps, sessionCookieHere))
  app.register(activationRoutes, deps)
  app.register(checkRoutes, deps)
  app.register(apiRoutes, deps)

  // Staff.
  app.register(async (staff) => {
    staffOnly(staff, context)
    await staff.register(async (app) => accountRoutes(app, deps, sessionCookieHere))
    await staff.register(homeRoutes, deps)
    await staff.register(draftRoutes, deps)
    await staff.register(uploadRoutes, deps)
    await staff.register(recordRoutes, deps)
    await staff.register(permitRoutes, deps)
    await staff.register(recordActionRoutes, deps)
    await staff.register(transferRoutes, deps)
    await staff.register(superiorRoutes, deps)
    await staff.register(peopleRoutes, deps)
    await staff.register(routeTableRoutes, deps)
    await staff.register(procedureRoutes, deps)
    await staff.register(readerRoutes, deps)
    await staff.register(recoveryRoutes, deps)
    await staff.register(rightsRoutes)
    await staff.register(namingRoutes, deps)
    await staff.register(administrationRoutes, deps)
    await staff.register(apiTokenRoutes, deps)
    await staff.register(directoryRoutes, deps)
    await staff.register(timeLimitRoutes, deps)
    await staff.register(mailRoutes, deps)
    await staff.register(auditRoutes, deps)
    await staff.register(systemRoutes, deps)
  })
  return app
}
