/**
 * Looking with a purpose, viewing permits, and the persons' timeline (R28, R37). Whoever may not know a record gets the «not found» of a number
 * that does not exist, before anything is asked; asking for a permit gets the same answer for every number (R42).
 */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ChangeRefusal } from '../../app/inquiries/changing.ts'
import { knownPurpose, sayPurpose } from '../../app/inquiries/looking.ts'
import { type OpenedRecord, openRecord } from '../../app/inquiries/opening.ts'
import { askForPermit, ownPermits } from '../../app/inquiries/permit-requests.ts'
import { printPermitSheet } from '../../app/inquiries/permit-sheet.ts'
import { approvePermit, refusePermit, withdrawPermit } from '../../app/inquiries/permits.ts'
import { personTimeline } from '../../app/inquiries/timeline.ts'
import { rulesInForce } from '../../app/rules.ts'
import { LONGEST_PURPOSE, offeredPurposes } from '../../domain/access/purposes.ts'
import { readDay } from '../../domain/inquiry-record/draft.ts'
import { mayDecidePermits, permitTerm } from '../../domain/inquiry-record/permits.ts'
import { textFor } from '../../web/language.ts'
import { paths } from '../../web/paths.ts'
import { DecidePermit } from '../../web/permits/DecidePermit.tsx'
import { PermitsPage, type PermitsPageProps } from '../../web/permits/PermitsPage.tsx'
import { OTHER, PurposePage, type PurposePageProps } from '../../web/permits/PurposePage.tsx'
import { permitsText } from '../../web/permits/text.ts'
import { PersonTimelinePage } from '../../web/permits/Timeline.tsx'
import type { AnyRefusal } from '../../web/text/codes.ts'
import type { HttpDeps } from '../deps.ts'
import { optional, readForm, typedFields } from '../forms.ts'
import { watermarkOf } from '../inquiry-pages.tsx'
import { showPage } from '../pages.ts'
import { notFound, refusal } from '../pipeline/refusals.ts'
import { viewerOf } from '../pipeline/session.ts'
import { areaOnly } from '../pipeline/staff.ts'

type RecordParams = { readonly number: string }
type PermitParams = RecordParams & { readonly permitId: string }

const LONG = 2000
const idempotencyKey = z.string().min(8).max(100)

const purposeForm = z.object({
  idempotencyKey,
  next: optional(120),
  purpose: optional(40),
  words: optional(LONGEST_PURPOSE),
})
const askForm = z.object({
  idempotencyKey,
  number: optional(40),
  reason: optional(LONG),
  purpose: optional(LONGEST_PURPOSE),
  wantedUntil: optional(40),
  wantsEvidence: optional(3),
})
const answerForm = z.object({
  idempotencyKey,
  answer: z.enum(['approve', 'refuse', 'withdraw']),
  untilDay: optional(40),
  withEvidence: optional(3),
  reason: optional(LONG),
})

/** A page of the record, after its address; nothing that leads anywhere else. */
const pageOfRecord = (next: string): string => (/^[a-z-]+(?:\.pdf)?$/.test(next) ? `/${next}` : '')

type Error = NonNullable<PermitsPageProps['error']>

export async function permitRoutes(app: FastifyInstance, { context }: HttpDeps): Promise<void> {
  areaOnly(app, 'permits')

  async function opened(request: FastifyRequest<{ Params: RecordParams }>): Promise<OpenedRecord> {
    const found = await openRecord(context, viewerOf(request), request.params.number)
    if (!found) throw notFound()
    return found
  }

  // ---- the purpose ----

  const showPurpose = (
    request: FastifyRequest,
    reply: FastifyReply,
    props: Omit<PurposePageProps, 'idempotencyKey'>,
  ): Promise<FastifyReply> =>
    showPage(
      request,
      reply,
      {
        title: permitsText(request.language).purpose.title,
        children: <PurposePage {...props} idempotencyKey={randomUUID()} />,
      },
      { watermark: watermarkOf(request, context.now()) },
    )

  app.get<{ Params: RecordParams; Querystring: { next?: unknown } }>(
    '/records/:number/purpose',
    {},
    async (request, reply) => {
      const { record } = await opened(request)
      const next = typeof request.query.next === 'string' ? request.query.next : ''
      return showPurpose(request, reply, { number: record.registerNumber, next, chosen: '', words: '', error: null })
    },
  )

  app.post<{ Params: RecordParams }>('/records/:number/purpose', {}, async (request, reply) => {
    const { record } = await opened(request)
    const form = readForm(request, purposeForm)
    if (!form.ok) throw refusal(400, 'malformed')
    const { next, purpose, words, idempotencyKey: key } = form.value
    const offered = offeredPurposes.find((value) => value === purpose)
    const said = offered ?? (purpose === OTHER ? words : '')
    if (said === '') {
      const error = purpose === OTHER ? 'wordsMissing' : 'missing'
      const typed = { number: record.registerNumber, next, chosen: purpose, words }
      return showPurpose(request, reply.code(422), { ...typed, error })
    }
    const viewed = await sayPurpose(context, viewerOf(request), record.registerNumber, said, key)
    if (!viewed.ok) throw notFound()
    return reply.redirect(`${paths.record(record.registerNumber)}${pageOfRecord(next)}`, 303)
  })

  // ---- asking ----

  async function showPermits(
    request: FastifyRequest,
    reply: FastifyReply,
    around: Pick<PermitsPageProps, 'typed' | 'error' | 'asked' | 'idempotencyKey'>,
  ): Promise<FastifyReply> {
    const own = await ownPermits(context, viewerOf(request))
    const term = permitTerm(await rulesInForce(context), context.now())
    return showPage(
      request,
      reply,
      {
        title: permitsText(request.language).title,
        wide: true,
        children: <PermitsPage {...around} own={own} term={term} />,
      },
      { watermark: watermarkOf(request, context.now()) },
    )
  }

  app.get<{ Querystring: { asked?: unknown } }>('/permits', {}, async (request, reply) =>
    showPermits(request, reply, {
      typed: {},
      error: null,
      asked: request.query.asked === '1',
      idempotencyKey: randomUUID(),
    }),
  )

  app.post('/permits', {}, async (request, reply) => {
    const form = readForm(request, askForm)
    if (!form.ok) throw refusal(400, 'malformed')
    const { idempotencyKey: key, number, reason, purpose, wantedUntil, wantsEvidence } = form.value
    const again = (error: Error): Promise<FastifyReply> =>
      showPermits(request, reply.code(422), { typed: typedFields(request), error, asked: false, idempotencyKey: key })
    const sentence = (refused: AnyRefusal): string => textFor(request.language).refusalOf(refused)
    if (number === '') return again({ field: 'number', text: sentence({ code: 'numberMissing' }) })
    const day = readDay(wantedUntil)
    if (!day) return again({ field: 'wantedUntil', text: sentence({ code: 'dayUnreadable' }) })
    const asked = { number, reason, purpose, wantedUntil: day, wantsEvidence: wantsEvidence === 'yes' }
    const done = await askForPermit(context, viewerOf(request), asked, key)
    if (done.ok) return reply.redirect(paths.permits({ asked: '1' }), 303)
    return again({ field: fieldOf(done.refusal, 'wantedUntil'), text: sentence(done.refusal) })
  })

  // ---- answering ----

  async function decidable(request: FastifyRequest<{ Params: PermitParams }>) {
    const viewer = viewerOf(request)
    const found = await opened(request)
    const { record, rules, isRecorder } = found
    const by = { personId: viewer.personId, roles: viewer.roles, isRecorder }
    const permit = record.permits.find(({ id }) => id === request.params.permitId)
    if (!permit || permit.asker.personId === viewer.personId || !mayDecidePermits(record, rules, by, context.now()))
      throw notFound()
    return { ...found, permit }
  }

  async function showDecision(
    request: FastifyRequest<{ Params: PermitParams }>,
    reply: FastifyReply,
    refused: ChangeRefusal | { readonly code: 'dayUnreadable' } | null,
    key: string,
  ): Promise<FastifyReply> {
    const { record, rules, permit } = await decidable(request)
    const now = context.now()
    const error = refused && {
      field: fieldOf(refused, 'untilDay'),
      text: textFor(request.language).refusalOf(refused),
    }
    return showPage(
      request,
      reply,
      {
        title: permitsText(request.language).decide.title,
        children: (
          <DecidePermit
            number={record.registerNumber}
            permit={permit}
            askerNamed={record.named.includes(permit.asker.personId)}
            term={permitTerm(rules, now)}
            typed={typedFields(request)}
            error={error}
            idempotencyKey={key}
            now={now}
          />
        ),
      },
      { watermark: watermarkOf(request, now) },
    )
  }

  app.get<{ Params: PermitParams }>('/records/:number/permits/:permitId', {}, async (request, reply) =>
    showDecision(request, reply, null, randomUUID()),
  )

  app.post<{ Params: PermitParams }>('/records/:number/permits/:permitId', {}, async (request, reply) => {
    const form = readForm(request, answerForm)
    if (!form.ok) throw refusal(400, 'malformed')
    const viewer = viewerOf(request)
    const { number, permitId } = request.params
    await decidable(request)
    const { idempotencyKey: key, answer, reason, withEvidence } = form.value
    const untilDay = readDay(form.value.untilDay)
    if (answer === 'approve' && !untilDay) return showDecision(request, reply.code(422), { code: 'dayUnreadable' }, key)
    const done =
      answer === 'approve' && untilDay
        ? await approvePermit(
            context,
            viewer,
            number,
            { permitId, untilDay, withEvidence: withEvidence === 'yes' },
            key,
          )
        : await (answer === 'refuse' ? refusePermit : withdrawPermit)(
            context,
            viewer,
            number,
            { permitId, reason },
            key,
          )
    if (done.ok) return reply.redirect(paths.home(), 303)
    if (done.refusal.code === 'notFound') throw notFound()
    return showDecision(request, reply.code(422), done.refusal, key)
  })

  app.get<{ Params: PermitParams }>('/records/:number/permits/:permitId/sheet.pdf', {}, async (request, reply) => {
    const { number, permitId } = request.params
    const printed = await printPermitSheet(context, viewerOf(request), number, permitId, randomUUID())
    if (!printed.ok) throw notFound()
    return reply
      .type('application/pdf')
      .header('content-disposition', `inline; filename="${printed.value.name}"`)
      .send(Buffer.from(printed.value.pdf))
  })

  // ---- the persons' timeline ----

  app.get<{ Params: RecordParams }>('/records/:number/timeline', {}, async (request, reply) => {
    if (knownPurpose(context, viewerOf(request), await opened(request)) === null)
      return reply.redirect(paths.recordPurpose(request.params.number, 'timeline'), 303)
    const timeline = await personTimeline(context, viewerOf(request), request.params.number)
    if (!timeline.ok) throw notFound()
    return showPage(
      request,
      reply,
      {
        title: permitsText(request.language).timeline.title,
        wide: true,
        children: <PersonTimelinePage {...timeline.value} />,
      },
      { watermark: watermarkOf(request, context.now()) },
    )
  })
}

/** The field that a refusal is about; `day` is what the form calls the last day. */
function fieldOf(refused: { readonly code: string; readonly text?: unknown }, day: string): string {
  if (refused.code === 'textMissing' && typeof refused.text === 'string') return refused.text
  return refused.code === 'permitTermOutOfRange' || refused.code === 'dayUnreadable' ? day : ''
}
