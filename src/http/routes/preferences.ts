/** Language and text size: one press, and back to the same page. */
import type { FastifyInstance } from 'fastify'
import { type HttpDeps, isSecure } from '../deps.ts'
import { keepPreference, pageBefore } from '../pipeline/preferences.ts'

export async function preferenceRoutes(app: FastifyInstance, { serving }: HttpDeps): Promise<void> {
  // Changes a cookie of the browser's own and nothing else: no token needed.
  const config = { csrf: 'originOnly' } as const

  app.post<{ Body?: { language?: unknown } }>('/language', { config }, async (request, reply) => {
    keepPreference(reply, isSecure(serving), { language: request.body?.language ?? null })
    return reply.redirect(pageBefore(request), 303)
  })

  app.post<{ Body?: { textSize?: unknown } }>('/text-size', { config }, async (request, reply) => {
    keepPreference(reply, isSecure(serving), { textSize: request.body?.textSize ?? null })
    return reply.redirect(pageBefore(request), 303)
  })
}
