/** The OpenAPI 3.1 document and the page beside it, from the same schemas that validate. */
import { z } from 'zod'
import { type Language, textFor } from '../../web/language.ts'
import type { DocumentedOperation } from '../../web/pages/api-docs.tsx'
import { type ApiOperation, apiOperations } from './operations.ts'
import { problemSchema } from './problems.ts'

const MEDIA = 'application/json'
const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

/** Every refusal that an operation can bring. */
const refusals = (operation: ApiOperation): readonly number[] =>
  operation.body ? [400, 401, 403, 413, 422, 429] : [401, 403, 429]

function operationOf(operation: ApiOperation, language: Language): object {
  const text = textFor(language).api
  const { summary, description } = text.operations[operation.id]
  return {
    operationId: operation.id,
    summary,
    description,
    security: [{ token: [operation.scope] }],
    ...(operation.body && {
      requestBody: {
        required: true,
        content: { [MEDIA]: { schema: schemaOf(operation.body, 'input'), example: operation.example.body } },
      },
    }),
    responses: {
      200: {
        description: text.done,
        content: { [MEDIA]: { schema: schemaOf(operation.answer, 'output'), example: operation.example.answer } },
      },
      ...Object.fromEntries(refusals(operation).map((status) => [status, { $ref: '#/components/responses/problem' }])),
    },
  }
}

export function openApiDocument(version: string, language: Language): object {
  const text = textFor(language).api
  return {
    openapi: '3.1.0',
    info: { title: text.title, description: text.lead, version },
    servers: [{ url: '/' }],
    paths: Object.fromEntries(
      apiOperations.map((operation) => [
        operation.path,
        { [operation.method.toLowerCase()]: operationOf(operation, language) },
      ]),
    ),
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: text.tokenUse } },
      responses: {
        problem: {
          description: text.refused,
          content: { 'application/problem+json': { schema: schemaOf(problemSchema, 'output') } },
        },
      },
    },
  }
}

/** The same for people. */
export const documentedOperations = (language: Language): readonly DocumentedOperation[] =>
  apiOperations.map(({ id, method, path, scope, body, example }) => ({
    method,
    path,
    scope,
    ...textFor(language).api.operations[id],
    body: body && { schema: schemaOf(body, 'input'), example: example.body },
    answer: example.answer,
  }))
