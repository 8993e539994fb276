/** From the use cases' answers to the pages of records and of the journey. */
import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Viewer } from '../app/context.ts'
import type { StoredDraft } from '../app/drafts.ts'
import type { ChangeRefusal } from '../app/inquiries/changing.ts'
import type { Listed, ListedStub, Task } from '../app/inquiries/listing.ts'
import { namingView } from '../app/inquiries/naming.ts'
import { mayDecidePermits } from '../domain/inquiry-record/permits.ts'
import type { PermitTask } from '../app/inquiries/permits.ts'
import type { OpenedRecord } from '../app/inquiries/opening.ts'
import { opensEvidence } from '../domain/access/need-to-know.ts'
import { recordActionsFor } from '../domain/access/offered-actions.ts'
import { eligibleHolders, routeFor } from '../domain/access/route.ts'
import type { EvidenceItem } from '../domain/inquiry-record/content.ts'
import { referenceTo } from '../domain/organisation/organisation.ts'
import { chineseDay, dayOf, type Instant, timeOf } from '../kit/calendar.ts'
import { type Language, textFor } from '../web/language.ts'
import { JourneyPage } from '../web/journeys/inquiry/JourneyPage.tsx'
import type { PageId } from '../web/journeys/inquiry/questions.ts'
import { journeyText } from '../web/journeys/inquiry/text.ts'
import type { JourneyView } from '../web/journeys/inquiry/view.ts'
import { accessText } from '../web/access/text.ts'
import { recordActions, type RecordAction } from '../web/paths.ts'
import { Conflict, type ConflictProps } from '../web/records/Conflict.tsx'
import { EvidenceView } from '../web/records/EvidenceView.tsx'
import { DraftsList, Home, type DraftRow, type HomeProps } from '../web/records/Home.tsx'
import { Record, type RecordProps } from '../web/records/Record.tsx'
import { RecordActionPage, type RecordActionProps } from '../web/records/RecordActionPage.tsx'
import { RecordsList } from '../web/records/RecordsList.tsx'
import { recordsText } from '../web/records/text.ts'
import { showPage } from './pages.ts'
import { viewerOf } from './pipeline/session.ts'

type Answer = Promise<FastifyReply>

const draftRow = ({ id, draft, changedAt }: StoredDraft): DraftRow => ({
  id,
  caseTitle: draft.fields.caseTitle ?? '',
  changedAt,
})

/** Who looks and when, faintly over every page with content (R37). */
export const watermarkOf = (request: FastifyRequest, now: Instant): string =>
  `${viewerOf(request).name} ${chineseDay(dayOf(now))} ${timeOf(now)}`

/** Said to whoever just named himself: he comes here because the record is not there for him any more. */
const stoodAside = (request: FastifyRequest): { kind: 'success'; text: string } | null =>
  (request.query as { stoodAside?: unknown }).stoodAside === '1'
    ? { kind: 'success', text: accessText(request.language).naming.ownNamed }
    : null

export function showHome(
  request: FastifyRequest,
  reply: FastifyReply,
  model: {
    readonly tasks: readonly Task[]
    /** How many there are; `tasks` are those due first. */
    readonly taskCount: number
    readonly stubs: readonly ListedStub[]
    readonly permits: readonly PermitTask[]
    readonly colleagues: NonNullable<HomeProps['colleagues']>
    readonly drafts: readonly StoredDraft[]
    readonly now: Instant
  },
): Answer {
  const { tasks, taskCount, stubs, colleagues, drafts, now } = model
  const rows = tasks.map(({ record, isRecorder, dueOn, overdue }) => ({
    sendUp: isRecorder && record.status !== 'supplementRequested',
    number: record.registerNumber,
    caseTitle: record.content.caseTitle,
    status: record.status,
    dueOn,
    overdue,
    escalated: record.escalationLevel > 0,
    reminded: record.remindedFor !== null,
  }))
  const permits = model.permits.map(({ record, permit }) => ({
    number: record.registerNumber,
    permitId: permit.id,
    asker: permit.asker.name,
    purpose: permit.purpose,
    askedAt: permit.askedAt,
  }))
  return showPage(
    request,
    reply,
    {
      title: recordsText(request.language).homeTitle,
      children: (
        <Home
          tasks={rows}
          taskCount={taskCount}
          stubs={stubs.map(({ stub }) => stub)}
          permits={permits}
          colleagues={colleagues}
          drafts={drafts.map(draftRow)}
        />
      ),
    },
    {
      taskCount: taskCount + permits.length + stubs.length + colleagues.length,
      flash: stoodAside(request),
      watermark: rows.length + permits.length > 0 ? watermarkOf(request, now) : null,
    },
  )
}

export const showDraftList = (
  request: FastifyRequest,
  reply: FastifyReply,
  drafts: readonly StoredDraft[],
  limit: number | null = null,
): Answer =>
  showPage(request, reply, {
    title: recordsText(request.language).drafts,
    children: <DraftsList drafts={drafts.map(draftRow)} limit={limit} />,
  })

export const showJourneyPage = (
  request: FastifyRequest,
  reply: FastifyReply,
  page: PageId,
  view: JourneyView,
): Answer =>
  showPage(request, reply, {
    title: journeyText[request.language].pages[page].title,
    wide: true,
    children: <JourneyPage page={page} view={view} />,
  })

export const showConflictPage = (request: FastifyRequest, reply: FastifyReply, props: ConflictProps): Answer =>
  showPage(request, reply, { title: recordsText(request.language).conflictTitle, children: <Conflict {...props} /> })

export type RecordListModel = {
  readonly stubs: readonly ListedStub[]
  readonly records: readonly Listed[]
  readonly found: number
  readonly isCut: boolean
  readonly page: number
  readonly pages: number
  readonly text: string
  readonly state: string
  readonly now: Instant
}

export function showRecordList(request: FastifyRequest, reply: FastifyReply, model: RecordListModel): Answer {
  const today = dayOf(model.now)
  const rows = model.records.map(({ record }) => ({
    number: record.registerNumber,
    caseTitle: record.content.caseTitle,
    inquiredOn: record.content.inquiredAt.from,
    registeredOn: dayOf(record.registeredAt),
    status: record.status,
    dueOn: record.next.dueOn,
    overdue: record.next.dueOn !== null && record.next.dueOn < today,
  }))
  return showPage(
    request,
    reply,
    {
      title: recordsText(request.language).listTitle,
      wide: true,
      children: <RecordsList {...model} stubs={model.stubs.map(({ stub }) => stub)} rows={rows} />,
    },
    { watermark: watermarkOf(request, model.now) },
  )
}

/** At one press: nothing is asked. */
const postActions: ReadonlySet<RecordAction> = new Set(['receive'])

export function showRecord(
  request: FastifyRequest,
  reply: FastifyReply,
  opened: OpenedRecord,
  around: { readonly justRegistered: boolean; readonly done: string; readonly now: Instant },
): Answer {
  const viewer = viewerOf(request)
  const actions = recordActionsFor(opened.record, {
    personId: viewer.personId,
    roles: viewer.roles,
    isRecorder: opened.isRecorder,
    standing: opened.standing,
    day: dayOf(around.now),
    organisation: opened.rules.organisation,
  })
  return showPage(
    request,
    reply,
    {
      title: opened.record.registerNumber,
      wide: true,
      children: (
        <Record
          record={opened.record}
          identity={opened.identity}
          isRecorder={opened.isRecorder}
          leafIndex={opened.leafIndex}
          actions={actions.map((action) => ({ action, post: postActions.has(action) }))}
          idempotencyKey={randomUUID()}
          justRegistered={around.justRegistered}
          done={recordActions.find((action) => action === around.done) ?? null}
          naming={opened.standing === 'permit' ? null : namingView(opened, dayOf(around.now))}
          permit={opened.permit}
          permits={permitsShown(opened, viewer, around.now)}
          opensEvidence={opensEvidence(opened.standing, opened.permit)}
          comparesPersons={opened.standing !== 'recorder' && opened.standing !== 'permit'}
          now={around.now}
        />
      ),
    },
    { watermark: watermarkOf(request, around.now) },
  )
}

/** All of them for who reviews or handles the record, a holder's own; the recorder learns of looks by role and time (R40). */
function permitsShown(
  { record, rules, standing, isRecorder }: OpenedRecord,
  { personId, roles }: Viewer,
  now: Instant,
): RecordProps['permits'] {
  if (standing === 'recorder' || standing === 'receiving') return null
  const shown =
    standing === 'permit' ? record.permits.filter(({ asker }) => asker.personId === personId) : record.permits
  return { shown, mayDecide: mayDecidePermits(record, rules, { personId, roles, isRecorder }, now) }
}

export type ActionModel = {
  readonly action: RecordAction
  readonly opened: OpenedRecord
  readonly refused: ChangeRefusal | null
  readonly typed: Readonly<Record<string, string>>
  readonly chosenRedLines: readonly string[]
  readonly idempotencyKey: string
  readonly now: Instant
}

export function showActionPage(request: FastifyRequest, reply: FastifyReply, model: ActionModel): Answer {
  const { action, opened, refused, typed, chosenRedLines, idempotencyKey, now } = model
  const { record, rules, recordedBy } = opened
  const { organisation } = rules
  const matter = { organisation, named: record.named, unfilledRoles: record.unfilledRoles, day: dayOf(now) }
  const route = routeFor(matter)
  const handlers = eligibleHolders('disciplineHandler', matter)
    .filter((personId) => personId !== recordedBy?.recorderId)
    .flatMap((personId) => {
      const person = referenceTo(personId, organisation, dayOf(now))
      return person ? [{ personId, name: person.name, unit: person.unit }] : []
    })
  const alternate = route.kind === 'bureau' && route.signedBy !== 'disciplineLead' ? route.signedBy : null
  const { language } = request
  return showPage(
    request,
    reply,
    {
      title: recordsText(language).actions[action].title,
      children: (
        <RecordActionPage
          action={action}
          number={record.registerNumber}
          caseTitle={record.content.caseTitle}
          typed={typed}
          chosenRedLines={chosenRedLines}
          error={refused && errorOf(refused, language)}
          handlers={handlers}
          alternate={alternate && { role: alternate, reason: alternateReason[language] }}
          question={record.status === 'supplementRequested' ? record.question : null}
          signerName={viewerOf(request).name}
          idempotencyKey={idempotencyKey}
        />
      ),
    },
    { watermark: watermarkOf(request, now) },
  )
}

const alternateReason: Readonly<Record<Language, string>> = {
  'zh-CN': '纪检分管领导回避',
  en: 'The discipline lead stands aside',
}

/** The refusal as a sentence, at the field it is about. */
function errorOf(refused: ChangeRefusal, language: Language): NonNullable<RecordActionProps['error']> {
  const text =
    refused.code === 'classMissing'
      ? recordsText(language).classMissing
      : textFor(language).refusal(refused.code, refused)
  switch (refused.code) {
    case 'textMissing':
      return { field: refused.text, text }
    case 'signatureMissing':
      return { field: 'signature', text }
    case 'withdrawalAnswerMissing':
      return { field: 'askedToWithdraw', text }
    case 'handlerNotEligible':
      return { field: 'handlerId', text }
    case 'classMissing':
    case 'redLineCrossed':
      return { field: 'to', text }
    case 'lawfulSupervisionUnproven':
      return { field: refused.missing[0] ?? 'duty', text }
    default:
      return { field: '', text }
  }
}

export const showEvidence = (
  request: FastifyRequest,
  reply: FastifyReply,
  number: string,
  item: EvidenceItem,
  now: Instant,
): Answer =>
  showPage(
    request,
    reply,
    { title: recordsText(request.language).evidenceTitle, children: <EvidenceView number={number} item={item} /> },
    { watermark: watermarkOf(request, now) },
  )
