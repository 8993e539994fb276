/**
 * The journey of registering: drafts, their pages, autosave, evidence by plain post, and the signature that turns a draft into a record
 * (R17–R22). A wrong entry keeps everything that was typed; a second window is told; a double click registers once.
 */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Viewer } from '../../app/context.ts'
import {
  changeDraft,
  discardDraft,
  type DraftChange,
  draftById,
  draftsOf,
  removeEvidence,
  startDraft,
  type StoredDraft,
} from '../../app/drafts.ts'
import { beginUpload, continueUpload } from '../../app/evidence/uploads.ts'
import { registerDraft } from '../../app/inquiries/registering.ts'
import { rulesInForce } from '../../app/rules.ts'
import type { SignatureMark } from '../../domain/inquiry-record/content.ts'
import { contentFromDraft } from '../../domain/inquiry-record/draft.ts'
import { type Problem, adviceOn, journeyProblems, signingProblems } from '../../domain/inquiry-record/journey-checks.ts'
import { situationOf } from '../../domain/inquiry-record/situation.ts'
import { timeLimitsOn } from '../../domain/rules/time-limits.ts'
import { dayOf } from '../../kit/calendar.ts'
import { type AskingPageId, type PageId, fieldsOf, isPageId, nextPage } from '../../web/journeys/inquiry/questions.ts'
import type { JourneyView } from '../../web/journeys/inquiry/view.ts'
import { paths } from '../../web/paths.ts'
import type { HttpDeps } from '../deps.ts'
import { filesIn } from '../files.ts'
import { optional, readForm } from '../forms.ts'
import { checkToken } from '../pipeline/csrf.ts'
import { wantsJson } from '../pipeline/errors.ts'
import { areaOnly } from '../pipeline/staff.ts'
import { notFound, refusal } from '../pipeline/refusals.ts'
import { viewerOf } from '../pipeline/session.ts'
import { showConflictPage, showDraftList, showJourneyPage } from '../inquiry-pages.tsx'
import { type PageContext, fieldsPosted } from './draft-form.ts'
import { readSignature } from './signature-form.ts'

type DraftParams = { readonly draftId: string; readonly page: string }
type EvidenceParams = { readonly draftId: string; readonly evidenceId: string }

const signForm = z.object({
  draftVersion: z.coerce.number().int(),
  idempotencyKey: z.string().min(8).max(100),
  declared: optional(3),
  signatureKind: optional(10),
  signatureStrokes: optional(80_000),
})

const extractionForm = z.object({
  extractor: optional(100),
  witness: optional(100),
  extractedAt: optional(100),
  place: optional(200),
  source: optional(200),
  method: optional(200),
  originalCarrier: optional(300),
})

/** How many of the officer's own cases are offered. */
const OWN_CASES = 12

export async function draftRoutes(app: FastifyInstance, { context }: HttpDeps): Promise<void> {
  areaOnly(app, 'record')

  async function load(request: FastifyRequest<{ Params: { draftId: string } }>): Promise<StoredDraft> {
    const stored = await draftById(context, viewerOf(request), request.params.draftId)
    if (!stored) throw notFound()
    return stored
  }

  async function contextOf(viewer: Viewer, stored: StoredDraft): Promise<PageContext> {
    const organisation = await context.store.organisation()
    const content = contentFromDraft(stored.draft, organisation, dayOf(context.now()))
    return {
      draft: stored.draft,
      organisation,
      cases: await context.store.cases({ handlerId: viewer.personId, limit: OWN_CASES }),
      generatedSituation: situationOf(content),
    }
  }

  async function viewOf(
    request: FastifyRequest,
    stored: StoredDraft,
    problems: readonly Problem[] = [],
    idempotencyKey: string = randomUUID(),
  ): Promise<JourneyView> {
    const viewer = viewerOf(request)
    const rules = await rulesInForce(context)
    const now = context.now()
    const content = contentFromDraft(stored.draft, rules.organisation, dayOf(now))
    const { cases, generatedSituation } = await contextOf(viewer, stored)
    return {
      language: request.language,
      csrf: request.csrf(),
      draftId: stored.id,
      draftVersion: stored.version,
      draft: stored.draft,
      problems,
      advice: adviceOn(content, now, timeLimitsOn(rules.timeLimits, dayOf(now)), rules.workingDays),
      cases,
      generatedSituation,
      evidence: stored.draft.evidence,
      signerName: viewer.name,
      idempotencyKey,
    }
  }

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    page: PageId,
    stored: StoredDraft,
    problems: readonly Problem[] = [],
    idempotencyKey?: string,
  ): Promise<FastifyReply> =>
    showJourneyPage(request, reply, page, await viewOf(request, stored, problems, idempotencyKey))

  app.get('/drafts', {}, async (request, reply) =>
    showDraftList(request, reply, await draftsOf(context, viewerOf(request))),
  )

  app.post('/records/new', {}, async (request, reply) => {
    const started = await startDraft(context, viewerOf(request))
    if (started.ok) return reply.redirect(paths.draftPage(started.value.id, 'case'), 303)
    return showDraftList(request, reply.code(409), await draftsOf(context, viewerOf(request)), started.refusal.limit)
  })

  app.post<{ Params: { draftId: string } }>('/drafts/:draftId/discard', {}, async (request, reply) => {
    if (!(await discardDraft(context, viewerOf(request), request.params.draftId))) throw notFound()
    return reply.redirect(paths.drafts(), 303)
  })

  app.get<{ Params: DraftParams }>('/drafts/:draftId/:page', {}, async (request, reply) => {
    const { page } = request.params
    if (!isPageId(page)) throw notFound()
    return show(request, reply, page, await load(request))
  })

  app.post<{ Params: DraftParams }>('/drafts/:draftId/:page', {}, async (request, reply) => {
    const { page } = request.params
    if (!isPageId(page)) throw notFound()
    const posted = request.body as Readonly<Record<string, unknown>> | undefined
    if (page === 'sign') return sign(request, reply)
    if (page === 'check') return review(request, reply)
    const stored = await load(request)
    const fields = fieldsPosted(page, posted ?? {}, await contextOf(viewerOf(request), stored))
    const saved = await saveFields(request, stored, fields, posted ?? {})
    if (!saved.ok) {
      if (saved.refusal.code === 'notFound') throw notFound()
      return showConflictPage(request, reply.code(409), { draftId: stored.id, page, version: stored.version, fields })
    }
    if (posted?.then === 'drafts') return reply.redirect(paths.drafts(), 303)
    const problems = await problemsOn(page, saved.value)
    if (problems.length > 0) return show(request, reply.code(422), page, saved.value, problems)
    return reply.redirect(paths.draftPage(stored.id, nextPage(page)), 303)
  })

  app.post<{ Params: DraftParams }>('/drafts/:draftId/:page/autosave', {}, async (request, reply) => {
    const { page } = request.params
    if (!isPageId(page) || page === 'check' || page === 'sign') throw notFound()
    const posted = (request.body ?? {}) as Readonly<Record<string, unknown>>
    const stored = await load(request)
    const fields = fieldsPosted(page, posted, await contextOf(viewerOf(request), stored))
    const saved = await saveFields(request, stored, fields, posted)
    if (saved.ok) return { draftVersion: saved.value.version }
    if (saved.refusal.code === 'notFound') throw notFound()
    return reply.code(409).send({ code: saved.refusal.code })
  })

  /** On top of the version that the form says, or of what the same form has saved since (app/drafts.ts). */
  const saveFields = (
    request: FastifyRequest,
    { id }: StoredDraft,
    fields: NonNullable<DraftChange['fields']>,
    { draftVersion, formKey, formSaves }: Readonly<Record<string, unknown>>,
  ): ReturnType<typeof changeDraft> => {
    const key = typeof formKey === 'string' ? formKey.slice(0, 100) : ''
    const form = key !== '' && { form: { key, saves: Number(formSaves) || 0 } }
    return changeDraft(context, viewerOf(request), id, Number(draftVersion), { fields, ...form })
  }

  async function problemsOn(page: AskingPageId, stored: StoredDraft): Promise<readonly Problem[]> {
    const here: readonly string[] = fieldsOf(page)
    const problems = journeyProblems(stored.draft, await context.store.organisation(), context.now())
    // A scan is chosen here and uploaded later: the review page insists on it, not this one.
    return problems.filter(({ field, code }) => here.includes(field) && code !== 'letterScanOrReasonMissing')
  }

  async function review(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const stored = await load(request as FastifyRequest<{ Params: DraftParams }>)
    const problems = journeyProblems(stored.draft, await context.store.organisation(), context.now())
    if (problems.length > 0) return show(request, reply.code(422), 'check', stored, problems)
    return reply.redirect(paths.draftPage(stored.id, 'sign'), 303)
  }

  async function sign(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const viewer = viewerOf(request)
    const { draftId } = request.params as DraftParams
    const form = readForm(request, signForm)
    if (!form.ok) throw refusal(400, 'malformed')
    const { draftVersion, idempotencyKey, declared, signatureKind, signatureStrokes } = form.value
    const signature: SignatureMark | null = readSignature(signatureKind, signatureStrokes)
    const declaredTruthful = declared === 'yes'
    const registered = await registerDraft(
      context,
      viewer,
      { draftId, version: draftVersion, declaredTruthful, signature: signature ?? { kind: 'drawn', strokes: [] } },
      idempotencyKey,
    )
    if (registered.ok) return reply.redirect(`${paths.record(registered.value.number)}?registered=1`, 303)
    const stored = await load(request as FastifyRequest<{ Params: DraftParams }>)
    const { refusal: refused } = registered
    if (refused.code === 'contentNotAcceptable') {
      const onlySigning = signingProblems(declaredTruthful, signature).length === refused.problems.length
      return show(request, reply.code(422), onlySigning ? 'sign' : 'check', stored, refused.problems, idempotencyKey)
    }
    if (refused.code === 'changedElsewhere') return show(request, reply.code(409), 'check', stored)
    throw refused.code === 'busy' ? refusal(409, 'malformed') : notFound()
  }

  // ---- evidence without JavaScript, and what is known of its extraction ----

  app.post<{ Params: { draftId: string } }>(
    '/drafts/:draftId/evidence/file',
    { config: { csrf: 'inForm' } },
    async (request, reply) => {
      const viewer = viewerOf(request)
      const stored = await load(request)
      // The token stands before the files in the form: nothing is taken without it.
      const expectToken = (token: unknown): void => checkToken(context.hostSecret, request, token)
      for await (const { name, bytes } of filesIn(request, { fileSize: WITHOUT_SCRIPT_LIMIT, files: 20 }, expectToken))
        await takeWhole(viewer, stored.id, name, bytes)
      return reply.redirect(paths.draftPage(stored.id, 'evidence'), 303)
    },
  )

  /** A multipart post does not say how long its file is, so one without script waits in memory; a larger one needs the resumable way. */
  async function takeWhole(viewer: Viewer, draftId: string, name: string, bytes: Uint8Array): Promise<void> {
    // An empty choice of files comes as one empty file without a name.
    if (bytes.length === 0) return
    const begun = await beginUpload(context, viewer, { draftId, name, length: bytes.length })
    if (!begun.ok) throw notFound()
    const taken = await continueUpload(context, viewer, begun.value.id, 0, oneChunk(bytes))
    if (!taken.ok) throw notFound()
  }

  app.post<{ Params: EvidenceParams }>(
    '/drafts/:draftId/evidence/:evidenceId/extraction',
    {},
    async (request, reply) => {
      const form = readForm(request, extractionForm)
      if (!form.ok) throw refusal(400, 'malformed')
      const { draftId, evidenceId } = request.params
      const saved = await changeDraft(context, viewerOf(request), draftId, null, {
        evidence: (before) =>
          before.map((item) => (item.id === evidenceId ? { ...item, extraction: form.value } : item)),
      })
      if (!saved.ok) throw notFound()
      if (wantsJson(request)) return reply.code(204).send()
      return reply.redirect(paths.draftPage(draftId, 'evidence'), 303)
    },
  )

  app.post<{ Params: EvidenceParams }>('/drafts/:draftId/evidence/:evidenceId/remove', {}, async (request, reply) => {
    const { draftId, evidenceId } = request.params
    if (!(await removeEvidence(context, viewerOf(request), draftId, evidenceId)).ok) throw notFound()
    return reply.redirect(paths.draftPage(draftId, 'evidence'), 303)
  })
}

/** What one form post may carry; `tooLarge` past it. */
const WITHOUT_SCRIPT_LIMIT = 64 * 1024 ** 2

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
