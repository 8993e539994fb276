/**
 * Who is named in a record: the office's page for naming somebody and for taking a wrong naming back, and the list of what the named
 * had seen before (R42, edge case 3). To the recorder, to the named and to everybody else there is no such page.
 */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ChangeRefusal } from '../../app/inquiries/changing.ts'
import { recordExport } from '../../app/inquiries/handling.ts'
import { confirmClearing, nameFound, type NamingView, namingView, proposeClearing } from '../../app/inquiries/naming.ts'
import { knownPurpose, lookForStep } from '../../app/inquiries/looking.ts'
import { type OpenedRecord, openRecord } from '../../app/inquiries/opening.ts'
import { principalKnowledges } from '../../domain/inquiry-record/content.ts'
import { namedCapacities } from '../../domain/inquiry-record/naming.ts'
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import type { PersonId } from '../../domain/organisation/types.ts'
import { dayOf } from '../../kit/calendar.ts'
import type { Decision } from '../../kit/decision.ts'
import { accessText } from '../../web/access/text.ts'
import { textFor } from '../../web/language.ts'
import { paths } from '../../web/paths.ts'
import { NamingPage, PastViewsPage } from '../../web/records/Naming.tsx'
import type { NamingPageProps } from '../../web/records/NamingForms.tsx'
import type { HttpDeps } from '../deps.ts'
import { optional, readForm, typedFields } from '../forms.ts'
import { watermarkOf } from '../inquiry-pages.tsx'
import { showPage } from '../pages.ts'
import { notFound, refusal } from '../pipeline/refusals.ts'
import { viewerOf } from '../pipeline/session.ts'
import { areaOnly } from '../pipeline/staff.ts'
import { personFields, personOf } from './person-form.ts'

const LONG = 10_000
const form = z.object({
  idempotencyKey: z.string().min(8).max(100),
  ...personFields('person'),
  as: optional(40),
  knowledge: optional(40),
  reason: optional(LONG),
  clearId: optional(100),
  clearReason: optional(LONG),
})
type Form = z.output<typeof form>
type Params = { readonly number: string }
type Request = FastifyRequest<{ Params: Params }>
type Refused = ChangeRefusal | { readonly code: 'capacityMissing' } | { readonly code: 'clearPersonMissing' }

const doneKinds = ['added', 'proposed', 'confirmed'] as const

export async function namingRoutes(app: FastifyInstance, { context }: HttpDeps): Promise<void> {
  areaOnly(app, 'dedicatedRegister')

  async function opened(request: Request): Promise<{ opened: OpenedRecord; view: NamingView }> {
    const found = await openRecord(context, viewerOf(request), request.params.number)
    const view = found && namingView(found, dayOf(context.now()))
    if (!found || !view) throw notFound()
    return { opened: found, view }
  }

  async function show(request: Request, reply: FastifyReply, refused: Refused | null, key: string) {
    const { opened: found, view } = await opened(request)
    const { number } = request.params
    const look = await lookForStep(context, viewerOf(request), number, { comesBack: refused !== null })
    if (!look) throw notFound()
    if (look.kind === 'purposeNeeded') return reply.redirect(paths.recordPurpose(number, 'named'), 303)
    const { done } = request.query as { done?: unknown }
    return showPage(
      request,
      reply,
      {
        title: accessText(request.language).naming.title,
        wide: true,
        children: (
          <NamingPage
            record={found.record}
            view={view}
            viewerId={viewerOf(request).personId}
            typed={typedFields(request)}
            error={refused && errorOf(refused, request)}
            done={doneKinds.find((kind) => kind === done) ?? null}
            idempotencyKey={key}
          />
        ),
      },
      { watermark: watermarkOf(request, context.now()) },
    )
  }

  const post = (
    path: string,
    done: (typeof doneKinds)[number],
    act: (request: Request, form: Form) => Promise<Decision<RegisteredRecord, Refused>>,
  ): void => {
    app.post<{ Params: Params }>(path, {}, async (request, reply) => {
      const sent = readForm(request, form)
      if (!sent.ok) throw refusal(400, 'malformed')
      await opened(request)
      const answer = await act(request, sent.value)
      if (!answer.ok) {
        if (answer.refusal.code === 'notFound') throw notFound()
        return show(request, reply.code(422), answer.refusal, baseKey(sent.value.idempotencyKey))
      }
      // Whoever named himself finds the record no more.
      const isClosed = answer.value.named.includes(viewerOf(request).personId)
      const next = isClosed
        ? `${paths.home()}?stoodAside=1`
        : `${paths.recordNamed(request.params.number)}?done=${done}`
      return reply.redirect(next, 303)
    })
  }

  app.get<{ Params: Params }>('/records/:number/named', {}, async (request, reply) =>
    show(request, reply, null, randomUUID()),
  )

  post('/records/:number/named', 'added', async (request, sent) => {
    const { number } = request.params
    const as = namedCapacities.find((capacity) => capacity === sent.as)
    const person = personOf('person', sent, await context.store.organisation(), dayOf(context.now()))
    if (!person) return { ok: false, refusal: { code: 'textMissing', text: 'person' } }
    if (!as) return { ok: false, refusal: { code: 'capacityMissing' } }
    const knowledge = principalKnowledges.find((value) => value === sent.knowledge) ?? null
    const found = { person, as, knowledge, reason: sent.reason }
    return nameFound(context, viewerOf(request), number, found, sent.idempotencyKey)
  })

  post('/records/:number/named/clearing', 'proposed', async (request, { clearId, clearReason, idempotencyKey }) => {
    if (clearId === '') return { ok: false, refusal: { code: 'clearPersonMissing' } }
    const input = { personId: clearId as PersonId, reason: clearReason }
    return proposeClearing(context, viewerOf(request), request.params.number, input, idempotencyKey)
  })

  post('/records/:number/named/clearing/confirmation', 'confirmed', (request, { clearId, idempotencyKey }) =>
    confirmClearing(
      context,
      viewerOf(request),
      request.params.number,
      { personId: clearId as PersonId },
      idempotencyKey,
    ),
  )

  // Taken out of the register, so it leaves its own trace (R26).
  app.get<{ Params: Params }>('/records/:number/past-views', {}, async (request, reply) => {
    const { opened: found, view } = await opened(request)
    if (knownPurpose(context, viewerOf(request), found) === null)
      return reply.redirect(paths.recordPurpose(request.params.number, 'past-views'), 303)
    const what = { what: 'pastViews' }
    const noted = await recordExport(context, viewerOf(request), request.params.number, what, randomUUID())
    if (!noted.ok) throw notFound()
    return showPage(
      request,
      reply,
      {
        title: accessText(request.language).naming.pastViewsTitle,
        children: <PastViewsPage record={found.record} view={view} />,
      },
      { watermark: watermarkOf(request, context.now()) },
    )
  })
}

/** Two forms of the page add to the key, so that each has its own. */
const baseKey = (key: string): string => key.replace(/-(propose|confirm)$/, '')

/** The refusal as a sentence, at the field it is about. */
function errorOf(refused: Refused, request: FastifyRequest): NonNullable<NamingPageProps['error']> {
  const { naming } = accessText(request.language)
  switch (refused.code) {
    case 'capacityMissing':
      return { field: 'as', text: naming.capacityMissing }
    case 'clearPersonMissing':
      return { field: 'clearId', text: naming.clearPersonMissing }
    case 'textMissing': {
      const isClearing = request.url.includes('/clearing')
      const field = refused.text === 'reason' && isClearing ? 'clearReason' : refused.text
      return { field, text: textFor(request.language).refusal(refused.code, refused) }
    }
    default:
      return { field: '', text: textFor(request.language).refusal(refused.code, refused) }
  }
}
