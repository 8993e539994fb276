/** Files that a form without JavaScript carries. Its reader fails with errors of its own at a form that is cut off; here they are refusals. */
import type { FastifyRequest } from 'fastify'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { DoorRefusal, refusal } from './pipeline/refusals.ts'

export type PostedFile = { readonly name: string; readonly bytes: Uint8Array }

/**
 * One after another. `before` sees the form's token before a file's bytes are taken, and throws when it is not good. Throws refusals:
 * `tooLarge` past the limits, `malformed` when the form cannot be read to its end or carries no files at all.
 */
export async function* filesIn(
  request: FastifyRequest,
  limits: { readonly fileSize: number; readonly files: number },
  before: (token: unknown) => void = () => {},
): AsyncGenerator<PostedFile> {
  try {
    for await (const file of request.files({ limits })) {
      const token = file.fields.csrf
      before(token && 'value' in token ? token.value : undefined)
      yield { name: file.filename, bytes: await file.toBuffer() }
    }
  } catch (error) {
    const hasName = error instanceof DoorRefusal || error instanceof LiuhenError || (error as { code?: unknown }).code
    throw hasName ? error : refusal(400, 'malformed')
  }
}
