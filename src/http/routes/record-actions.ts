/**
 * What is done to a record, each as a small page and a post: supplements, corrections and withdrawal by the recorder; receiving, assigning,
 * questions, class, opinion, closing and verification by the discipline office. A refusal shows the page again with all that was typed.
 */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Viewer } from '../../app/context.ts'
import type { ChangeRefusal } from '../../app/inquiries/changing.ts'
import * as handling from '../../app/inquiries/handling.ts'
import { knownPurpose } from '../../app/inquiries/looking.ts'
import { openRecord } from '../../app/inquiries/opening.ts'
import { inquiryClasses, redLines, type PersonReference } from '../../domain/inquiry-record/content.ts'
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import type { Organisation, PersonId } from '../../domain/organisation/types.ts'
import { type Day, dayOf } from '../../kit/calendar.ts'
import type { Decision } from '../../kit/decision.ts'
import { type RecordAction, paths } from '../../web/paths.ts'
import type { HttpDeps } from '../deps.ts'
import { choices, optional, readForm, typedFields } from '../forms.ts'
import { showActionPage } from '../inquiry-pages.tsx'
import { notFound, refusal } from '../pipeline/refusals.ts'
import { viewerOf } from '../pipeline/session.ts'
import { areaOnly } from '../pipeline/staff.ts'
import { personFields, personOf } from './person-form.ts'
import { readSignature } from './signature-form.ts'

const LONG = 10_000
const idempotencyKey = z.string().min(8).max(100)

/** Every field of every action; each action takes its own. What is missing is said by the rules, in one place. */
const actionForm = z.object({
  idempotencyKey,
  question: optional(LONG),
  text: optional(LONG),
  field: optional(100),
  reason: optional(LONG),
  askedToWithdraw: optional(3),
  askedBy: optional(200),
  to: optional(40),
  redLinesCrossed: choices(redLines),
  duty: optional(1000),
  procedure: optional(1000),
  opinion: optional(LONG),
  signatureKind: optional(10),
  signatureStrokes: optional(80_000),
  capacity: optional(200),
  recusalReason: optional(1000),
  plan: optional(LONG),
  handlerId: optional(100),
  ...personFields('named1'),
  ...personFields('named2'),
  ...personFields('named3'),
})
type ActedHere = Exclude<RecordAction, 'transfer'>
type ActionForm = z.output<typeof actionForm>

/** Whom the recorder found to be named, as far as the fields are filled in. */
const personsIn = (form: ActionForm, organisation: Organisation, onDay: Day): readonly PersonReference[] =>
  ['named1', 'named2', 'named3'].flatMap((prefix) => personOf(prefix, form, organisation, onDay) ?? [])
type Params = { readonly number: string; readonly action: string }

export async function recordActionRoutes(app: FastifyInstance, { context }: HttpDeps): Promise<void> {
  areaOnly(app, 'ownRecords')

  type Act = (
    viewer: Viewer,
    number: string,
    form: ActionForm,
    persons: readonly PersonReference[],
  ) => Promise<Decision<RegisteredRecord, ChangeRefusal>>
  // Sealed transfer has pages of its own: transfer.tsx.
  const acts: Readonly<Record<ActedHere, Act>> = {
    receive: (viewer, number, form) => handling.receiveRecord(context, viewer, number, {}, form.idempotencyKey),
    assign: (viewer, number, form) =>
      handling.assignHandler(context, viewer, number, { handlerId: form.handlerId as PersonId }, form.idempotencyKey),
    'request-supplement': (viewer, number, { question, idempotencyKey }) =>
      handling.requestSupplement(context, viewer, number, { question }, idempotencyKey),
    supplement: (viewer, number, { text, idempotencyKey }, persons) =>
      handling.addSupplement(context, viewer, number, { text, evidence: [], named: [], persons }, idempotencyKey),
    correct: (viewer, number, { field, text, reason, idempotencyKey }, persons) =>
      handling.addCorrection(context, viewer, number, { field, text, reason, named: [], persons }, idempotencyKey),
    withdraw: (viewer, number, { reason, askedToWithdraw, askedBy, idempotencyKey }) =>
      handling.requestWithdrawal(
        context,
        viewer,
        number,
        { reason, askedToWithdraw: askedToWithdraw === '' ? null : askedToWithdraw === 'yes', askedBy },
        idempotencyKey,
      ),
    assess: async (viewer, number, { to, reason, redLinesCrossed, duty, procedure, idempotencyKey }) => {
      const chosen = inquiryClasses.find((value) => value === to)
      if (!chosen) return { ok: false, refusal: { code: 'classMissing' } }
      return handling.assessClass(
        context,
        viewer,
        number,
        { to: chosen, reason, redLinesCrossed, duty, procedure },
        idempotencyKey,
      )
    },
    opinion: async (viewer, number, form) => {
      const signature = readSignature(form.signatureKind, form.signatureStrokes)
      if (!signature) return { ok: false, refusal: { code: 'signatureMissing' } }
      const { opinion, capacity, recusalReason } = form
      return handling.signOpinion(
        context,
        viewer,
        number,
        { opinion, signature, capacity, recusalReason },
        form.idempotencyKey,
      )
    },
    close: (viewer, number, { reason, idempotencyKey }) =>
      handling.closeForReference(context, viewer, number, { reason }, idempotencyKey),
    verify: (viewer, number, { plan, idempotencyKey }) =>
      handling.openVerification(context, viewer, number, { plan }, idempotencyKey),
    remark: (viewer, number, { text, idempotencyKey }) =>
      handling.addRemark(context, viewer, number, { text }, idempotencyKey),
  }
  const actionOf = (text: string): ActedHere => {
    if (!Object.hasOwn(acts, text)) throw notFound()
    return text as ActedHere
  }

  async function show(
    request: FastifyRequest<{ Params: Params }>,
    reply: FastifyReply,
    refused: ChangeRefusal | null,
    key: string,
  ): Promise<FastifyReply> {
    const opened = await openRecord(context, viewerOf(request), request.params.number)
    if (!opened) throw notFound()
    if (!refused && knownPurpose(context, viewerOf(request), opened) === null)
      return reply.redirect(paths.recordPurpose(request.params.number, request.params.action), 303)
    const action = actionOf(request.params.action)
    const sent = (request.body as { redLinesCrossed?: string | string[] } | undefined)?.redLinesCrossed ?? []
    return showActionPage(request, reply, {
      action,
      opened,
      refused,
      typed: typedFields(request),
      chosenRedLines: typeof sent === 'string' ? [sent] : sent,
      idempotencyKey: key,
      now: context.now(),
    })
  }

  app.get<{ Params: Params }>('/records/:number/:action', {}, async (request, reply) =>
    show(request, reply, null, randomUUID()),
  )

  app.post<{ Params: Params }>('/records/:number/:action', {}, async (request, reply) => {
    const action = actionOf(request.params.action)
    const form = readForm(request, actionForm)
    if (!form.ok) throw refusal(400, 'malformed')
    const { number } = request.params
    const persons = personsIn(form.value, await context.store.organisation(), dayOf(context.now()))
    const done = await acts[action](viewerOf(request), number, form.value, persons)
    if (done.ok) return reply.redirect(`${paths.record(number)}?done=${action}`, 303)
    if (done.refusal.code === 'notFound') throw notFound()
    return show(request, reply.code(422), done.refusal, form.value.idempotencyKey)
  })
}
