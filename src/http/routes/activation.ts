/** An account's first day: the handed-over code, then password and authenticator. See app/accounts/activation.ts. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { beginActivation, finishActivation } from '../../app/accounts/activation.ts'
import { type TotpEnrolment, repeatedTotpEnrolment } from '../../app/accounts/totp.ts'
import type { HttpDeps } from '../deps.ts'
import { type FormError, optional, readForm, required, typedFields } from '../forms.ts'
import { showActivationPage } from '../pages.ts'

const claimForm = z.object({
  username: required('usernameMissing', 64),
  activationCode: required('activationCodeMissing', 40),
})

const enrolmentForm = claimForm.extend({
  password: z.string({ error: 'passwordMissing' }).min(1, 'passwordMissing').max(1000, 'fieldTooLong'),
  /** Not asked for where the password stays. */
  passwordAgain: z.string({ error: 'passwordMissing' }).max(1000, 'fieldTooLong').optional(),
  totpSecret: optional(64),
  totpCode: required('codeMissing', 20),
})

/** Which field a refusal of the use case is about. */
const fieldOf = (code: string): string =>
  code === 'activationRefused'
    ? 'activationCode'
    : code === 'passwordsDiffer'
      ? 'passwordAgain'
      : code === 'totpCodeWrong'
        ? 'totpCode'
        : 'password'

export async function activationRoutes(app: FastifyInstance, { context }: HttpDeps): Promise<void> {
  const config = { csrf: 'originOnly', brake: 'secret' } as const

  app.get('/activate', {}, async (request, reply) => showActivationPage(request, reply, { step: 'claim' }))

  // The first step has no password field, the second has: one address, as the browser's history sees it.
  app.post('/activate', { config }, async (request, reply) => {
    const { username = '', totpSecret = '', ...typed } = typedFields(request)
    const waitSeconds = app.secretWait(request, username)
    if (waitSeconds === null) return 'password' in typed ? enrol(request, reply) : claim(request, reply)
    reply.header('retry-after', waitSeconds)
    const errors = [{ field: 'activationCode', code: 'tooManyAttempts' }]
    return again(request, reply, errors, repeatedTotpEnrolment(totpSecret, username), 429)
  })

  async function claim(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const form = readForm(request, claimForm)
    if (!form.ok) return again(request, reply, form.refusal, null)
    const begun = await beginActivation(context, form.value)
    if (!begun.ok) return again(request, reply, [{ field: 'activationCode', code: begun.refusal.code }], null)
    return showActivationPage(request, reply, {
      step: 'enrol',
      ...form.value,
      enrolment: begun.value,
      keepsPassword: begun.value.keepsPassword,
    })
  }

  async function enrol(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { username = '', totpSecret = '' } = typedFields(request)
    const enrolment = repeatedTotpEnrolment(totpSecret, username)
    const form = readForm(request, enrolmentForm)
    if (!form.ok) return again(request, reply, form.refusal, enrolment)
    const { password, passwordAgain = password } = form.value
    const finished = await finishActivation(context, { ...form.value, passwordAgain })
    if (finished.ok) return reply.redirect('/sign-in?activated=yes', 303)
    const { code } = finished.refusal
    return again(request, reply, [{ field: fieldOf(code), code }], code === 'activationRefused' ? null : enrolment)
  }
}

function again(
  request: FastifyRequest,
  reply: FastifyReply,
  errors: readonly FormError[],
  enrolment: TotpEnrolment | null,
  status = 422,
): Promise<FastifyReply> {
  const { username = '', activationCode = '', ...typed } = typedFields(request)
  const keepsPassword = typed['keepsPassword'] === 'yes'
  reply.code(status)
  return enrolment
    ? showActivationPage(request, reply, { step: 'enrol', username, activationCode, enrolment, keepsPassword, errors })
    : showActivationPage(request, reply, { step: 'claim', username, activationCode, errors })
}
