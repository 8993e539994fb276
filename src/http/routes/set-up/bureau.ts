/** All steps at a glance, the bureau's name, and the time limits. Once the register is made only the codes are left to be seen. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isDone, isFinished, setUpSteps } from '../../../app/set-up/finishing.ts'
import { defaultCounts } from '../../../app/time-limits.ts'
import { paths } from '../../../web/paths.ts'
import { bureauPage } from '../../../web/set-up/bureau-and-people.tsx'
import { limitsPage } from '../../../web/set-up/limits-and-codes.tsx'
import { overviewPage } from '../../../web/set-up/overview.tsx'
import { type FormError, optional, readForm, required, typedFields } from '../../forms.ts'
import { limitsForm, limitsTyped } from '../../limits-form.ts'
import { showPage } from '../../pages.ts'
import type { SetUpDeps } from '../../deps.ts'

const shownVersion = { version: optional(10) }
const bureauForm = z.object({ bureau: required('bureauMissing', 60), ...shownVersion })

export async function setUpBureauRoutes(app: FastifyInstance, { setUp }: SetUpDeps): Promise<void> {
  app.get('/set-up', {}, async (request, reply) => {
    if (await isFinished(setUp)) return reply.redirect(paths.setUpCodes(), 303)
    const { draft } = setUp
    const done = new Set(setUpSteps.filter((step) => isDone(draft, step)))
    const ownLimits = draft.limits !== null && JSON.stringify(draft.limits) !== JSON.stringify(defaultCounts)
    return showPage(request, reply, overviewPage(request.language, { draft, done, ownLimits }))
  })

  app.get('/set-up/bureau', {}, async (request, reply) => showBureau(request, reply, setUp.draft.bureau, []))

  app.post('/set-up/bureau', {}, async (request, reply) => {
    const form = readForm(request, bureauForm)
    const typed = typedFields(request).bureau ?? ''
    if (!form.ok) return showBureau(request, reply.code(422), typed, form.refusal)
    const kept = await setUp.keepBureau(form.value.bureau, { version: Number(form.value.version) })
    if (kept.ok) return reply.redirect(paths.setUp(), 303)
    return showBureau(request, reply.code(409), typed, [{ field: 'bureau', code: kept.refusal.code }])
  })

  app.get('/set-up/limits', {}, async (request, reply) =>
    showLimits(request, reply, limitsTyped(setUp.draft.limits ?? defaultCounts), []),
  )

  app.post('/set-up/limits', {}, async (request, reply) => {
    const form = readForm(request, limitsForm.extend(shownVersion))
    if (!form.ok) return showLimits(request, reply.code(422), typedFields(request), form.refusal)
    const { version, ...counts } = form.value
    const kept = await setUp.keepLimits(counts, { version: Number(version) })
    if (kept.ok) return reply.redirect(paths.setUp(), 303)
    const { refusal } = kept
    const field = refusal.code === 'limitOutOfRange' ? refusal.name : ''
    const status = refusal.code === 'limitOutOfRange' ? 422 : 409
    return showLimits(request, reply.code(status), typedFields(request), [{ field, code: refusal.code }])
  })

  // The version shown is the newest: who sends again has seen that something changed.
  const showBureau = (request: FastifyRequest, reply: FastifyReply, bureau: string, errors: readonly FormError[]) =>
    showPage(request, reply, bureauPage(request.language, { bureau, version: setUp.draft.version, errors }))

  const showLimits = (
    request: FastifyRequest,
    reply: FastifyReply,
    typed: Readonly<Record<string, string>>,
    errors: readonly FormError[],
  ) => showPage(request, reply, limitsPage(request.language, { typed, version: setUp.draft.version, errors }))
}
