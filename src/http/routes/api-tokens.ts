/** Credentials of other systems: made, listed and revoked by the security administrator (R24, R87). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type ApiTokenRefusal, apiScopes, apiTokensFor, makeApiToken, revokeApiToken } from '../../app/api/tokens.ts'
import { readDay } from '../../domain/inquiry-record/draft.ts'
import { dayOf } from '../../kit/calendar.ts'
import type { HttpDeps } from '../deps.ts'
import { type FormError, choices, optional, readForm, required, typedFields } from '../forms.ts'
import { showApiTokenMade, showApiTokens } from '../pages.ts'
import { notFound } from '../pipeline/refusals.ts'
import { viewerOf } from '../pipeline/session.ts'
import { areaOnly } from '../pipeline/staff.ts'

const tokenForm = z.object({
  name: required('tokenNameMissing', 60),
  scopes: choices(apiScopes),
  expiresOn: required('expiryMissing', 20),
  addresses: optional(1000),
})

const fieldOf: Readonly<Record<ApiTokenRefusal['code'], string>> = {
  notFound: '',
  tokenNameMissing: 'name',
  scopesMissing: 'scopes',
  expiryOutOfRange: 'expiresOn',
  addressesUnusable: 'addresses',
}

export async function apiTokenRoutes(app: FastifyInstance, { context }: HttpDeps): Promise<void> {
  areaOnly(app, 'accounts')

  app.get('/admin/api-tokens', {}, async (request, reply) => show(request, reply, []))

  app.post('/admin/api-tokens', {}, async (request, reply) => {
    const form = readForm(request, tokenForm)
    if (!form.ok) return show(request, reply.code(422), form.refusal)
    const { name, expiresOn } = form.value
    const made = await makeApiToken(context, viewerOf(request), { ...form.value, expiresOn: readDay(expiresOn) ?? '' })
    if (made.ok) return showApiTokenMade(request, reply, { name, token: made.value.token })
    const { code } = made.refusal
    if (code === 'notFound') throw notFound()
    return show(request, reply.code(422), [{ field: fieldOf[code], code }])
  })

  app.post<{ Params: { id: string } }>('/admin/api-tokens/:id/revoke', {}, async (request, reply) => {
    if (!(await revokeApiToken(context, viewerOf(request), request.params.id))) throw notFound()
    return reply.redirect('/admin/api-tokens', 303)
  })

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    errors: readonly FormError[],
  ): Promise<FastifyReply> {
    const tokens = await apiTokensFor(context, viewerOf(request))
    if (!tokens) throw notFound()
    const sent = z.object({ scopes: choices(apiScopes) }).safeParse(request.body ?? {})
    const scopes = sent.success ? sent.data.scopes : []
    return showApiTokens(request, reply, {
      tokens,
      today: dayOf(context.now()),
      typed: typedFields(request),
      scopes,
      errors,
    })
  }
}
