/**
 * The door for other systems. A credential and nothing else: no cookie is looked at here, and nowhere else is a credential (R24). Answers and
 * errors are JSON; the page for people is /api/docs.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type ApiClient, apiClientWith } from '../../app/api/tokens.ts'
import type { HttpDeps } from '../deps.ts'
import { showApiDocs } from '../pages.ts'
import { shownError } from '../pipeline/errors.ts'
import { type ApiOperation, apiOperations } from './operations.ts'
import { documentedOperations, openApiDocument } from './openapi.ts'
import { ApiProblem, type ProblemCode, fieldProblemsOf, languageAsked, problemCodes, sendProblem } from './problems.ts'

/** A whole bureau's directory. */
const BODY_BYTES = 4 * 1024 * 1024

export async function apiRoutes(app: FastifyInstance, deps: HttpDeps): Promise<void> {
  const { version } = deps
  const open = { publicFile: true, brake: 'read' } as const
  app.get('/api/openapi.json', { config: open }, async (request, reply) =>
    reply.header('vary', 'accept-language').send(openApiDocument(version, languageAsked(request))),
  )
  app.get('/api/docs', {}, async (request, reply) =>
    showApiDocs(request, reply, { operations: documentedOperations(request.language) }),
  )
  await app.register(operationRoutes, deps)
}

async function operationRoutes(app: FastifyInstance, { context, vkeys }: HttpDeps): Promise<void> {
  const config = { publicFile: true, brake: 'api', csrf: 'bearer' } as const

  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error)
    if (problem.status >= 500) app.log.error({ requestId: request.id, name: (error as Error).name }, 'failed')
    const { retryAfterSeconds } = shownError(error)
    if (typeof retryAfterSeconds === 'number') reply.header('retry-after', retryAfterSeconds)
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
    return sendProblem(request, reply, problem)
  })

  for (const operation of apiOperations)
    app.route({
      method: operation.method,
      url: operation.path,
      config,
      bodyLimit: BODY_BYTES,
      // Before the body is read: whoever has no credential does not make us parse anything.
      onRequest: async (request) => {
        request.apiClient = await clientOf(request, operation)
      },
      handler: async (request, reply) => {
        const client = request.apiClient
        if (!client) throw new ApiProblem(401, 'tokenMissing')
        const body = bodyOf(request, operation)
        return reply.send(await operation.run({ context, vkeys, client, body }))
      },
    })

  async function clientOf(request: FastifyRequest, { scope }: ApiOperation): Promise<ApiClient> {
    const [, token] = /^Bearer ([\w-]{1,200})$/i.exec(request.headers.authorization ?? '') ?? []
    if (token === undefined) throw new ApiProblem(401, 'tokenMissing')
    const client = await apiClientWith(context, token, request.ip)
    if (!client) throw new ApiProblem(401, 'tokenRefused')
    if (!client.scopes.includes(scope)) throw new ApiProblem(403, 'scopeMissing')
    if (app.countFor('api', client.tokenId) !== null) throw new ApiProblem(429, 'tooManyRequests')
    return client
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    apiClient?: ApiClient
  }
}

function bodyOf(request: FastifyRequest, { body }: ApiOperation): unknown {
  if (!body) return null
  const isJson = /^application\/json\b/i.test(request.headers['content-type'] ?? '')
  if (!isJson) throw new ApiProblem(400, 'malformed')
  const parsed = body.safeParse(request.body, { reportInput: true })
  if (!parsed.success) throw new ApiProblem(422, 'fieldsUnusable', fieldProblemsOf(parsed.error.issues))
  return parsed.data
}

function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error
  const { statusCode, code } = shownError(error)
  const known = problemCodes.find((each): each is ProblemCode => each === code)
  return new ApiProblem(statusCode, known ?? 'unexpected')
}
