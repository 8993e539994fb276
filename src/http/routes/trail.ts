/**
 * The trail as files, for witnesses, auditors and anybody who checks a proof: C2SP tlog-tiles over HTTP. Leaves hold digests and days
 * only, so nothing here is confidential, and no session is looked at.
 */
import type { FastifyInstance } from 'fastify'
import { cosignedCheckpoint, headCheckpoint, trailFile } from '../../app/trail-files.ts'
import type { TrailName } from '../../store/store.ts'
import type { HttpDeps } from '../deps.ts'
import { notFound } from '../pipeline/refusals.ts'

const NEVER_CHANGES = 'public, max-age=31536000, immutable'
/** A checkpoint is replaced with every registration. */
const SECONDS = 'public, max-age=2'

const prefixes: Readonly<Record<TrailName, string>> = { register: '/trail', security: '/trail/security' }

export async function trailRoutes(app: FastifyInstance, { context, vkeys }: HttpDeps): Promise<void> {
  const config = { publicFile: true }
  for (const trail of ['register', 'security'] as const) {
    const prefix = prefixes[trail]

    app.get(`${prefix}/checkpoint`, { config }, async (_request, reply) => {
      const checkpoint = context.crossSigning.sign(trail, await headCheckpoint(context.store, trail))
      return reply.header('cache-control', SECONDS).type('text/plain; charset=utf-8').send(checkpoint)
    })

    // Witnesses are asked now and then, so the newest checkpoint that they cosigned may be an older one.
    app.get(`${prefix}/cosigned-checkpoint`, { config }, async (_request, reply) => {
      const checkpoint = context.crossSigning.sign(trail, await cosignedCheckpoint(context.store, trail))
      return reply.header('cache-control', SECONDS).type('text/plain; charset=utf-8').send(checkpoint)
    })

    app.get(`${prefix}/vkey`, { config }, async (_request, reply) =>
      reply.header('cache-control', SECONDS).type('text/plain; charset=utf-8').send(`${vkeys[trail]}\n`),
    )

    app.get(`${prefix}/vkey-ml-dsa-44`, { config }, async (_request, reply) =>
      reply
        .header('cache-control', SECONDS)
        .type('text/plain; charset=utf-8')
        .send(`${context.crossSigning.vkey(trail)}\n`),
    )

    app.get<{ Params: { '*': string } }>(`${prefix}/tile/*`, { config }, async (request, reply) => {
      const file = await trailFile(context.store, trail, `tile/${request.params['*']}`)
      if (!file) throw notFound()
      return reply.header('cache-control', NEVER_CHANGES).type('application/octet-stream').send(Buffer.from(file.bytes))
    })
  }
}
