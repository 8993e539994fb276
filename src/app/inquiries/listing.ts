/**
 * Lists and tasks, computed over what the viewer can open and nothing else: a record that names somebody is in none of his lists,
 * counts or searches (R32, R42). Nothing is ranked by number of records (R59).
 *
 * What is to be shown is found on the account's pages (app/lists) without opening records; what is shown is opened, and judged once more.
 */
import { learnsIdentity, type Standing, standingsFor } from '../../domain/access/need-to-know.ts'
import { keepsStub } from '../../domain/access/stub-keepers.ts'
import type { DossierId, Identity } from '../../domain/dossier/types.ts'
import { isRegistered, type RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import type { TransferredStub } from '../../domain/inquiry-record/transfer.ts'
import { type Day, dayOf } from '../../kit/calendar.ts'
import type { DossierKeys } from '../../vault/dossier-keys.ts'
import type { AppContext, Viewer } from '../context.ts'
import { withLists } from '../lists/catching-up.ts'
import type { Entry } from '../lists/lists.ts'
import { isTaskOf, plain } from '../lists/outline.ts'
import { needleOf } from '../lists/page-rows.ts'
import { firstDue, judging, rowsFrom, searched, selected } from '../lists/selecting.ts'
import { standing } from '../lists/standing.ts'
import { organisationInForce } from '../people/organisation-in-force.ts'
import { type Folded, foldHeld } from './folding.ts'

export type Listed = {
  readonly dossierId: DossierId
  readonly record: RegisteredRecord
  readonly standing: Standing
  readonly identity: Identity | null
  readonly isRecorder: boolean
}

export type Task = Listed & { readonly dueOn: Day; readonly overdue: boolean }

/** What was transferred, as far as the viewer keeps the stub (R44). */
export type ListedStub = { readonly stub: TransferredStub; readonly isRecorder: boolean }

export type Matters = { readonly records: readonly Listed[]; readonly stubs: readonly ListedStub[] }

/** What opening a record gave: for the snapshot that goes with an event which follows (search-hits.ts). */
export type Unlocked = { readonly folded: Folded; readonly sequence: number; readonly keys: DossierKeys }
type Unlocking = { readonly unlocked: ReadonlyMap<DossierId, Unlocked> }

/** Opens what was found, in its order: the last word is the record's own. */
export async function openedMatters(context: AppContext, viewer: Viewer, entries: readonly Entry[]): Promise<Matters> {
  const { records, stubs } = await unlockedMatters(context, viewer, entries)
  return { records, stubs }
}

async function unlockedMatters(
  context: AppContext,
  viewer: Viewer,
  entries: readonly Entry[],
): Promise<Matters & Unlocking> {
  const held = await standing(context, entries)
  const rows = new Map((await context.store.dossiers([...held.keys()])).map((row) => [row.id, row]))
  const organisation = await organisationInForce(context)
  const folded = await foldHeld(context, held, rows, organisation)
  const known = standingsFor({ personId: viewer.personId, roles: viewer.roles, organisation, at: context.now() })
  const records: Listed[] = []
  const stubs: ListedStub[] = []
  for (const { dossierId } of entries) {
    const { record, identity } = folded.get(dossierId) ?? { record: null, identity: null }
    const isRecorder = identity?.recorderId === viewer.personId
    if (record?.status === 'transferred' && keepsStub(record, { personId: viewer.personId, isRecorder }, organisation))
      stubs.push({ stub: record, isRecorder })
    if (!record || !isRegistered(record)) continue
    const as = known(record, isRecorder)
    if (as)
      records.push({ dossierId, record, standing: as, identity: learnsIdentity(as) ? identity : null, isRecorder })
  }
  const unlocked = new Map<DossierId, Unlocked>()
  for (const [id, each] of folded) {
    const [row, grant] = [rows.get(id), held.get(id)]
    if (row && grant) unlocked.set(id, { folded: each, sequence: row.sequence, keys: grant.keys })
  }
  return { records, stubs: stubs.toSorted((a, b) => (a.stub.transferredAt < b.stub.transferredAt ? 1 : -1)), unlocked }
}

export type ListQuery = {
  /** Looked for in case, number, persons and words; everything when empty. */
  readonly text: string
  /** Any when empty. */
  readonly status: string
  /** From 1; the last one when there are fewer. */
  readonly page: number
  readonly length: number
}

export type ListedPage = Matters & {
  readonly found: number
  /** A search ends after so many hits: there may be more. */
  readonly isCut: boolean
  readonly page: number
  readonly pages: number
}

/** So many are found by one search: whoever meets more of them says more of what is looked for. */
export const HITS_PER_SEARCH = 100

/** One page of what the viewer may know, newest registration first, and every stub. */
export async function listedPage(context: AppContext, viewer: Viewer, query: ListQuery): Promise<ListedPage> {
  return (await unlockedPage(context, viewer, query)).listed
}

/** The same, with what opened the records on it. */
export async function unlockedPage(
  context: AppContext,
  viewer: Viewer,
  query: ListQuery,
): Promise<{ readonly listed: ListedPage } & Unlocking> {
  const judge = judging(viewer, await organisationInForce(context), context.now())
  const text = plain(query.text)
  const { found, isCut, page, pages, shown, stubs } = await withLists(context, viewer, async (lists) => {
    const wanted = selected(lists, judge, ({ status }) => query.status === '' || status === query.status)
    const lastShown = Math.min(HITS_PER_SEARCH, Math.max(1, query.page) * query.length)
    const sought = { needle: needleOf(text), most: HITS_PER_SEARCH, shown: lastShown }
    const hits = text === '' ? null : await searched(lists, wanted, sought)
    const found = hits ? hits.hits.length : wanted.count
    const pages = Math.max(1, Math.ceil(found / query.length))
    const page = Math.min(pages, Math.max(1, query.page))
    const from = (page - 1) * query.length
    const shown = hits
      ? await lists.entriesAt(hits.hits.slice(from, from + query.length))
      : await rowsFrom(lists, wanted, { from, most: query.length })
    const gone = judge.transferred(lists)
    const stubs = await rowsFrom(lists, gone, { from: 0, most: gone.count })
    return { found, isCut: hits?.isCut ?? false, page, pages, shown, stubs }
  })
  const { unlocked, ...matters } = await unlockedMatters(context, viewer, [...shown, ...stubs])
  return { listed: { ...matters, found, isCut, page, pages }, unlocked }
}

export const openableRecords = async (context: AppContext, viewer: Viewer): Promise<readonly Listed[]> =>
  (await openableMatters(context, viewer)).records

/** Everything the viewer may know, newest registration first: the work grows with it. */
export const openableMatters = (context: AppContext, viewer: Viewer): Promise<Matters> =>
  listedPage(context, viewer, { text: '', status: '', page: 1, length: Number.MAX_SAFE_INTEGER })

/** What the viewer has to do, by when; what is due first comes first. */
export async function tasksOf(context: AppContext, viewer: Viewer, most = Number.MAX_SAFE_INTEGER): Promise<Task[]> {
  return (await firstTasks(context, viewer, most)).tasks
}

/** As many of them as asked for, and how many there are. */
export async function firstTasks(
  context: AppContext,
  viewer: Viewer,
  most: number,
): Promise<{ readonly tasks: Task[]; readonly count: number }> {
  const organisation = await organisationInForce(context)
  const today = dayOf(context.now())
  const judge = judging(viewer, organisation, context.now())
  const { entries, count } = await withLists(context, viewer, async (lists) => {
    const turns = selected(lists, judge, (record, standing) =>
      isTaskOf(viewer, { record, isRecorder: record.isRecorder, standing }, organisation, today),
    )
    return { entries: await firstDue(lists, turns, most), count: turns.count }
  })
  const { records } = await openedMatters(context, viewer, entries)
  const tasks = records
    .filter((listed) => isTaskOf(viewer, listed, organisation, today))
    .map((listed) => {
      const dueOn = listed.record.next.dueOn ?? today
      return { ...listed, dueOn, overdue: dueOn < today }
    })
  return { tasks: tasks.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0)), count }
}

/** What was transferred and what somebody waits for a permit on. */
export async function waiting(context: AppContext, viewer: Viewer): Promise<Matters> {
  const judge = judging(viewer, await organisationInForce(context), context.now())
  const entries = await withLists(context, viewer, async (lists) => {
    const asked = selected(lists, judge, ({ awaitsPermit }) => awaitsPermit)
    const gone = judge.transferred(lists)
    return [
      ...(await rowsFrom(lists, asked, { from: 0, most: asked.count })),
      ...(await rowsFrom(lists, gone, { from: 0, most: gone.count })),
    ]
  })
  return openedMatters(context, viewer, entries)
}
