/** Errors of the API as problem details (RFC 9457), in the language that was asked for. Codes are for programs, sentences for people. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Language, textFor } from '../../web/language.ts'

export const problemCodes = [
  'tokenMissing',
  'tokenRefused',
  'scopeMissing',
  'fieldsUnusable',
  'malformed',
  'tooLarge',
  'tooManyRequests',
  'notFound',
  'unexpected',
] as const
export type ProblemCode = (typeof problemCodes)[number]

/** What may be wrong with one field. */
export const fieldProblems = [
  'fieldMissing',
  'fieldUnknown',
  'fieldTooLong',
  'fieldTooShort',
  'fieldNotOffered',
  'fieldUnusable',
  'unitTwice',
  'personTwice',
  'postTwice',
  'unitUnknown',
  'personUnknown',
  'daysReversed',
] as const
export type FieldProblem = { readonly pointer: string; readonly code: (typeof fieldProblems)[number] }

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(problemCodes),
  errors: z.array(z.object({ pointer: z.string(), code: z.enum(fieldProblems), detail: z.string() })).optional(),
})

export class ApiProblem extends Error {
  readonly status: number
  readonly code: ProblemCode
  readonly fields: readonly FieldProblem[]
  constructor(status: number, code: ProblemCode, fields: readonly FieldProblem[] = []) {
    super(code)
    this.name = 'ApiProblem'
    this.status = status
    this.code = code
    this.fields = fields
  }
}

/** The first language of `Accept-Language` that we have; Chinese when none is named. */
export const languageAsked = ({ headers }: FastifyRequest): Language =>
  /^\s*en\b/i.test(headers['accept-language'] ?? '') ? 'en' : 'zh-CN'

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: ApiProblem): FastifyReply {
  const language = languageAsked(request)
  const text = textFor(language).api
  const { status, code, fields } = problem
  const errors = fields.map((field) => ({ ...field, detail: text.fieldProblems[field.code] }))
  return reply
    .code(status)
    .type('application/problem+json')
    .header('content-language', language)
    .header('vary', 'accept-language')
    .send(
      JSON.stringify({
        type: `/api/docs#${code}`,
        title: text.problems[code],
        status,
        code,
        ...(errors.length > 0 && { errors }),
      }),
    )
}

const codeOf = (issue: z.core.$ZodIssue): FieldProblem['code'] => {
  if (issue.code === 'unrecognized_keys') return 'fieldUnknown'
  if (issue.code === 'too_big') return 'fieldTooLong'
  if (issue.code === 'too_small') return 'fieldTooShort'
  if (issue.code === 'invalid_value') return 'fieldNotOffered'
  return issue.code === 'invalid_type' && issue.input === undefined ? 'fieldMissing' : 'fieldUnusable'
}

/** A JSON Pointer (RFC 6901) for each thing that is wrong; at most as many as a person reads. */
export const fieldProblemsOf = (issues: readonly z.core.$ZodIssue[]): readonly FieldProblem[] =>
  issues.slice(0, 50).map((issue) => {
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path
    return { pointer: path.map((part) => `/${escaped(String(part))}`).join(''), code: codeOf(issue) }
  })

const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1')
