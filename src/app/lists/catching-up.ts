/**
 * Bringing an account's pages up to date, at the beginning of every request that looks at them (docs/decisions/0011).
 *
 *     head ─> locks ─> events since ─> new slots, by trial ─> pages these touch ─> open those dossiers alone ─> write ─> again, while there is more
 *
 * Which pages are written follows from what everybody can see: the events since, and where their dossiers begin. A page is written anew
 * whether or not its account holds a grant of the dossier, so that neither a copy of the disk nor two of them show who does (R41, R42).
 * The pages are a cache: lost, broken or overtaken by another request they are made again, from slots and events.
 *
 * Whoever comes late has much to do: it is done in short turns, between which others are served, and kept step by step.
 */
import { randomBytes } from 'node:crypto'
import { setImmediate as othersTurn } from 'node:timers/promises'
import type { DossierId } from '../../domain/dossier/types.ts'
import type { SlotLock } from '../../store/list-store.ts'
import { readingPair } from '../../vault/account-keys.ts'
import { openGrantWith, SLOTS_PER_DOSSIER } from '../../vault/grants.ts'
import { holdGrant, type KeyringEntry } from '../../vault/keyring.ts'
import { listTag } from '../../vault/list-seals.ts'
import type { AppContext, Viewer } from '../context.ts'
import { unlessDiskIsFull } from '../full-disk.ts'
import { type Head, sealedHead, storedHead } from './head.ts'
import { indexFor, UNCOVERED } from './indexing.ts'
import { type Entry, Lists, MovedOn } from './lists.ts'
import { NotedPages } from './noted-pages.ts'
import { blocksOf, type Content, rewrittenContents, sealedPage } from './rewriting.ts'
import {
  type Counted,
  type Locks,
  openedShelf,
  PAGES_PER_SHELF,
  type PageNote,
  sealedShelf,
  type Shelf,
  tagsOfIndex,
  tagsOfPage,
} from './shelves.ts'

/** What one step takes on, so that an account that comes late keeps what it has done. */
const STEP = { slots: 8_000, events: 1_000 }
/** Tried in one turn of the event loop: some eight milliseconds. */
const SLOTS_PER_TURN = 200
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
    const { next, shelves, locks, more } = await step(context, viewer, state)
    if (!more) return new Lists(context, viewer, { shelves, locks, unsaved: next.unsaved })
    state = next
    await othersTurn()
  }
}

/** Whatever happened before is found through the slots. */
async function blankHead({ store }: AppContext): Promise<Head> {
  return { nextSerial: 0, scannedUpTo: 0, readUpTo: (await store.head('register')).size - 1, shelves: [] }
}

type Step = {
  readonly next: State
  readonly shelves: readonly Shelf[]
  readonly locks: Locks
  readonly more: boolean
}

async function step(context: AppContext, viewer: Viewer, state: State): Promise<Step> {
  const { head, unsaved } = state
  // In this order: a slot that is overwritten from here on leaves what follows under a lock that is gone.
  const locks: Locks = new Map((await context.store.slotLocks()).map(({ block, lock }) => [block, lock]))
  const changes = await context.store.changesAfter(head.readUpTo, STEP.events)
  const scanned = await scan(context, viewer, head.scannedUpTo)
  const shelves = await openedShelves(context, viewer, state, locks)
  const lists = new Lists(context, viewer, { shelves: [], locks, unsaved })
  const noted = await NotedPages.on(shelves, lists)
  const more = changes.length === STEP.events || scanned.tried === STEP.slots

  const changed = changes.filter(({ verb }) => verb !== 'viewed')
  const found = await withRegistrations(context, scanned.found)
  const touched = [...changed, ...found].map(({ registration }) => noted.placeOf(registration))
  const rewritten = new Set([...touched, ...noted.unopened, ...(noted.count === 0 ? [0] : [])])
  const readUpTo = changes.at(-1)?.leafIndex ?? head.readUpTo
  const overtaken = rewritten.size > 0 || scanned.upTo > head.scannedUpTo || changes.length >= PASSED_OVER
  if (!overtaken) return { next: state, shelves, locks, more }

  const contents = await rewrittenContents(context, viewer, lists, { noted, rewritten, changed, found })
  await lockAll(context, locks, [...contents.values()].flat())
  const written = new Map<string, Uint8Array>()
  const writing: Writing = { locks, lists, unsaved, written, nextSerial: head.nextSerial }
  const after = await writtenShelves(context, viewer, { shelves, noted, contents }, writing)
  const next: Head = {
    nextSerial: writing.nextSerial,
    scannedUpTo: scanned.upTo,
    readUpTo,
    shelves: after.map(({ serial, from }) => ({ serial, from })),
  }
  const dropped = droppedTags(viewer, {
    pages: [...rewritten].flatMap((i) => noted.at(i)?.note ?? []),
    before: shelves,
    after,
  })
  return { next: await kept(context, viewer, state, { head: next, written, dropped }), shelves: after, locks, more }
}

async function openedShelves(
  { store }: AppContext,
  viewer: Viewer,
  { head, unsaved }: State,
  locks: Locks,
): Promise<Shelf[]> {
  const tags = head.shelves.map(({ serial }) => listTag(viewer.secret, 'shelf', serial))
  const stored = await store.listPages(tags.filter((tag) => !unsaved.has(tag)))
  const byTag = new Map([...stored.map(({ tag, sealed }) => [tag, sealed] as const), ...unsaved])
  return head.shelves.map((note, i) => {
    const sealed = byTag.get(tags[i] ?? '')
    if (!sealed) throw new MovedOn()
    return openedShelf(viewer, note, sealed, locks)
  })
}

async function scan(context: AppContext, viewer: Viewer, after: number) {
  const found: KeyringEntry[] = []
  const pair = readingPair(viewer.secret)
  let upTo = after
  let settled = ''
  for (let tried = 0; ;) {
    const slots = await context.store.slotsAfter(upTo, SLOTS_PER_TURN)
    for (const { slotId, dossierId, slot } of slots) {
      // Grants are given by so many slots at once, among which an account has one.
      const given = `${dossierId} ${Math.floor((slotId - 1) / SLOTS_PER_DOSSIER)}`
      if (given === settled) continue
      const keys = openGrantWith(slot, pair)
      if (!keys) continue
      settled = given
      found.push(holdGrant(dossierId, slotId, slot, keys))
    }
    upTo = slots.at(-1)?.slotId ?? upTo
    tried += slots.length
    if (slots.length < SLOTS_PER_TURN || tried >= STEP.slots) return { found, upTo, tried }
    await othersTurn()
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

/** Every block that a page needs has a lock. Where none can be kept, a page is sealed under one that nobody will know again. */
async function lockAll(context: AppContext, locks: Locks, contents: readonly Content[]): Promise<void> {
  const missing = [...new Set(contents.flatMap(blocksOf))].filter((block) => !locks.has(block))
  if (missing.length === 0) return
  const made: SlotLock[] = missing.map((block) => ({ block, lock: randomBytes(32) }))
  await unlessDiskIsFull(() => context.store.makeSlotLocks(made))
  for (const { block, lock } of [...made, ...(await context.store.slotLocks())]) locks.set(block, lock)
}

type Writing = {
  readonly locks: Locks
  /** Reads the pages of before. */
  readonly lists: Lists
  readonly unsaved: ReadonlyMap<string, Uint8Array>
  readonly written: Map<string, Uint8Array>
  nextSerial: number
}
type Former = {
  readonly shelves: readonly Shelf[]
  readonly noted: NotedPages
  readonly contents: ReadonlyMap<number, readonly Content[]>
}

/** Those on which nothing changed as they are; of the others the pages that changed, their notes, and the index where it is time. */
async function writtenShelves(
  context: AppContext,
  viewer: Viewer,
  { shelves, noted, contents }: Former,
  writing: Writing,
): Promise<Shelf[]> {
  const after: Shelf[] = []
  for (const n of shelves.length === 0 ? [0] : shelves.keys()) {
    const before = shelves[n]
    const places = before ? noted.placesOn(n) : [0]
    if (before?.counts && !places.some((i) => contents.has(i))) {
      after.push(before)
      continue
    }
    const pages: (PageNote & { readonly counted: readonly Counted[] })[] = []
    for (const i of places) {
      const content = contents.get(i)
      const former = noted.at(i)
      if (!content && former?.counted) pages.push({ ...former.note, counted: former.counted })
      for (const each of content ?? []) {
        pages.push(await sealedPage(viewer, each, { ...writing, serial: writing.nextSerial++ }))
        if (contents.size > 1) await othersTurn()
      }
    }
    for (let from = 0; from < pages.length; from += PAGES_PER_SHELF) {
      const some = pages.slice(from, from + PAGES_PER_SHELF)
      const reader = new Lists(context, viewer, {
        shelves: [],
        locks: writing.locks,
        unsaved: new Map([...writing.unsaved, ...writing.written]),
      })
      const index = await indexFor(viewer, some, {
        // One index belongs to one shelf.
        former: from === 0 ? (before?.index ?? null) : null,
        uncovered:
          from + PAGES_PER_SHELF < pages.length
            ? UNCOVERED.filled
            : n < shelves.length - 1
              ? UNCOVERED.older
              : UNCOVERED.newest,
        serial: writing.nextSerial++,
        locks: writing.locks,
        lists: reader,
        written: writing.written,
      })
      const { shelf, tag, sealed } = sealedShelf(
        viewer.secret,
        writing.nextSerial++,
        { pages: some, index },
        writing.locks,
      )
      writing.written.set(tag, sealed)
      after.push(shelf)
    }
  }
  return after
}

type Change = {
  readonly pages: readonly PageNote[]
  readonly before: readonly Shelf[]
  readonly after: readonly Shelf[]
}

function droppedTags({ secret }: Viewer, { pages, before, after }: Change): string[] {
  const [shelves, indexes] = [
    new Set(after.map(({ serial }) => serial)),
    new Set(after.map(({ index }) => index?.serial)),
  ]
  return [
    ...pages.flatMap(({ serial }) => tagsOfPage(secret, serial)),
    ...before.flatMap(({ serial, index }) => [
      ...(shelves.has(serial) ? [] : [listTag(secret, 'shelf', serial)]),
      ...(index === null || indexes.has(index.serial) ? [] : tagsOfIndex(secret, index.serial)),
    ]),
  ]
}

type Keeping = {
  readonly head: Head
  readonly written: ReadonlyMap<string, Uint8Array>
  readonly dropped: readonly string[]
}

/** Where nothing can be written, the request goes on with what it has. Throws MovedOn when another request was faster. */
async function kept(
  context: AppContext,
  viewer: Viewer,
  { sealed: before, unsaved }: State,
  { head, written, dropped }: Keeping,
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
