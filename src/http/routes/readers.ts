/** Confirming colleagues and giving grants again, for confirmed readers. To everybody else there are no such pages (R42, R87). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { administratorsKnownTo, setAdministratorAside } from '../../app/people/administrators.ts'
import { confirmReader, readersKnownTo } from '../../app/people/confirming.ts'
import { giveBatch, outstandingGrants } from '../../app/people/regranting.ts'
import type { AccountId } from '../../domain/organisation/types.ts'
import type { ReadersProps } from '../../web/people/Readers.tsx'
import type { HttpDeps } from '../deps.ts'
import { typedFields } from '../forms.ts'
import { showGrants, showReaders } from '../pages.ts'
import { notFound } from '../pipeline/refusals.ts'
import { viewerOf } from '../pipeline/session.ts'
import { areaOnly } from '../pipeline/staff.ts'

/** Matters put right in one request: some two seconds of work. */
const PER_STEP = 25
/** Counted on the page; beyond that it says «more than». */
const COUNTED = 1000

export async function readerRoutes(app: FastifyInstance, { context }: HttpDeps): Promise<void> {
  areaOnly(app, 'readers')

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    around: Pick<ReadersProps, 'done' | 'failed'>,
  ): Promise<FastifyReply> => {
    const viewer = viewerOf(request)
    const [readers, administrators] = [
      await readersKnownTo(context, viewer),
      await administratorsKnownTo(context, viewer),
    ]
    if (!readers || !administrators) throw notFound()
    return showReaders(request, reply, { readers, administrators, ...around })
  }

  app.get<{ Querystring: { done?: unknown } }>('/readers', {}, async (request, reply) =>
    show(request, reply, { done: request.query.done === 'confirmed', failed: null }),
  )

  app.post<{ Params: { id: string } }>('/readers/:id/confirm', {}, async (request, reply) => {
    const { id } = request.params
    const form = typedFields(request)
    if (form[`compared-${id}`] !== 'yes')
      return show(request, reply.code(422), { done: false, failed: { accountId: id, code: 'comparedMissing' } })
    const confirmed = await confirmReader(context, viewerOf(request), id as AccountId, form.fingerprint ?? '')
    if (confirmed.ok) return reply.redirect('/readers?done=confirmed', 303)
    const { code } = confirmed.refusal
    if (code === 'notFound') throw notFound()
    return show(request, reply.code(422), { done: false, failed: { accountId: id, code } })
  })

  app.post('/readers/set-aside', {}, async (request, reply) => {
    const { accountId = '', replaced } = typedFields(request)
    if (accountId === '' || replaced !== 'yes')
      return show(request, reply.code(422), { done: false, failed: { accountId: null, code: 'replacementMissing' } })
    return afterSettingAside(
      reply,
      await setAdministratorAside(context, viewerOf(request), accountId as AccountId, true),
    )
  })

  app.post<{ Params: { id: string } }>('/readers/:id/return', {}, async (request, reply) =>
    afterSettingAside(
      reply,
      await setAdministratorAside(context, viewerOf(request), request.params.id as AccountId, false),
    ),
  )

  const showOutstanding = async (request: FastifyRequest, reply: FastifyReply, done: number | null) => {
    const found = await outstandingGrants(context, viewerOf(request), { most: COUNTED + 1 })
    if (!found) throw notFound()
    const isCut = found.length > COUNTED
    return showGrants(request, reply, { outstanding: found.slice(0, COUNTED), isCut, done, perStep: PER_STEP })
  }

  app.get<{ Querystring: { done?: unknown } }>('/grants', {}, async (request, reply) => {
    const done = Number(request.query.done)
    return showOutstanding(request, reply, request.query.done !== undefined && Number.isSafeInteger(done) ? done : null)
  })

  app.post('/grants', {}, async (request, reply) => {
    const done = await giveBatch(context, viewerOf(request), PER_STEP)
    if (done === null) throw notFound()
    return reply.redirect(`/grants?done=${done}`, 303)
  })
}

function afterSettingAside(reply: FastifyReply, done: { readonly ok: boolean }): FastifyReply {
  if (!done.ok) throw notFound()
  return reply.redirect('/readers', 303)
}
