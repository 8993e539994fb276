/**
 * Sealed transfer (R44): the page on which a record is sent up, what is left of it afterwards, the package to hand over, the receipt. Who has no
 * part in it gets the same «not found» as for a record that does not exist.
 */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { lookForStep } from '../../app/inquiries/looking.ts'
import { openRecord, openStub } from '../../app/inquiries/opening.ts'
import {
  answerTransfer,
  enterTransferReceipt,
  proposeTransfer,
  sealTransfer,
  type TransferRefusal,
} from '../../app/inquiries/transfer.ts'
import { readPackage } from '../../app/transfer/sealed-package.ts'
import { superiorOf } from '../../app/transfer/superior.ts'
import { recordActionsFor } from '../../domain/access/offered-actions.ts'
import { isOwnProposal } from '../../domain/inquiry-record/transfer.ts'
import { readDay } from '../../domain/inquiry-record/draft.ts'
import { chineseDay, dayOf, timeOf } from '../../kit/calendar.ts'
import { textFor } from '../../web/language.ts'
import { paths } from '../../web/paths.ts'
import { Stub } from '../../web/transfer/Stub.tsx'
import { transferText } from '../../web/transfer/text.ts'
import { TransferPage, type TransferStep } from '../../web/transfer/TransferPage.tsx'
import type { HttpDeps } from '../deps.ts'
import { optional, readForm, typedFields } from '../forms.ts'
import { showPage } from '../pages.ts'
import { notFound, refusal } from '../pipeline/refusals.ts'
import { viewerOf } from '../pipeline/session.ts'
import { areaOnly } from '../pipeline/staff.ts'

type Params = { readonly number: string }
type Request = FastifyRequest<{ Params: Params }>

const idempotencyKey = z.string().min(8).max(100)
const transferForm = z.object({
  idempotencyKey,
  step: z.enum(['recorder', 'propose', 'answer', 'seal']),
  reason: optional(10_000),
  agreed: optional(3),
  password: z.string().max(1000).default(''),
})
const receiptForm = z.object({ idempotencyKey, receiptNumber: optional(100), receivedOn: optional(30) })

/** How far packings of this process have come, by account and form. Lost with the process, like the packing itself. */
const packings = new Map<string, { readonly done: number; readonly of: number }>()

export async function transferRoutes(app: FastifyInstance, { context, vkeys }: HttpDeps): Promise<void> {
  areaOnly(app, 'ownRecords')

  const packingOf = (request: Request, key: string): string => `${viewerOf(request).accountId} ${key}`

  /** The step that is the viewer's; «not found» for whoever has none. */
  async function offered(request: Request): Promise<TransferStep> {
    const viewer = viewerOf(request)
    const opened = await openRecord(context, viewer, request.params.number)
    if (!opened) throw notFound()
    const { record, isRecorder, standing, rules } = opened
    const actions = recordActionsFor(record, {
      personId: viewer.personId,
      roles: viewer.roles,
      isRecorder,
      standing,
      organisation: rules.organisation,
      day: dayOf(context.now()),
    })
    if (!actions.includes('transfer')) throw notFound()
    const byStatus: TransferStep =
      record.status === 'transferProposed' ? 'answer' : record.status === 'transferAgreed' ? 'seal' : 'propose'
    return isRecorder ? (isOwnProposal(record) ? 'seal' : 'recorder') : byStatus
  }

  async function show(
    request: Request,
    reply: FastifyReply,
    refused: TransferRefusal | null,
    key: string,
  ): Promise<FastifyReply> {
    const step = await offered(request)
    const { number } = request.params
    const look = await lookForStep(context, viewerOf(request), number, { comesBack: refused !== null })
    if (!look) throw notFound()
    if (look.kind === 'purposeNeeded') return reply.redirect(paths.recordPurpose(number, 'transfer'), 303)
    const { record } = look.opened
    const { language } = request
    const now = context.now()
    const proposedReason = 'transfer' in record ? record.transfer.reason : ''
    return showPage(
      request,
      reply,
      {
        title: transferText(language).title,
        children: (
          <TransferPage
            number={record.registerNumber}
            caseTitle={record.content.caseTitle}
            step={step}
            superior={await superiorOf(context)}
            proposedReason={proposedReason}
            typed={typedFields(request)}
            error={refused && errorOf(request, refused)}
            idempotencyKey={key}
          />
        ),
      },
      { watermark: `${viewerOf(request).name} ${chineseDay(dayOf(now))} ${timeOf(now)}` },
    )
  }

  app.get<{ Params: Params }>('/records/:number/transfer', {}, async (request, reply) =>
    show(request, reply, null, randomUUID()),
  )

  app.post<{ Params: Params }>('/records/:number/transfer', {}, async (request, reply) => {
    const form = readForm(request, transferForm)
    if (!form.ok) throw refusal(400, 'malformed')
    const { step, reason, password, agreed, idempotencyKey: key } = form.value
    const viewer = viewerOf(request)
    const { number } = request.params
    const seals = step === 'recorder' || step === 'seal'
    const packing = packingOf(request, key)
    const act = () => {
      if (step === 'propose') return proposeTransfer(context, viewer, number, { reason }, key)
      if (step === 'answer') return answerTransfer(context, viewer, number, { agreed: agreed === 'yes', reason }, key)
      const onProgress = (done: number, of: number): unknown => packings.set(packing, { done, of })
      return sealTransfer(context, viewer, number, { reason, password, vkey: vkeys.register, onProgress }, key)
    }
    const done = await act().finally(() => packings.delete(packing))
    if (done.ok) return reply.redirect(`${paths.record(number)}?done=${seals ? 'sealed' : 'transfer'}`, 303)
    if (done.refusal.code === 'notFound') throw notFound()
    return show(request, reply.code(422), done.refusal, key)
  })

  app.get<{ Params: Params; Querystring: { key?: unknown } }>(
    '/records/:number/transfer/progress',
    {},
    async (request, reply) => {
      const { key } = request.query
      const progress = packings.get(packingOf(request, typeof key === 'string' ? key : '')) ?? { done: 0, of: 0 }
      return reply.header('cache-control', 'no-store').send(progress)
    },
  )

  app.get<{ Params: Params }>('/records/:number/package.age', {}, async (request, reply) => {
    const opened = await openStub(context, viewerOf(request), request.params.number)
    if (!opened) throw notFound()
    const { registerNumber, package: written } = opened.stub
    return reply
      .type('application/octet-stream')
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'no-store')
      .header('content-length', written.size)
      .header('content-disposition', `attachment; filename="liuhen-${registerNumber}.age"`)
      .send(await readPackage(context, written))
  })

  app.post<{ Params: Params }>('/records/:number/receipt', {}, async (request, reply) => {
    const form = readForm(request, receiptForm)
    if (!form.ok) throw refusal(400, 'malformed')
    const { receiptNumber, receivedOn, idempotencyKey: key } = form.value
    const viewer = viewerOf(request)
    const { number } = request.params
    const input = { receiptNumber, receivedOn: readDay(receivedOn) ?? receivedOn }
    const entered = await enterTransferReceipt(context, viewer, number, input, key)
    if (entered.ok) return reply.redirect(`${paths.record(number)}?done=receipt`, 303)
    if (entered.refusal.code === 'notFound') throw notFound()
    const error = errorOf(request, entered.refusal)
    return showStub(request, reply.code(422), context, { error, key })
  })
}

/** The stub in place of a record; «not found» when there is none either. */
export async function showStub(
  request: Request,
  reply: FastifyReply,
  context: HttpDeps['context'],
  { error = null, key = randomUUID() }: { error?: { field: string; text: string } | null; key?: string } = {},
): Promise<FastifyReply> {
  const viewer = viewerOf(request)
  const opened = await openStub(context, viewer, request.params.number)
  if (!opened) throw notFound()
  const { done } = request.query as { done?: unknown }
  return showPage(request, reply, {
    title: opened.stub.registerNumber,
    children: (
      <Stub
        stub={opened.stub}
        done={done === 'sealed' || done === 'receipt' ? done : null}
        typed={typedFields(request)}
        error={error}
        idempotencyKey={key}
      />
    ),
  })
}

/** The refusal as a sentence, at the field it is about. */
function errorOf({ language }: FastifyRequest, refused: TransferRefusal): { field: string; text: string } {
  const text = textFor(language)
  switch (refused.code) {
    case 'currentPasswordWrong':
      return { field: 'password', text: text.formError(refused.code) }
    case 'superiorNotSet':
      return { field: '', text: transferText(language).superiorNotSet }
    case 'textMissing':
      return { field: refused.text, text: text.refusalOf(refused) }
    case 'receiptDayImpossible':
      return { field: 'receivedOn', text: text.refusalOf(refused) }
    default:
      return { field: '', text: text.refusalOf(refused) }
  }
}
