/** For machines: is the service well, what may robots read (nothing), and the built browser part. */
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { headHealth } from '../../app/health.ts'
import type { HttpDeps } from '../deps.ts'

export async function serviceRoutes(app: FastifyInstance, { context, vkeys, assets }: HttpDeps): Promise<void> {
  const config = { publicFile: true }

  /** 200 while the store answers and both heads stand; 503 with the trail that does not, or that was rolled back. */
  app.get('/healthz', { config }, async (_request, reply) => {
    const heads = {
      register: await headHealth(context.store, 'register', vkeys.register),
      security: await headHealth(context.store, 'security', vkeys.security),
    }
    const rolledBack = context.rolledBack ? { code: 'registryRolledBack', trail: context.rolledBack.trail } : {}
    const ok = heads.register.ok && heads.security.ok && !context.rolledBack
    return reply.code(ok ? 200 : 503).send({ ok, register: heads.register, security: heads.security, ...rolledBack })
  })

  app.get('/robots.txt', { config }, async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send('User-agent: *\nDisallow: /\n'),
  )

  if (assets.folder !== null)
    await app.register(fastifyStatic, {
      root: assets.folder,
      prefix: '/assets/',
      index: false,
      preCompressed: true,
      immutable: true,
      maxAge: '365d',
      cacheControl: true,
      // Ours replaces the `no-store` that everything else carries.
      setHeaders: (reply) => void reply.header('cache-control', 'public, max-age=31536000, immutable'),
    })
}
