/** The state of the service, for the system administrator. Nothing of any record (R87). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { systemStatus } from '../../app/operation.ts'
import { changeNumberSetting } from '../../app/settings.ts'
import type { HttpDeps } from '../deps.ts'
import { type FormError, readForm, required } from '../forms.ts'
import { showSystem } from '../pages.ts'
import { notFound } from '../pipeline/refusals.ts'
import { viewerOf } from '../pipeline/session.ts'
import { areaOnly } from '../pipeline/staff.ts'

const settingsForm = z.object({ idleMinutes: required('idleMinutesMissing', 4) })

export async function systemRoutes(app: FastifyInstance, { context, vkeys, version }: HttpDeps): Promise<void> {
  areaOnly(app, 'operation')

  app.get('/admin/system', {}, async (request, reply) => show(request, reply, []))

  app.post('/admin/system', {}, async (request, reply) => {
    const form = readForm(request, settingsForm)
    if (!form.ok) return show(request, reply.code(422), form.refusal)
    const minutes = Number(form.value.idleMinutes)
    const changed = await changeNumberSetting(context, viewerOf(request), 'session.idleMinutes', minutes)
    if (changed.ok) return reply.redirect('/admin/system', 303)
    if (changed.refusal.code === 'notFound') throw notFound()
    return show(request, reply.code(422), [{ field: 'idleMinutes', code: 'idleMinutesOutOfRange' }])
  })

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    errors: readonly FormError[],
  ): Promise<FastifyReply> {
    const status = await systemStatus(context, viewerOf(request), vkeys)
    if (!status) throw notFound()
    return showSystem(request, reply, { version, status, errors })
  }
}
