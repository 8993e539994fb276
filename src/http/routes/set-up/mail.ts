/** The mail server of notices; the last step, which may be passed over (R88). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { paths } from '../../../web/paths.ts'
import { mailStepPage, type MailStepProps } from '../../../web/set-up/mail.tsx'
import { typedFields } from '../../forms.ts'
import { mailInputOf, typedMail } from '../../mail-form.ts'
import { showPage } from '../../pages.ts'
import type { SetUpDeps } from '../../deps.ts'

export async function setUpMailRoutes(app: FastifyInstance, { setUp }: SetUpDeps): Promise<void> {
  const show = (
    request: FastifyRequest,
    reply: FastifyReply,
    { typed, errors }: Pick<MailStepProps, 'typed' | 'errors'>,
  ): Promise<FastifyReply> => {
    const hasPassword = setUp.draft.mail?.password != null
    return showPage(request, reply, mailStepPage(request.language, { typed, errors, hasPassword }))
  }

  app.get('/set-up/mail', {}, async (request, reply) =>
    show(request, reply, { typed: typedMail(setUp.draft.mail), errors: [] }),
  )

  app.post('/set-up/mail', {}, async (request, reply) => {
    const form = typedFields(request)
    const kept = await setUp.keepMail(form.step === 'skip' ? null : mailInputOf(form))
    if (kept.ok) return reply.redirect(paths.setUp(), 303)
    return show(request, reply.code(422), { typed: form, errors: [kept.refusal] })
  })
}
