/** The mail server of notices, for the system administrator (R88). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { changeMail, looksLikeMail, mailSettings } from '../../app/mail/mail-settings.ts'
import { sendMail } from '../../app/mail/smtp.ts'
import { testMail } from '../../app/mail/templates.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { paths } from '../../web/paths.ts'
import { adminMailPage, type AdminMailProps } from '../../web/mail/AdminMail.tsx'
import type { HttpDeps } from '../deps.ts'
import { typedFields } from '../forms.ts'
import { mailInputOf, typedMail } from '../mail-form.ts'
import { showPage } from '../pages.ts'
import { notFound } from '../pipeline/refusals.ts'
import { viewerOf } from '../pipeline/session.ts'
import { areaOnly } from '../pipeline/staff.ts'

const dones = ['saved', 'stopped', 'tested'] as const

export async function mailRoutes(app: FastifyInstance, { context }: HttpDeps): Promise<void> {
  areaOnly(app, 'settings')

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    {
      errors = [],
      done = null,
      typed = null,
    }: Partial<Pick<AdminMailProps, 'errors' | 'done'>> & {
      typed?: Readonly<Record<string, string>> | null
    },
  ): Promise<FastifyReply> => {
    const settings = await mailSettings(context)
    const props = { host: settings?.host ?? null, hasPassword: settings?.password != null, errors, done }
    return showPage(request, reply, adminMailPage(request.language, { ...props, typed: typed ?? typedMail(settings) }))
  }

  app.get<{ Querystring: { done?: unknown } }>('/admin/mail', {}, async (request, reply) =>
    show(request, reply, { done: dones.find((done) => done === request.query.done) ?? null }),
  )

  app.post('/admin/mail', {}, async (request, reply) => {
    const form = typedFields(request)
    if (form.step === 'test') {
      const settings = await mailSettings(context)
      const { testTo = '' } = form
      const typed = { ...typedMail(settings), testTo }
      const again = (code: string) => show(request, reply.code(422), { errors: [{ field: 'testTo', code }], typed })
      if (!settings || !looksLikeMail(testTo)) return again('mailAddressWrong')
      try {
        await sendMail(context, settings, testTo, testMail())
      } catch (error) {
        if (!(error instanceof LiuhenError)) throw error
        return again('mailTestFailed')
      }
      return reply.redirect(paths.adminMail({ done: 'tested' }), 303)
    }
    const stops = form.step === 'stop'
    const changed = await changeMail(context, viewerOf(request), stops ? null : mailInputOf(form))
    if (changed.ok) return reply.redirect(paths.adminMail({ done: stops ? 'stopped' : 'saved' }), 303)
    if (changed.refusal.code === 'notFound') throw notFound()
    return show(request, reply.code(422), { errors: [changed.refusal], typed: form })
  })
}
