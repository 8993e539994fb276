/**
 * Bringing an account's pages up to date, at the beginning of every request that looks at them (docs/decisions/0011).
 *
 *     head ─> locks ─> events since ─> new slots, by trial ─> pages these touch ─> open those dossiers alone ─> write ─> again, while there is more
 *
 * Which pages are written follows from what everybody can see: the events since, and where their dossiers begin. A page is written anew
 * whether or not its account holds a grant of the dossier, so that neither a copy of the disk nor two of them show who does (R41, R42).
 * The pages are a cache: lost, broken or overtaken by another request they are made again, from slots and events.
 */
import { randomBytes } from 'node:crypto'
import type { DossierId } from '../../domain/dossier/types.ts'
import { fromUtf8, toBase64, utf8 } from '../../kit/bytes.ts'
import { lockBlockOf } from '../../store/slot-locks.ts'
import type { DossierChange, SlotLock } from '../../store/list-store.ts'
import { readingPair } from '../../vault/account-keys.ts'
import { openGrantWith } from '../../vault/grants.ts'
import { holdGrant, type KeyringEntry } from '../../vault/keyring.ts'
import { listTag, openNote, pageKey, sealListPart, sealLockedPart, sealNote } from '../../vault/list-seals.ts'
import type { AppContext, Viewer } from '../context.ts'
import { unlessDiskIsFull } from '../full-disk.ts'
import { foldHeld } from '../inquiries/folding.ts'
import { organisationInForce } from '../people/organisation-in-force.ts'
import {
  type Entry,
  filterSerial,
  type Head,
  type PageNote,
  pageOf,
  sealedHead,
  storedHead,
  tagsOfPage,
} from './head.ts'
import { type Counted, type ListPage, Lists, MovedOn } from './lists.ts'
import { outlineOf, wordsOf } from './outline.ts'
import { noWords, printFilters, printRows, type Row, rowsIn, rowWords } from './page-rows.ts'
import { standing } from './standing.ts'
import { isRegistered } from '../../domain/inquiry-record/state.ts'

const ROWS_PER_PAGE = 128
/** What one step takes on, so that an account that comes late keeps what it has done. */
const STEP = { slots: 16_000, events: 4_000 }
const SLOTS_PER_READ = 2_000
/** So many looks and searches of others, which change no row, and the head is written to pass over them. */
const PASSED_OVER = 256
const ATTEMPTS = 6

type State = {
  readonly head: Head
  /** The head as it lies in the store. */
  readonly sealed: Uint8Array | null
  readonly unsaved: ReadonlyMap<string, Uint8Array>
}

/** `work` reads only: it is begun again when another request of the account writes the pages meanwhile. */
export async function withLists<Result>(
  context: AppContext,
  viewer: Viewer,
  work: (lists: Lists) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1)
    try {
      // Pages that are missing again and again were taken away behind our back.
      return await work(await caughtUp(context, viewer, { anew: attempt === ATTEMPTS }))
    } catch (error) {
      if (!(error instanceof MovedOn) || attempt === ATTEMPTS) throw error
    }
}

async function caughtUp(context: AppContext, viewer: Viewer, { anew }: { readonly anew: boolean }): Promise<Lists> {
  const { head, sealed } = await storedHead(context, viewer)
  let state: State = { head: (anew ? null : head) ?? (await blankHead(context)), sealed, unsaved: new Map() }
  for (;;) {
    const { next, pages, more } = await step(context, viewer, state)
    if (!more) return new Lists(context, viewer, pages, next.unsaved)
    state = next
  }
}

/** Whatever happened before is found through the slots. */
async function blankHead({ store }: AppContext): Promise<Head> {
  return { nextSerial: 0, scannedUpTo: 0, readUpTo: (await store.head('register')).size - 1, pages: [] }
}

type Locks = Map<number, Uint8Array>
type Step = { readonly next: State; readonly pages: readonly ListPage[]; readonly more: boolean }

async function step(context: AppContext, viewer: Viewer, state: State): Promise<Step> {
  const { head } = state
  // In this order: a slot that is overwritten from here on leaves what follows under a lock that is gone.
  const locks: Locks = new Map((await context.store.slotLocks()).map(({ block, lock }) => [block, lock]))
  const changes = await context.store.changesAfter(head.readUpTo, STEP.events)
  const scanned = await scan(context, viewer, head.scannedUpTo)
  const noted = head.pages.map((note) => ({ note, page: openedNote(viewer, note, locks) }))
  const more = changes.length === STEP.events || scanned.tried === STEP.slots

  const changed = changes.filter(({ verb }) => verb !== 'viewed')
  const found = await withRegistrations(context, scanned.found)
  const rewritten = new Set([...changed, ...found].map(({ registration }) => pageOf(head.pages, registration)))
  for (const [i, { page }] of noted.entries()) if (!page) rewritten.add(i)
  if (head.pages.length === 0) rewritten.add(0)
  const readUpTo = changes.at(-1)?.leafIndex ?? head.readUpTo
  const overtaken = rewritten.size > 0 || scanned.upTo > head.scannedUpTo || changes.length >= PASSED_OVER
  if (!overtaken) return { next: state, pages: noted.flatMap(({ page }) => page ?? []), more }

  const contents = await rewrittenContents(context, viewer, state, { noted, rewritten, changed, found, locks })
  await lockAll(context, locks, contents)
  let serial = head.nextSerial
  const written = new Map<string, Uint8Array>()
  const after = [...noted.keys(), ...(noted.length === 0 ? [0] : [])].flatMap((i): readonly Noted[] => {
    const content = contents.get(i)
    const kept = noted[i]
    if (!content) return kept?.page ? [{ note: kept.note, page: kept.page }] : []
    return divided(kept?.note.from ?? 0, content).map((each) =>
      sealedPage(viewer, each, { serial: serial++, locks, written }),
    )
  })
  const next: Head = { nextSerial: serial, scannedUpTo: scanned.upTo, readUpTo, pages: after.map(({ note }) => note) }
  const dropped = [...rewritten].flatMap((i) => (noted[i] ? tagsOfPage(viewer, noted[i].note.serial) : []))
  return {
    next: await kept(context, viewer, state, { head: next, written, dropped }),
    pages: after.map(({ page }) => page),
    more,
  }
}

async function scan(context: AppContext, viewer: Viewer, after: number) {
  const found: KeyringEntry[] = []
  const pair = readingPair(viewer.secret)
  let upTo = after
  for (let tried = 0; ;) {
    const slots = await context.store.slotsAfter(upTo, SLOTS_PER_READ)
    for (const { slotId, dossierId, slot } of slots) {
      const keys = openGrantWith(slot, pair)
      if (keys) found.push(holdGrant(dossierId, slotId, slot, keys))
    }
    upTo = slots.at(-1)?.slotId ?? upTo
    tried += slots.length
    if (slots.length < SLOTS_PER_READ || tried >= STEP.slots) return { found, upTo, tried }
  }
}

async function withRegistrations(context: AppContext, found: readonly KeyringEntry[]): Promise<Entry[]> {
  const ids = found.map(({ dossierId }) => dossierId as DossierId)
  const places = new Map(
    (await context.store.registrationsOf(ids)).map(({ dossierId, leafIndex }) => [dossierId, leafIndex]),
  )
  return found.flatMap((entry) => {
    const dossierId = entry.dossierId as DossierId
    const registration = places.get(dossierId)
    return registration === undefined ? [] : [{ ...entry, dossierId, registration }]
  })
}

type Noted = { readonly note: PageNote; readonly page: ListPage }

/** Null when one of the page's locks was made anew: nobody opens it any more. */
function openedNote({ secret }: Viewer, note: PageNote, locks: Locks): ListPage | null {
  const found = note.blocks.map((block) => locks.get(block) ?? new Uint8Array(0))
  const key = pageKey(secret, found)
  const opened = openNote(key, note.serial, Buffer.from(note.outlines, 'base64'))
  if (!opened) return null
  const { serial, from, blocks } = note
  return { serial, from, blocks, key, counted: JSON.parse(fromUtf8(opened)) as Counted[] }
}

type Filled = { readonly entry: Entry; readonly row: Row }
type Rewriting = {
  readonly noted: readonly { readonly note: PageNote; readonly page: ListPage | null }[]
  readonly rewritten: ReadonlySet<number>
  readonly changed: readonly DossierChange[]
  readonly found: readonly Entry[]
  readonly locks: Locks
}

/** What is to stand on the pages that are written anew, by their place; dossiers that did not change are not opened. */
async function rewrittenContents(
  context: AppContext,
  viewer: Viewer,
  { head, unsaved }: State,
  { noted, rewritten, changed, found }: Rewriting,
): Promise<Map<number, Filled[]>> {
  const lists = new Lists(context, viewer, [], unsaved)
  const there = [...rewritten].flatMap((i) => (noted[i] ? [{ i, ...noted[i] }] : []))
  const blankKey = new Uint8Array(0)
  const asPages = there.map(({ note, page }) => page ?? { ...note, key: blankKey, counted: [] })
  const entries = await lists.entries(asPages)
  const readable = asPages.filter((_, n) => there[n]?.page)
  const rows = new Map((await lists.rows(readable)).map((opened, n) => [readable[n]?.serial, rowsIn(opened)]))

  const altered = new Set([...changed, ...found].map(({ dossierId }) => dossierId))
  const kept = new Map<number, Map<DossierId, { entry: Entry; row: Row | null }>>()
  for (const i of rewritten) kept.set(i, new Map())
  for (const [n, { i, note }] of there.entries())
    for (const [k, entry] of (entries[n] ?? []).entries())
      kept.get(i)?.set(entry.dossierId, { entry, row: rows.get(note.serial)?.[k] ?? null })
  for (const entry of found)
    kept.get(pageOf(head.pages, entry.registration))?.set(entry.dossierId, { entry, row: null })

  const all = [...kept.values()].flatMap((page) => [...page.values()])
  const reopened = await openedRows(
    context,
    viewer,
    all.filter(({ entry, row }) => row === null || altered.has(entry.dossierId)).map(({ entry }) => entry),
  )
  return new Map(
    [...kept].map(([i, page]) => [
      i,
      [...page.values()].flatMap(({ entry, row }): Filled[] => {
        const now = row === null || altered.has(entry.dossierId) ? reopened.get(entry.dossierId) : row
        return now ? [{ entry, row: now }] : []
      }),
    ]),
  )
}

/** Rows of the dossiers whose slots still stand, as their events tell them now. */
async function openedRows(
  context: AppContext,
  viewer: Viewer,
  entries: readonly Entry[],
): Promise<Map<DossierId, Row>> {
  const held = await standing(context, entries)
  const dossiers = new Map((await context.store.dossiers([...held.keys()])).map((row) => [row.id, row]))
  const folded = await foldHeld(context, held, dossiers, await organisationInForce(context))
  const rows = new Map<DossierId, Row>()
  for (const [id, { record, identity }] of folded) {
    const outline = outlineOf(record, identity, viewer.personId)
    if (outline) rows.set(id, { outline, words: isRegistered(record) ? rowWords(wordsOf(record, identity)) : noWords })
  }
  return rows
}

type Content = { readonly from: number; readonly filled: readonly Filled[] }

/** Pages that are too full are divided; each begins where its first dossier does. An empty one stays, like any other. */
function divided(from: number, filled: readonly Filled[]): Content[] {
  const sorted = filled.toSorted((a, b) => a.entry.registration - b.entry.registration)
  const count = Math.max(1, Math.ceil(sorted.length / ROWS_PER_PAGE))
  return Array.from({ length: count }, (_, n) => {
    const some = sorted.slice(n * ROWS_PER_PAGE, (n + 1) * ROWS_PER_PAGE)
    return { from: n === 0 ? from : (some[0]?.entry.registration ?? from), filled: some }
  })
}

const blocksOf = (filled: readonly Filled[]): number[] =>
  [...new Set(filled.map(({ entry }) => lockBlockOf(entry.slotId)))].toSorted((a, b) => a - b)

/** Every block that a page needs has a lock. Where none can be kept, a page is sealed under one that nobody will know again. */
async function lockAll(
  context: AppContext,
  locks: Locks,
  contents: ReadonlyMap<number, readonly Filled[]>,
): Promise<void> {
  const missing = [...new Set([...contents.values()].flatMap(blocksOf))].filter((block) => !locks.has(block))
  if (missing.length === 0) return
  const made: SlotLock[] = missing.map((block) => ({ block, lock: randomBytes(32) }))
  await unlessDiskIsFull(() => context.store.makeSlotLocks(made))
  for (const { block, lock } of [...made, ...(await context.store.slotLocks())]) locks.set(block, lock)
}

type Sealing = { readonly serial: number; readonly locks: Locks; readonly written: Map<string, Uint8Array> }

function sealedPage({ secret }: Viewer, { from, filled }: Content, { serial, locks, written }: Sealing): Noted {
  const blocks = blocksOf(filled)
  const key = pageKey(
    secret,
    blocks.map((block) => locks.get(block) ?? new Uint8Array(0)),
  )
  const counts = new Map<string, number>()
  for (const { row } of filled) {
    const text = JSON.stringify(row.outline)
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  const counted: readonly Counted[] = [...counts]
  const rows = filled.map(({ row }) => row)
  const entries = utf8(JSON.stringify(filled.map(({ entry }) => entry)))
  written.set(listTag(secret, 'entries', serial), sealListPart(secret, 'entries', serial, entries))
  written.set(listTag(secret, 'rows', serial), sealLockedPart(key, 'rows', serial, printRows(rows)))
  for (const [n, filter] of printFilters(rows).entries()) {
    const at = filterSerial(serial, n)
    written.set(listTag(secret, 'words', at), sealLockedPart(key, 'words', at, filter))
  }
  const outlines = toBase64(sealNote(key, serial, utf8(JSON.stringify(counted))))
  return { note: { serial, from, blocks, outlines }, page: { serial, from, blocks, key, counted } }
}

type Writing = {
  readonly head: Head
  readonly written: ReadonlyMap<string, Uint8Array>
  readonly dropped: readonly string[]
}

/** Where nothing can be written, the request goes on with what it has. Throws MovedOn when another request was faster. */
async function kept(
  context: AppContext,
  viewer: Viewer,
  { sealed: before, unsaved }: State,
  { head, written, dropped }: Writing,
): Promise<State> {
  const { tag, sealed } = sealedHead(viewer, head)
  const pages = [...unsaved, ...written].map(([tag, sealed]) => ({ tag, sealed }))
  let saved: boolean | undefined
  await unlessDiskIsFull(async () => {
    // A register that refuses to write answers nothing.
    saved = await context.store.saveListPages({ head: { tag, before, sealed }, pages, dropped })
  })
  if (saved === false) throw new MovedOn()
  return saved
    ? { head, sealed, unsaved: new Map() }
    : { head, sealed: before, unsaved: new Map([...unsaved, ...written]) }
}
