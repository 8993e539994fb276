/** What the two pages with a people list have in common: the file, the list that a preview carries, and the templates. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { DIRECTORY_FILE_BYTES, directoryTemplate } from '../app/directory/directory-import.ts'
import { type Decision, accept, refuse } from '../kit/decision.ts'
import { filesIn } from './files.ts'
import { checkToken } from './pipeline/csrf.ts'

/** A list of the largest size, as a form writes Chinese: nine bytes a character. */
export const LIST_FORM_BYTES = 8 * 1024 * 1024

export const listForm = z.object({ list: z.string().min(1), basis: z.string().max(64) })

/** The chosen file; for somebody signed in only with the token of the session, whose secret is given. */
export async function readListFile(
  request: FastifyRequest,
  hostSecret?: Uint8Array,
): Promise<Decision<Uint8Array, { readonly code: 'fileMissing' | 'spreadsheetTooLarge' }>> {
  const before = (token: unknown): void => {
    if (hostSecret) checkToken(hostSecret, request, token)
  }
  if (!request.isMultipart()) return refuse({ code: 'fileMissing' })
  try {
    for await (const { bytes } of filesIn(request, { fileSize: DIRECTORY_FILE_BYTES, files: 1 }, before))
      if (bytes.length > 0) return accept(bytes)
    return refuse({ code: 'fileMissing' })
  } catch (error) {
    if ((error as { code?: unknown }).code === 'FST_REQ_FILE_TOO_LARGE') return refuse({ code: 'spreadsheetTooLarge' })
    throw error
  }
}

export const templateRoute = 'template.:format(^xlsx|csv$)'

const types = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const

export async function sendTemplate(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { format } = request.params as { readonly format: 'xlsx' | 'csv' }
  return reply
    .type(types[format])
    .header(
      'content-disposition',
      `attachment; filename="people.${format}"; filename*=UTF-8''${encodeURIComponent(`人员名册模板.${format}`)}`,
    )
    .send(Buffer.from(directoryTemplate(format)))
}
