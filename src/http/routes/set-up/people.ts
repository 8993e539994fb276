/** Units and people: by a list, with a preview that keeps nothing, or typed in one by one. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { previewDirectory, previewOfList } from '../../../app/directory/directory-import.ts'
import { type DirectoryProblem, directoryColumns, yesWord } from '../../../domain/organisation/directory-list.ts'
import type { DirectoryColumn } from '../../../domain/organisation/directory-list.ts'
import type { PersonId } from '../../../domain/organisation/types.ts'
import { paths } from '../../../web/paths.ts'
import { peoplePage, peoplePreviewPage, peopleProblemsPage } from '../../../web/set-up/bureau-and-people.tsx'
import { LIST_FORM_BYTES, listForm, readListFile, sendTemplate, templateRoute } from '../../directory-form.ts'
import { type FormError, readForm, typedFields } from '../../forms.ts'
import { showPage } from '../../pages.ts'
import { notFound } from '../../pipeline/refusals.ts'
import type { SetUpDeps } from '../../deps.ts'

type Again = {
  readonly typed?: Readonly<Record<string, string>>
  readonly rowProblems?: readonly DirectoryProblem[]
  readonly errors?: readonly FormError[]
}

export async function setUpPeopleRoutes(app: FastifyInstance, { setUp }: SetUpDeps): Promise<void> {
  const show = (request: FastifyRequest, reply: FastifyReply, again: Again = {}): Promise<FastifyReply> =>
    showPage(
      request,
      reply,
      peoplePage(request.language, { draft: setUp.draft, typed: {}, rowProblems: [], errors: [], ...again }),
    )

  app.get('/set-up/people', {}, async (request, reply) => show(request, reply))
  app.get(`/set-up/people/${templateRoute}`, {}, sendTemplate)

  app.post('/set-up/people', {}, async (request, reply) => {
    const typed = rowTyped(request)
    const added = await setUp.addPerson(typed)
    if (added.ok) return reply.redirect(paths.setUpStep('people'), 303)
    return show(request, reply.code(422), { typed, rowProblems: added.refusal.problems })
  })

  app.post('/set-up/people/file', {}, async (request, reply) => {
    const file = await readListFile(request)
    if (!file.ok) return show(request, reply.code(422), { errors: [{ field: 'file', code: file.refusal.code }] })
    const preview = previewDirectory(setUp.draft.directory, file.value)
    return answer(request, reply, preview, false)
  })

  app.post('/set-up/people/accept', { bodyLimit: LIST_FORM_BYTES }, async (request, reply) => {
    const form = readForm(request, listForm)
    if (!form.ok) throw notFound()
    const kept = await setUp.keepDirectory(form.value)
    if (kept.ok) return reply.redirect(paths.setUpStep('people'), 303)
    // Planned anew against what is there now, to be looked at once more.
    return answer(request, reply.code(409), previewOfList(setUp.draft.directory, form.value.list), true)
  })

  app.post<{ Body?: { personId?: unknown } }>('/set-up/people/remove', {}, async (request, reply) => {
    const id = typedFields(request).personId ?? ''
    const removed = await setUp.removePerson(id as PersonId)
    if (removed.ok) return reply.redirect(paths.setUpStep('people'), 303)
    return show(request, reply.code(422), { errors: [{ field: '', code: 'personHasPlannedAccount' }] })
  })

  function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    preview: ReturnType<typeof previewOfList>,
    bureauChanged: boolean,
  ): Promise<FastifyReply> {
    if (preview.ok)
      return showPage(request, reply, peoplePreviewPage(request.language, { preview: preview.value, bureauChanged }))
    const { refusal } = preview
    if (refusal.code === 'listHasProblems')
      return showPage(request, reply.code(422), peopleProblemsPage(request.language, { problems: refusal.problems }))
    return show(request, reply.code(422), { errors: [{ field: 'file', code: refusal.code }] })
  }
}

function rowTyped(request: FastifyRequest): Readonly<Record<DirectoryColumn, string>> {
  const typed = typedFields(request)
  const cells = Object.keys(directoryColumns).map((column) => {
    const text = (typed[column] ?? '').trim()
    return [column, text === 'yes' ? yesWord : text]
  })
  return Object.fromEntries(cells) as Record<DirectoryColumn, string>
}
