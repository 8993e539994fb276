/** The register is made, the codes are handed out, and the door changes over. */
import type { FastifyInstance } from 'fastify'
import { isFinished } from '../../../app/set-up/finishing.ts'
import { paths } from '../../../web/paths.ts'
import { closedPage, codesPage } from '../../../web/set-up/limits-and-codes.tsx'
import { showPage } from '../../pages.ts'
import type { SetUpDeps } from '../../deps.ts'

/** Long enough for the register's own door to open. */
const SECONDS_UNTIL_SIGN_IN = 3

export async function setUpFinishRoutes(
  app: FastifyInstance,
  { setUp, codes, context, onClosed }: SetUpDeps,
): Promise<void> {
  app.post('/set-up/finish', {}, async (_request, reply) => {
    const finished = await codes.finish()
    return reply.redirect(finished.ok ? paths.setUpCodes() : paths.setUpStep(finished.refusal.step), 303)
  })

  app.get('/set-up/codes', {}, async (request, reply) => {
    if (!(await isFinished(setUp))) return reply.redirect(paths.setUp(), 303)
    const { bureau } = await context.store.organisation()
    const address = `${request.protocol}://${request.host}`
    return showPage(request, reply, codesPage(request.language, { bureau, address, slips: await codes.slips() }))
  })

  app.post('/set-up/codes/renew', {}, async (_request, reply) => {
    await codes.renewUnknown()
    return reply.redirect(paths.setUpCodes(), 303)
  })

  app.post('/set-up/close', {}, async (request, reply) => {
    if (!(await codes.close())) return reply.redirect(paths.setUp(), 303)
    // Only when the page is out: closing the door ends its connections.
    reply.raw.once('close', onClosed)
    reply.header('refresh', `${SECONDS_UNTIL_SIGN_IN}; url=${paths.signIn()}`)
    return showPage(request, reply, closedPage(request.language))
  })
}
