/**
 * Registered records: the lists, the record itself, its papers, its proof and its evidence. Opening a record is an event of the record (R26,
 * R37); somebody named, somebody without a grant and a number that does not exist get the same «not found» (R32, R42).
 */
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isViewable } from '../../app/evidence/kind.ts'
import { readEvidence } from '../../app/evidence/reading.ts'
import { recordExport } from '../../app/inquiries/handling.ts'
import { knownPurpose, lookAt } from '../../app/inquiries/looking.ts'
import { permitTasksOf } from '../../app/inquiries/permits.ts'
import { handOnOwnStubs } from '../../app/inquiries/stub-grants.ts'
import { searchedPage } from '../../app/inquiries/search-hits.ts'
import type { Viewer } from '../../app/context.ts'
import { firstTasks, type ListedStub, waiting } from '../../app/inquiries/listing.ts'
import { type OpenedRecord, openRecord } from '../../app/inquiries/opening.ts'
import { printBlankForm, printRegistrationForm, proofAsQrCode } from '../../app/inquiries/papers.ts'
import { draftsOf } from '../../app/drafts.ts'
import { proofOfLeaf } from '../../app/trail-files.ts'
import { opensEvidence } from '../../domain/access/need-to-know.ts'
import { mayOpen } from '../../domain/access/permissions.ts'
import type { EvidenceItem } from '../../domain/inquiry-record/content.ts'
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import { paths } from '../../web/paths.ts'
import { awaitingViewer } from '../../app/people/confirming.ts'
import type { HttpDeps } from '../deps.ts'
import { showEvidence, showHome, showRecord, showRecordList } from '../inquiry-pages.tsx'
import { notFound } from '../pipeline/refusals.ts'
import { viewerOf } from '../pipeline/session.ts'
import { areaOnly } from '../pipeline/staff.ts'
import { readRange } from './ranges.ts'
import { showStub } from './transfer.tsx'

/** Whether the receipt is the viewer's to ask for. */
const asksFor = ({ roles }: Viewer, { stub, isRecorder }: ListedStub): boolean =>
  stub.next.dueOn !== null &&
  (isRecorder ? !stub.byOffice : roles.some((role) => role === stub.next.role || role === 'disciplineOfficeHead'))

type RecordParams = { readonly number: string }
type EvidenceParams = RecordParams & { readonly evidenceId: string }

const PAGE_LENGTH = 25
/** What is due first; the list of records has them all. */
const TASKS_SHOWN = 50
/** What our viewer shows: no script, and framed by our own pages alone. A sandbox would keep browsers from showing a PDF. */
const VIEWED_POLICY = "default-src 'none'; frame-ancestors 'self'"

export async function homeRoutes(app: FastifyInstance, { context }: HttpDeps): Promise<void> {
  app.get('/home', {}, async (request, reply) => {
    const viewer = viewerOf(request)
    const nothing = { tasks: [], taskCount: 0, stubs: [], permits: [], colleagues: [], drafts: [] }
    // Administrators have no content, so nothing is opened for them (R87).
    if (!mayOpen(viewer.roles, 'record')) return showHome(request, reply, { ...nothing, now: context.now() })
    const { tasks, count } = await firstTasks(context, viewer, TASKS_SHOWN)
    const { records, stubs } = await waiting(context, viewer)
    await handOnOwnStubs(context, viewer, stubs)
    return showHome(request, reply, {
      tasks,
      taskCount: count,
      stubs: stubs.filter((listed) => asksFor(viewer, listed)),
      permits: await permitTasksOf(context, viewer, records),
      colleagues: await awaitingViewer(context, viewer),
      drafts: await draftsOf(context, viewer),
      now: context.now(),
    })
  })
}

export async function recordRoutes(app: FastifyInstance, { context }: HttpDeps): Promise<void> {
  areaOnly(app, 'ownRecords')

  async function opened(request: FastifyRequest<{ Params: RecordParams }>): Promise<OpenedRecord> {
    const found = await openRecord(context, viewerOf(request), request.params.number)
    if (!found) throw notFound()
    return found
  }

  app.get<{ Querystring: { q?: unknown; state?: unknown; page?: unknown } }>('/records', {}, async (request, reply) => {
    const { q, state, page } = request.query
    const text = typeof q === 'string' ? q.slice(0, 100) : ''
    const wanted = typeof state === 'string' ? state : ''
    const query = { text, status: wanted, page: Number(page) || 1, length: PAGE_LENGTH }
    const listed = await searchedPage(context, viewerOf(request), query)
    const model = { ...listed, text, state: wanted, now: context.now() }
    return showRecordList(request, reply, model)
  })

  // The recorder's own look is shown to nobody else and still kept; a reader's look is what R40 shows the recorder.
  app.get<{ Params: RecordParams; Querystring: { registered?: unknown; done?: unknown; task?: unknown } }>(
    '/records/:number',
    {},
    async (request, reply) => {
      const { number } = request.params
      const look = await lookAt(context, viewerOf(request), number, { comesFromTask: request.query.task === '1' })
      if (!look) return showStub(request, reply, context)
      if (look.kind === 'purposeNeeded') return reply.redirect(paths.recordPurpose(number), 303)
      const { registered, done } = request.query
      return showRecord(request, reply, look.opened, {
        justRegistered: registered === '1',
        done: typeof done === 'string' ? done : '',
        now: context.now(),
      })
    },
  )

  /** What shows content asks for the purpose first, as the record's own page does (R37). */
  async function openedForAPurpose(
    request: FastifyRequest<{ Params: RecordParams }>,
    reply: FastifyReply,
    next: string,
  ): Promise<OpenedRecord | null> {
    const found = await opened(request)
    if (knownPurpose(context, viewerOf(request), found) !== null) return found
    reply.redirect(paths.recordPurpose(request.params.number, next), 303)
    return null
  }

  app.get<{ Params: RecordParams }>('/records/:number/form.pdf', {}, async (request, reply) => {
    if (!(await openedForAPurpose(request, reply, 'form.pdf'))) return reply
    const printed = await printRegistrationForm(context, viewerOf(request), request.params.number, randomUUID())
    if (!printed.ok) throw notFound()
    return sendFile(reply, 'application/pdf', printed.value.name, Buffer.from(printed.value.pdf), 'inline')
  })

  app.get('/forms/blank.pdf', {}, async (_request, reply) =>
    sendFile(reply, 'application/pdf', 'blank.pdf', Buffer.from(await printBlankForm(context)), 'inline'),
  )

  app.get<{ Params: RecordParams }>('/records/:number/proof.tlog-proof', {}, async (request, reply) => {
    const { leafIndex, record } = await opened(request)
    const proof = await proofOfLeaf(context, 'register', leafIndex)
    return sendFile(reply, 'text/plain; charset=utf-8', `${record.registerNumber}.tlog-proof`, proof, 'attachment')
  })

  app.get<{ Params: RecordParams }>('/records/:number/proof.svg', {}, async (request, reply) => {
    const { leafIndex } = await opened(request)
    return reply.type('image/svg+xml').send(await proofAsQrCode(context, leafIndex))
  })

  app.get<{ Params: EvidenceParams; Querystring: { view?: unknown } }>(
    '/records/:number/evidence/:evidenceId',
    {},
    async (request, reply) => {
      const found = await openedForAPurpose(request, reply, '')
      if (!found) return reply
      const { record, standing, permit } = found
      const item = opensEvidence(standing, permit) ? evidenceOf(record, request.params.evidenceId) : null
      if (!item) throw notFound()
      if (request.query.view === '1') return showEvidence(request, reply, record.registerNumber, item, context.now())
      // One entry a look: the ranges of a video that is played are one look.
      if (request.headers.range === undefined) {
        const noted = await recordExport(
          context,
          viewerOf(request),
          request.params.number,
          { what: `evidence ${item.id}` },
          randomUUID(),
        )
        if (!noted.ok) throw notFound()
      }
      return sendEvidence(request, reply, item)
    },
  )

  /** Never as a page: no script of a file runs under our address. */
  function sendEvidence(request: FastifyRequest, reply: FastifyReply, item: EvidenceItem): FastifyReply {
    const inline = isViewable(item.mediaType) && (request.query as { inline?: unknown }).inline === '1'
    const policy = inline ? VIEWED_POLICY : "default-src 'none'; sandbox"
    void reply
      .type(item.mediaType)
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', policy)
      .header('x-frame-options', 'SAMEORIGIN')
      .header('cache-control', 'no-store')
      .header('accept-ranges', 'bytes')
      .header('content-disposition', disposition(inline ? 'inline' : 'attachment', item.name))
    const range = readRange(request.headers.range, item.size)
    if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${item.size}`).send()
    if (!range) return reply.header('content-length', item.size).send(Readable.from(readEvidence(context, item)))
    return reply
      .code(206)
      .header('content-range', `bytes ${range.start}-${range.end}/${item.size}`)
      .header('content-length', range.end - range.start + 1)
      .send(Readable.from(readEvidence(context, item, range.start, range.end)))
  }

  app.get<{ Querystring: { q?: unknown } }>('/cases', {}, async (request) => {
    const { q } = request.query
    const text = typeof q === 'string' ? q.slice(0, 60) : ''
    const cases = await context.store.cases({ text, limit: 20 })
    return cases.map(({ number, title, handlingUnit, status }) => ({ number, title, handlingUnit, status }))
  })
}

const evidenceOf = (record: RegisteredRecord, id: string): EvidenceItem | null =>
  [...record.content.evidence, ...record.supplements.flatMap(({ evidence }) => evidence)].find(
    (item) => item.id === id,
  ) ?? null

/** A name in ASCII for old readers, the real one beside it (RFC 6266). */
const disposition = (kind: 'inline' | 'attachment', name: string): string =>
  `${kind}; filename="${name.replaceAll(/[^A-Za-z0-9._-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`

const sendFile = (
  reply: FastifyReply,
  type: string,
  name: string,
  body: Buffer | string,
  kind: 'inline' | 'attachment',
): FastifyReply => reply.type(type).header('content-disposition', disposition(kind, name)).send(body)
