/** The door of `liuhen witness`: C2SP tlog-witness over HTTP. What it takes and gives is public and signed; there is nothing to sign in to. */
import Fastify, { type FastifyInstance } from 'fastify'
import type { Witness } from '../app/witness/witness.ts'

/** A request has at most 63 hashes and some signature lines, of which ML-DSA's are the longest. */
const BODY_BYTES = 512 * 1024
const TEXT = 'text/plain; charset=utf-8'

/** Opens no port. */
export function createWitnessServer(witness: Witness): FastifyInstance {
  const app = Fastify({ logger: false, bodyLimit: BODY_BYTES })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))

  app.post<{ Body: unknown }>('/add-checkpoint', async ({ body }, reply) => {
    const answer = witness.addCheckpoint(typeof body === 'string' ? body : '')
    reply.code(answer.status)
    if (answer.status === 200) return reply.type(TEXT).send(answer.signatureLines)
    if (answer.status === 409) return reply.type('text/x.tlog.size').send(`${answer.lastSize}\n`)
    return reply.type(TEXT).send(`${answer.problem}\n`)
  })

  app.get<{ Params: { originDigest: string } }>('/:originDigest/checkpoint', async ({ params }, reply) => {
    const note = witness.newestCheckpoint(params.originDigest)
    if (note === null) return reply.code(404).type(TEXT).send('no checkpoint of such a log\n')
    return reply.type(TEXT).header('cache-control', 'no-cache').send(note)
  })
  return app
}
