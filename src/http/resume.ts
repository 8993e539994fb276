/**
 * A form that outlived its session: what was typed travels through the sign-in page in hidden fields and is shown again afterwards, to be
 * sent once more. The server keeps none of it. The form's old token tells for whom it was made: if somebody else signs in, it is dropped.
 */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { AccountId } from '../domain/organisation/types.ts'
import { isTokenOf } from './pipeline/csrf.ts'
import { isLocalPath } from './pipeline/preferences.ts'

/** Never carried on: what proves who one is must be typed anew. */
const neverCarried = new Set([
  'csrf',
  'currentPassword',
  'password',
  'passwordAgain',
  'code',
  'totpCode',
  'totpSecret',
  'activationCode',
  'sheet',
  'sheet1',
  'sheet2',
])

export type Fields = Readonly<Record<string, string | readonly string[]>>

/** What the sign-in form carries, in one hidden field each. */
export type Unfinished = { readonly path: string; readonly fields: Fields; readonly token: string }

const fieldsSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** From a post that came too late. Null when it has nothing that could be sent again: a stream, or a form of ours without a token. */
export function unfinishedForm(request: FastifyRequest): Unfinished | null {
  const body = fieldsSchema.safeParse(request.body)
  const token = body.success ? body.data.csrf : undefined
  if (!body.success || typeof token !== 'string' || !isLocalPath(request.url)) return null
  const fields = Object.fromEntries(Object.entries(body.data).filter(([name]) => !neverCarried.has(name)))
  return { path: request.url, fields, token }
}

export type HiddenFields = { readonly resumePath: string; readonly resumeBody: string; readonly resumeToken: string }

export const toHiddenFields = ({ path, fields, token }: Unfinished): HiddenFields => ({
  resumePath: path,
  resumeBody: JSON.stringify(fields),
  resumeToken: token,
})

/** What a sign-in form carried on; null when it carried nothing or nothing usable. */
export function fromHiddenFields({ resumePath, resumeBody, resumeToken }: HiddenFields): Unfinished | null {
  if (!isLocalPath(resumePath) || resumeToken === '') return null
  try {
    return { path: resumePath, fields: fieldsSchema.parse(JSON.parse(resumeBody)), token: resumeToken }
  } catch {
    return null
  }
}

/** Whether the form was made for the account that has signed in now. */
export const belongsTo = (hostSecret: Uint8Array, { token }: Unfinished, accountId: AccountId): boolean =>
  isTokenOf(hostSecret, token, accountId)
