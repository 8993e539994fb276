/**
 * The one place where a failure becomes an answer: a page of ours, or a code for whoever asked for JSON. Never a stack, never a file
 * name, and the same «not found» for everything that is not there or not for this viewer (R42).
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LiuhenError, type LiuhenErrorCode } from '../../kit/liuhen-error.ts'
import { showErrorPage } from '../pages.ts'
import { DoorRefusal, notFound, refusal } from './refusals.ts'

/** What the visitor is told: a code that src/web/text has a sentence for. */
export type ShownError = {
  readonly statusCode: number
  readonly code: string
  readonly retryAfterSeconds?: number | null
}

/** What Fastify and its plugins refuse, in our words. */
const frameworkRefusals: Readonly<Record<string, DoorRefusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: refusal(413, 'tooLarge'),
  FST_REQ_FILE_TOO_LARGE: refusal(413, 'tooLarge'),
  FST_FILES_LIMIT: refusal(413, 'tooLarge'),
  FST_FIELDS_LIMIT: refusal(413, 'tooLarge'),
}

/** Where a broken promise has a status of its own. */
const statusOf: Partial<Record<LiuhenErrorCode, number>> = {
  diskFull: 507,
  databaseUnavailable: 503,
  registryRolledBack: 503,
}

export function shownError(error: unknown): ShownError {
  if (error instanceof DoorRefusal) return error
  if (error instanceof LiuhenError) return { statusCode: statusOf[error.code] ?? 500, code: error.code }
  const { code = '', statusCode = 500 } = error as { readonly code?: string; readonly statusCode?: number }
  const known = frameworkRefusals[code]
  if (known) return known
  // A folder of files is refused by the plugin that serves them; here it does not exist.
  if (statusCode === 403 || statusCode === 404) return notFound()
  return statusCode >= 400 && statusCode < 500 ? refusal(400, 'malformed') : { statusCode: 500, code: 'unexpected' }
}

export const wantsJson = (request: FastifyRequest): boolean => {
  const accept = request.headers.accept ?? ''
  return accept.includes('application/json') && !accept.includes('text/html')
}

async function answer(request: FastifyRequest, reply: FastifyReply, shown: ShownError): Promise<FastifyReply> {
  reply.code(shown.statusCode).header('cache-control', 'no-store')
  const { statusCode, code, retryAfterSeconds = null } = shown
  if (retryAfterSeconds !== null) reply.header('retry-after', retryAfterSeconds)
  if (wantsJson(request)) return reply.send({ code, ...(retryAfterSeconds !== null && { retryAfterSeconds }) })
  return showErrorPage(request, reply, { statusCode, code, requestId: request.id, retryAfterSeconds })
}

export function errorPages(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => answer(request, reply, notFound()))
  app.setErrorHandler((error, request, reply) => {
    const shown = shownError(error)
    // With the request's id, which the page shows too; without path and account.
    if (shown.statusCode >= 500) app.log.error({ requestId: request.id, ...forLog(error) }, 'failed')
    return answer(request, reply, shown)
  })
}

/** The stack says where in our code; messages of ours hold no confidential text, those of others are left out. */
function forLog(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: 'not an Error' }
  const ours = error instanceof LiuhenError
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? []
  return {
    name: error.name,
    code: (error as { code?: string }).code,
    message: ours ? error.message : undefined,
    frames,
  }
}
