/** The bureau's time limits for the system administrator: all versions to be read, and a new one from a later day on (R34). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { countsIn, publishTimeLimits, timeLimitVersions } from '../../app/time-limits.ts'
import { readDay } from '../../domain/inquiry-record/draft.ts'
import { paths } from '../../web/paths.ts'
import { adminLimitsPage } from '../../web/limits/AdminLimits.tsx'
import type { HttpDeps } from '../deps.ts'
import { type FormError, readForm, required, typedFields } from '../forms.ts'
import { limitsForm, limitsTyped } from '../limits-form.ts'
import { showPage } from '../pages.ts'
import { notFound } from '../pipeline/refusals.ts'
import { viewerOf } from '../pipeline/session.ts'
import { areaOnly } from '../pipeline/staff.ts'

const publishForm = limitsForm.extend({ validFrom: required('validFromMissing', 20) })

export async function timeLimitRoutes(app: FastifyInstance, { context }: HttpDeps): Promise<void> {
  areaOnly(app, 'settings')

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    typed: Readonly<Record<string, string>> | null,
    errors: readonly FormError[],
  ): Promise<FastifyReply> => {
    const versions = (await timeLimitVersions(context)).map(({ version, validFrom, limits }) => ({
      version,
      validFrom,
      counts: countsIn(limits),
    }))
    const newest = versions.at(-1)
    const shown = typed ?? { ...(newest && limitsTyped(newest.counts)), validFrom: '' }
    return showPage(request, reply, adminLimitsPage(request.language, { versions, typed: shown, errors }))
  }

  app.get('/admin/time-limits', {}, async (request, reply) => show(request, reply, null, []))

  app.post('/admin/time-limits', {}, async (request, reply) => {
    const form = readForm(request, publishForm)
    const again = (errors: readonly FormError[]) => show(request, reply.code(422), typedFields(request), errors)
    if (!form.ok) return again(form.refusal)
    const { validFrom: typedDay, ...counts } = form.value
    const validFrom = readDay(typedDay)
    if (validFrom === null) return again([{ field: 'validFrom', code: 'validFromUnreadable' }])
    const published = await publishTimeLimits(context, viewerOf(request), { counts, validFrom })
    if (published.ok) return reply.redirect(paths.adminLimits(), 303)
    const { refusal } = published
    if (refusal.code === 'notFound') throw notFound()
    return again([{ field: refusal.code === 'limitOutOfRange' ? refusal.name : 'validFrom', code: refusal.code }])
  })
}
