/** The own account: password, authenticator, signing out everywhere. Language and text size have routes of their own. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { changePassword, renewTotp } from '../../app/accounts/credentials.ts'
import { signOutEverywhere } from '../../app/accounts/sessions.ts'
import { ownFingerprint } from '../../app/people/confirming.ts'
import { newTotpEnrolment, repeatedTotpEnrolment } from '../../app/accounts/totp.ts'
import type { HttpDeps } from '../deps.ts'
import { type FormError, optional, readForm, required, secretText, typedFields } from '../forms.ts'
import { rotateOwnKeys } from '../../app/people/rotating.ts'
import { showAccountPage, showKeysPage, showPasswordPage, showTotpPage } from '../pages.ts'
import { type SessionCookie, viewerOf } from '../pipeline/session.ts'

const passwordForm = z.object({
  currentPassword: secretText('currentPasswordMissing'),
  password: secretText('passwordMissing'),
  passwordAgain: secretText('passwordAgainMissing'),
})

const keysForm = z.object({ currentPassword: secretText('currentPasswordMissing') })

const totpForm = z.object({
  currentPassword: secretText('currentPasswordMissing'),
  totpSecret: optional(64),
  totpCode: required('codeMissing', 20),
})

const fieldOf = (code: string): string =>
  code === 'currentPasswordWrong'
    ? 'currentPassword'
    : code === 'passwordsDiffer'
      ? 'passwordAgain'
      : code === 'totpCodeWrong'
        ? 'totpCode'
        : 'password'

export async function accountRoutes(app: FastifyInstance, { context }: HttpDeps, cookie: SessionCookie): Promise<void> {
  app.get<{ Querystring: { done?: unknown } }>('/account', {}, async (request, reply) =>
    showAccountPage(request, reply, {
      done: request.query.done === 'password' || request.query.done === 'totp' ? request.query.done : null,
      fingerprint: ownFingerprint(viewerOf(request)),
    }),
  )

  app.get('/account/password', {}, async (request, reply) => showPasswordPage(request, reply, { errors: [] }))

  app.post('/account/password', {}, async (request, reply) => {
    const form = readForm(request, passwordForm)
    if (!form.ok) return showPasswordPage(request, reply.code(422), { errors: form.refusal })
    const changed = await changePassword(context, viewerOf(request), form.value)
    if (changed.ok) return reply.redirect('/account?done=password', 303)
    const { code } = changed.refusal
    return showPasswordPage(request, reply.code(422), { errors: [{ field: fieldOf(code), code }] })
  })

  app.get('/account/totp', {}, async (request, reply) => showTotp(request, reply, []))

  app.post('/account/totp', {}, async (request, reply) => {
    const form = readForm(request, totpForm)
    if (!form.ok) return showTotp(request, reply.code(422), form.refusal)
    const renewed = await renewTotp(context, viewerOf(request), form.value)
    if (renewed.ok) return reply.redirect('/account?done=totp', 303)
    const { code } = renewed.refusal
    return showTotp(request, reply.code(422), [{ field: fieldOf(code), code }])
  })

  app.get('/account/keys', {}, async (request, reply) => showKeysPage(request, reply, { errors: [] }))

  app.post('/account/keys', {}, async (request, reply) => {
    const form = readForm(request, keysForm)
    if (!form.ok) return showKeysPage(request, reply.code(422), { errors: form.refusal })
    const rotated = await rotateOwnKeys(context, viewerOf(request), form.value.currentPassword)
    if (!rotated.ok)
      return showKeysPage(request, reply.code(422), {
        errors: [{ field: 'currentPassword', code: rotated.refusal.code }],
      })
    cookie.take(reply)
    return reply.redirect('/sign-in', 303)
  })

  app.post('/account/sign-out-everywhere', {}, async (request, reply) => {
    await signOutEverywhere(context, viewerOf(request))
    cookie.take(reply)
    return reply.redirect('/sign-in', 303)
  })
}

/** The same secret again after a mistake, so that nothing has to be scanned twice. */
function showTotp(request: FastifyRequest, reply: FastifyReply, errors: readonly FormError[]): Promise<FastifyReply> {
  const { username } = viewerOf(request)
  const { totpSecret = '' } = typedFields(request)
  const enrolment = repeatedTotpEnrolment(totpSecret, username) ?? newTotpEnrolment(username)
  return showTotpPage(request, reply, { enrolment, errors })
}
