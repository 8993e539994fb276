/**
 * Reading what a form sent. Schemas are the single source of validation; their messages are codes, for which src/web/text has the sentences
 * (zod's own read like a machine). A code names what is missing or wrong, in words of the field: `passwordMissing`.
 */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Decision, accept, refuse } from '../kit/decision.ts'

export type FormError = { readonly field: string; readonly code: string }

/** For what only a forged form can send: a list where a text belongs, a choice that was not offered. */
const UNUSABLE = 'fieldUnusable'
const LONGEST_LINE = 500

/** A line that must be there; blanks around it do not count. */
export const required = (missing: string, max = LONGEST_LINE) =>
  z.string({ error: missing }).trim().min(1, missing).max(max, 'fieldTooLong')

/** Exactly what was typed, blanks included: passwords. */
export const secretText = (missing: string) => z.string({ error: missing }).min(1, missing).max(1000, 'fieldTooLong')

/** A line that may be left out: empty then. */
export const optional = (max = LONGEST_LINE) =>
  z.string({ error: UNUSABLE }).trim().max(max, 'fieldTooLong').default('')

export const choice = <const Value extends string>(values: readonly [Value, ...Value[]], missing: string) =>
  z.enum(values, { error: missing })

/** Checkboxes of one name: browsers send nothing, one text, or several. */
export const choices = <const Value extends string>(values: readonly [Value, ...Value[]]) =>
  z.preprocess(
    (sent) => (sent === undefined || sent === '' ? [] : typeof sent === 'string' ? [sent] : sent),
    z.array(z.enum(values, { error: UNUSABLE }), { error: UNUSABLE }),
  )

export const checkbox = z.preprocess((sent) => sent === 'yes' || sent === 'on', z.boolean())

const ourCode = (message: string): string => (/^[a-z][A-Za-z0-9]*$/.test(message) ? message : UNUSABLE)

/** The form's values, or every field's first error, in the order of the schema's fields. Fields that the schema does not know are left out. */
export function readForm<Schema extends z.ZodObject>(
  request: FastifyRequest,
  schema: Schema,
): Decision<z.output<Schema>, readonly FormError[]> {
  const body = typeof request.body === 'object' && request.body !== null ? request.body : {}
  const parsed = schema.safeParse(body)
  if (parsed.success) return accept(parsed.data)
  const errors = new Map<string, FormError>()
  for (const { path, message } of parsed.error.issues) {
    const field = String(path[0] ?? '')
    if (!errors.has(field)) errors.set(field, { field, code: ourCode(message) })
  }
  return refuse([...errors.values()])
}

/** What was typed, to show it again: texts only. */
export const typedFields = (request: FastifyRequest): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries((request.body ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  )
