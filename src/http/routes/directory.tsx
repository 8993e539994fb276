/** The people list for the system administrator: brings units, people and posts up to date, with the preview of the set-up (R5). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { acceptDirectory, previewDirectory, previewOfList } from '../../app/directory/directory-import.ts'
import { adminPeoplePage, type AdminPeopleProps } from '../../web/directory/AdminPeople.tsx'
import { directoryText } from '../../web/directory/text.ts'
import type { HttpDeps } from '../deps.ts'
import { LIST_FORM_BYTES, listForm, readListFile, sendTemplate, templateRoute } from '../directory-form.ts'
import { readForm } from '../forms.ts'
import { showPage } from '../pages.ts'
import { notFound } from '../pipeline/refusals.ts'
import { viewerOf } from '../pipeline/session.ts'
import { areaOnly } from '../pipeline/staff.ts'

export async function directoryRoutes(app: FastifyInstance, { context }: HttpDeps): Promise<void> {
  areaOnly(app, 'organisation')

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    shown: AdminPeopleProps['shown'],
    done = false,
  ): Promise<FastifyReply> => {
    const { persons, units } = await context.store.organisation()
    const current = { people: persons.length, units: units.length }
    const flash = done ? ({ kind: 'success', text: directoryText(request.language).done } as const) : null
    return showPage(request, reply, adminPeoplePage(request.language, { current, shown }), { flash })
  }

  app.get<{ Querystring: { done?: string } }>('/admin/people', {}, async (request, reply) =>
    show(request, reply, { kind: 'upload', errors: [] }, request.query.done === 'yes'),
  )
  app.get(`/admin/people/${templateRoute}`, {}, sendTemplate)

  app.post('/admin/people/file', { config: { csrf: 'inForm' } }, async (request, reply) => {
    const file = await readListFile(request, context.hostSecret)
    if (!file.ok) return refused(request, reply, file.refusal.code)
    return answer(request, reply, previewDirectory(await context.store.organisation(), file.value), false)
  })

  app.post('/admin/people/accept', { bodyLimit: LIST_FORM_BYTES }, async (request, reply) => {
    const form = readForm(request, listForm)
    if (!form.ok) throw notFound()
    const kept = await acceptDirectory(context, viewerOf(request), form.value)
    if (kept.ok) return reply.redirect('/admin/people?done=yes', 303)
    if (kept.refusal.code === 'notFound') throw notFound()
    const bureau = await context.store.organisation()
    return answer(request, reply.code(409), previewOfList(bureau, form.value.list), true)
  })

  const refused = (request: FastifyRequest, reply: FastifyReply, code: string): Promise<FastifyReply> =>
    show(request, reply.code(422), { kind: 'upload', errors: [{ field: 'file', code }] })

  function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    preview: ReturnType<typeof previewOfList>,
    bureauChanged: boolean,
  ): Promise<FastifyReply> {
    if (preview.ok) return show(request, reply, { kind: 'preview', preview: preview.value, bureauChanged })
    const { refusal } = preview
    if (refusal.code !== 'listHasProblems') return refused(request, reply, refusal.code)
    return show(request, reply.code(422), { kind: 'problems', problems: refusal.problems })
  }
}
