/** The superior body's keys (R44): proposed by the security administrator, confirmed by the head of the discipline office or the lead. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { answerSuperior, proposeSuperior, type SuperiorRefusal, superiorState } from '../../app/transfer/superior.ts'
import { paths } from '../../web/paths.ts'
import { SuperiorPage } from '../../web/transfer/SuperiorPage.tsx'
import { transferText } from '../../web/transfer/text.ts'
import type { HttpDeps } from '../deps.ts'
import { optional, readForm, typedFields } from '../forms.ts'
import { showPage } from '../pages.ts'
import { notFound, refusal } from '../pipeline/refusals.ts'
import { viewerOf } from '../pipeline/session.ts'
import { areaOnly } from '../pipeline/staff.ts'

const form = z.object({
  step: z.enum(['propose', 'answer']),
  organ: optional(100),
  recipients: optional(1000),
  id: optional(64),
  agreed: optional(3),
  password: z.string().max(1000).default(''),
})

const dones = ['proposed', 'confirmed', 'rejected'] as const

export async function superiorRoutes(app: FastifyInstance, { context }: HttpDeps): Promise<void> {
  areaOnly(app, 'superior')

  app.get('/superior', {}, async (request, reply) => show(request, reply, null))

  app.post('/superior', {}, async (request, reply) => {
    const sent = readForm(request, form)
    if (!sent.ok) throw refusal(400, 'malformed')
    const { step, organ, recipients, id, agreed, password } = sent.value
    const viewer = viewerOf(request)
    const answered = agreed === 'yes'
    const done =
      step === 'propose'
        ? await proposeSuperior(context, viewer, { organ, recipients: recipients.split(/\s+/u), password })
        : await answerSuperior(context, viewer, { id, agreed: answered, password })
    if (done.ok)
      return reply.redirect(
        `${paths.superior()}?done=${step === 'propose' ? 'proposed' : answered ? 'confirmed' : 'rejected'}`,
        303,
      )
    if (done.refusal.code === 'notFound') throw notFound()
    return show(request, reply.code(422), done.refusal)
  })

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    refused: SuperiorRefusal | null,
  ): Promise<FastifyReply> {
    const state = await superiorState(context, viewerOf(request))
    if (!state) throw notFound()
    const { done } = request.query as { done?: unknown }
    const { superior: text } = transferText(request.language)
    return showPage(request, reply, {
      title: text.title,
      children: (
        <SuperiorPage
          state={state}
          done={dones.find((each) => each === done) ?? null}
          typed={typedFields(request)}
          error={refused && errorOf(request, refused)}
        />
      ),
    })
  }
}

function errorOf({ language }: FastifyRequest, refused: SuperiorRefusal): { field: string; text: string } {
  const { errors } = transferText(language).superior
  switch (refused.code) {
    case 'notFound':
      return { field: '', text: '' }
    case 'organMissing':
      return { field: 'organ', text: errors.organMissing }
    case 'recipientsMissing':
      return { field: 'recipients', text: errors.recipientsMissing }
    case 'recipientUnusable':
      return { field: 'recipients', text: errors.recipientUnusable(refused.recipient.slice(0, 80)) }
    case 'currentPasswordWrong':
      return { field: 'password', text: errors.currentPasswordWrong }
    case 'proposalChanged':
      return { field: '', text: errors.proposalChanged }
  }
}
