/**
 * Text that no keyboard types and no database keeps: U+0000, and halves of surrogate pairs. Refused here, once, so that nothing behind has
 * to think of it: PostgreSQL takes no NUL, and half a pair cannot be sent back.
 */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { refusal } from './refusals.ts'

const isReadable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

/** Bodies have been limited in size; how deep they nest is limited here. */
const DEEPEST = 20

function holdsReadableText(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return isReadable(value)
  if (typeof value !== 'object' || value === null) return true
  if (depth > DEEPEST) return false
  return Object.entries(value).every(([name, each]) => isReadable(name) && holdsReadableText(each, depth + 1))
}

/** A stream, as uploads send it, is bytes and not text. */
const isText = (body: unknown): boolean => !(body instanceof Readable || body instanceof Uint8Array)

/** A form in parts must say what parts it: its reader has no refusal for that, only a failure. */
const isUnparted = (contentType: string | undefined): boolean =>
  contentType !== undefined &&
  /^\s*multipart\//i.test(contentType) &&
  !/;\s*boundary=("[^"]{1,70}"|[^\s;"]{1,70})/i.test(contentType)

export function readableText(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ headers }) => {
    if (isUnparted(headers['content-type'])) throw refusal(400, 'malformed')
  })
  app.addHook('preValidation', async ({ params, query, body }) => {
    const texts = [params, { ...(query as object) }, ...(isText(body) ? [body] : [])]
    if (!texts.every((text) => holdsReadableText(text))) throw refusal(400, 'malformed')
  })
}
