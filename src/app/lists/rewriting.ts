/** What is to stand on pages that are written anew, and the writing of one: dossiers that did not change are not opened again. */
import { setImmediate as othersTurn } from 'node:timers/promises'
import type { DossierId } from '../../domain/dossier/types.ts'
import { isRegistered } from '../../domain/inquiry-record/state.ts'
import { utf8 } from '../../kit/bytes.ts'
import type { DossierChange } from '../../store/list-store.ts'
import { lockBlockOf } from '../../store/slot-locks.ts'
import { listTag, sealListPart, sealLockedPart } from '../../vault/list-seals.ts'
import type { AppContext, Viewer } from '../context.ts'
import { foldHeld } from '../inquiries/folding.ts'
import { organisationInForce } from '../people/organisation-in-force.ts'
import { addToFilter, emptyFilter } from './filters.ts'
import type { Entry, Lists } from './lists.ts'
import { outlineOf, wordsOf } from './outline.ts'
import { noWords, printRows, type Row, rowsIn, rowWords } from './page-rows.ts'
import { type Noted, type NotedPages } from './noted-pages.ts'
import { type Counted, keyUnderLocks, type Locks, type PageNote } from './shelves.ts'
import { standing } from './standing.ts'

/** Few, so that a look which adds a row writes little, and a search opens little where it finds one. */
const ROWS_PER_PAGE = 32
/** Opened in one turn of the event loop: some eight milliseconds. */
const OPENED_PER_TURN = 32

export type Rewriting = {
  readonly noted: NotedPages
  /** Places of pages among these; 0 where there is none yet. */
  readonly rewritten: ReadonlySet<number>
  readonly changed: readonly DossierChange[]
  readonly found: readonly Entry[]
}

type Filled = { readonly entry: Entry; readonly row: Row; readonly isKept: boolean }
export type Content = {
  readonly from: number
  readonly filled: readonly Filled[]
  /** The page of before when all of its rows are kept: its filter holds for what is kept. */
  readonly grown: PageNote | null
}

/** By the place of the page; more than one where it became too full. */
export async function rewrittenContents(
  context: AppContext,
  viewer: Viewer,
  lists: Lists,
  { noted, rewritten, changed, found }: Rewriting,
): Promise<Map<number, Content[]>> {
  const altered = new Set([...changed, ...found].map(({ dossierId }) => dossierId))
  const kept = new Map<number, Map<DossierId, { entry: Entry; row: Row | null }>>()
  for (const i of rewritten) kept.set(i, await rowsOf(lists, noted.at(i), altered))
  for (const entry of found) kept.get(noted.placeOf(entry.registration))?.set(entry.dossierId, { entry, row: null })

  const all = [...kept.values()].flatMap((page) => [...page.values()])
  const again = all.filter(({ row }) => row === null).map(({ entry }) => entry)
  const reopened = await openedRows(context, viewer, again)
  return new Map(
    [...kept].map(([i, page]) => {
      const filled = [...page.values()].flatMap(({ entry, row }): Filled[] => {
        const now = row ?? reopened.get(entry.dossierId)
        return now ? [{ entry, row: now, isKept: row !== null }] : []
      })
      const before = noted.at(i)
      const count = before?.counted?.reduce((sum, [, each]) => sum + each, 0)
      const isGrown = before !== undefined && filled.filter(({ isKept }) => isKept).length === count
      return [i, divided(before?.note.from ?? 0, filled, isGrown ? before.note : null)]
    }),
  )
}

/** What a page holds; without the rows that are to be made anew. */
async function rowsOf(
  lists: Lists,
  page: Noted | undefined,
  altered: ReadonlySet<DossierId>,
): Promise<Map<DossierId, { entry: Entry; row: Row | null }>> {
  if (!page) return new Map()
  const [entries = []] = await lists.entries([page.note])
  const [opened] = page.counted ? await lists.rows([page.note]) : []
  const rows = opened ? rowsIn(opened) : []
  return new Map(
    entries.map((entry, k) => [
      entry.dossierId,
      { entry, row: altered.has(entry.dossierId) ? null : (rows[k] ?? null) },
    ]),
  )
}

/** Rows of the dossiers whose slots still stand, as their events tell them now. */
async function openedRows(
  context: AppContext,
  viewer: Viewer,
  entries: readonly Entry[],
): Promise<Map<DossierId, Row>> {
  const rows = new Map<DossierId, Row>()
  const organisation = await organisationInForce(context)
  for (let from = 0; from < entries.length; from += OPENED_PER_TURN) {
    if (from > 0) await othersTurn()
    const held = await standing(context, entries.slice(from, from + OPENED_PER_TURN))
    const dossiers = new Map((await context.store.dossiers([...held.keys()])).map((row) => [row.id, row]))
    const folded = await foldHeld(context, held, dossiers, organisation)
    for (const [id, { record, identity }] of folded) {
      const outline = outlineOf(record, identity, viewer.personId)
      if (outline)
        rows.set(id, { outline, words: isRegistered(record) ? rowWords(wordsOf(record, identity)) : noWords })
    }
  }
  return rows
}

/** Pages that are too full are divided; each begins where its first dossier does. An empty one stays, like any other. */
function divided(from: number, filled: readonly Filled[], grown: PageNote | null): Content[] {
  const sorted = filled.toSorted((a, b) => a.entry.registration - b.entry.registration)
  const count = Math.max(1, Math.ceil(sorted.length / ROWS_PER_PAGE))
  return Array.from({ length: count }, (_, n) => {
    const some = sorted.slice(n * ROWS_PER_PAGE, (n + 1) * ROWS_PER_PAGE)
    return {
      from: n === 0 ? from : (some[0]?.entry.registration ?? from),
      filled: some,
      grown: count === 1 ? grown : null,
    }
  })
}

export const blocksOf = ({ filled }: Content): number[] =>
  [...new Set(filled.map(({ entry }) => lockBlockOf(entry.slotId)))].toSorted((a, b) => a - b)

type Sealing = {
  readonly serial: number
  readonly locks: Locks
  /** Reads the page of before. */
  readonly lists: Lists
  readonly written: Map<string, Uint8Array>
}

export async function sealedPage(
  { secret }: Viewer,
  content: Content,
  { serial, locks, lists, written }: Sealing,
): Promise<PageNote & { readonly counted: readonly Counted[] }> {
  const { from, filled, grown } = content
  const blocks = blocksOf(content)
  const key = keyUnderLocks(secret, blocks, locks)
  const counts = new Map<string, number>()
  for (const { row } of filled) {
    const text = JSON.stringify(row.outline)
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  const filter = grown ? await lists.filterOf(grown) : emptyFilter()
  for (const { row, isKept } of filled) if (!grown || !isKept) addToFilter(filter, row.words)
  const entries = utf8(JSON.stringify(filled.map(({ entry }) => entry)))
  const rows = printRows(filled.map(({ row }) => row))
  written.set(listTag(secret, 'entries', serial), sealListPart(secret, 'entries', serial, entries))
  written.set(listTag(secret, 'rows', serial), sealLockedPart(key, 'rows', serial, rows))
  written.set(listTag(secret, 'words', serial), sealLockedPart(key, 'words', serial, filter))
  return { serial, from, blocks, counted: [...counts] }
}
