/**
 * Evidence on its way in: the tus 1.0 protocol, three verbs by hand over app/evidence/uploads.ts, because the chunks are sealed before
 * they touch the disk. Without JavaScript the same file comes as one multipart post (routes/drafts.ts).
 */
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import {
  MAX_EVIDENCE_LENGTH,
  type UploadRefusal,
  beginUpload,
  cancelUpload,
  continueUpload,
  uploadState,
} from '../../app/evidence/uploads.ts'
import { fromBase64, fromUtf8 } from '../../kit/bytes.ts'
import type { HttpDeps } from '../deps.ts'
import { notFound, refusal } from '../pipeline/refusals.ts'
import { viewerOf } from '../pipeline/session.ts'
import { areaOnly } from '../pipeline/staff.ts'

const VERSION = '1.0.0'
const PART = 'application/offset+octet-stream'

const statusOf: Readonly<Record<UploadRefusal['code'], number>> = {
  notFound: 404,
  fileTooLarge: 413,
  fileEmpty: 400,
  offsetMoved: 409,
}

/** `name <base64>,other <base64>`, as tus sends it. A pair that cannot be read is left out. */
function readMetadata(header: unknown): ReadonlyMap<string, string> {
  const pairs = typeof header === 'string' ? header.split(',') : []
  return new Map(
    pairs.flatMap((pair): [string, string][] => {
      const [name = '', value = ''] = pair.trim().split(' ')
      try {
        return [[name, fromUtf8(fromBase64(value))]]
      } catch {
        return []
      }
    }),
  )
}

function readCount(header: unknown): number {
  const count = typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : Number.NaN
  if (Number.isNaN(count)) throw refusal(400, 'malformed')
  return count
}

function refused(reply: FastifyReply, refusal: UploadRefusal): FastifyReply {
  if (refusal.code === 'notFound') throw notFound()
  if (refusal.code === 'offsetMoved') void reply.header('upload-offset', String(refusal.offset))
  return reply.code(statusOf[refusal.code]).send({ code: refusal.code })
}

export async function uploadRoutes(app: FastifyInstance, { context }: HttpDeps): Promise<void> {
  areaOnly(app, 'record')
  app.addHook('onRequest', async (_request, reply) => {
    void reply.header('tus-resumable', VERSION).header('cache-control', 'no-store')
  })
  // The body is taken as it comes; nothing buffers a chunk before it is sealed.
  app.addContentTypeParser(PART, (_request, payload, done) => done(null, payload))

  app.options('/uploads', {}, async (_request, reply) =>
    reply
      .code(204)
      .header('tus-version', VERSION)
      .header('tus-extension', 'creation,termination')
      .header('tus-max-size', String(MAX_EVIDENCE_LENGTH))
      .send(),
  )

  app.post('/uploads', {}, async (request, reply) => {
    const length = readCount(request.headers['upload-length'])
    const metadata = readMetadata(request.headers['upload-metadata'])
    const draftId = metadata.get('draftId') ?? ''
    const begun = await beginUpload(context, viewerOf(request), {
      draftId,
      name: metadata.get('filename') ?? '',
      length,
    })
    if (!begun.ok) return refused(reply, begun.refusal)
    return reply.code(201).header('location', `/uploads/${begun.value.id}`).send()
  })

  app.head<{ Params: { id: string } }>('/uploads/:id', {}, async (request, reply) => {
    const state = await uploadState(context, viewerOf(request), request.params.id)
    if (!state) throw notFound()
    return reply
      .code(200)
      .header('upload-offset', String(state.offset))
      .header('upload-length', String(state.length))
      .send()
  })

  // A part is at most what the client sends at once; the whole is limited when the upload begins.
  app.patch<{ Params: { id: string }; Body: Readable }>(
    '/uploads/:id',
    { bodyLimit: MAX_EVIDENCE_LENGTH, config: { brake: 'part' } },
    async (request, reply) => {
      if (request.headers['content-type'] !== PART) return reply.code(415).send({ code: 'malformed' })
      const offset = readCount(request.headers['upload-offset'])
      const taken = await continueUpload(context, viewerOf(request), request.params.id, offset, request.body)
      if (!taken.ok) return refused(reply, taken.refusal)
      return reply.code(204).header('upload-offset', String(taken.value.offset)).send()
    },
  )

  app.delete<{ Params: { id: string } }>('/uploads/:id', {}, async (request, reply) => {
    if (!(await cancelUpload(context, viewerOf(request), request.params.id))) throw notFound()
    return reply.code(204).send()
  })
}
