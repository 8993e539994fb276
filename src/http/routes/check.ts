/**
 * Checking a proof file without our database: for anybody, signed in or not. Browsers with JavaScript check by themselves; the others send
 * the file, which is looked at and forgotten.
 */
import type { FastifyInstance } from 'fastify'
import { checkProofFile } from '../../app/check/check-proof-file.ts'
import { fromUtf8 } from '../../kit/bytes.ts'
import type { HttpDeps } from '../deps.ts'
import { filesIn } from '../files.ts'
import { showCheckPage } from '../pages.ts'

/** A proof has a few thousand bytes. */
const MAX_PROOF_BYTES = 64 * 1024

export async function checkRoutes(app: FastifyInstance, { vkeys }: HttpDeps): Promise<void> {
  app.get('/check', {}, async (request, reply) => showCheckPage(request, reply, { verdict: null, error: null }))

  app.post('/check', { config: { csrf: 'originOnly' } }, async (request, reply) => {
    const files = request.isMultipart() ? filesIn(request, { fileSize: MAX_PROOF_BYTES, files: 1 }) : null
    const file = (await files?.next())?.value
    if (!file || file.bytes.length === 0)
      return showCheckPage(request, reply.code(422), { verdict: null, error: 'proofMissing' })
    const verdict = checkProofFile(textOf(file.bytes), { entry: null, vkeys: [vkeys.register] })
    return showCheckPage(request, reply, { verdict, error: null })
  })
}

/** What is not text is not a proof; the check says so in its own words. */
function textOf(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes)
  } catch {
    return ''
  }
}
