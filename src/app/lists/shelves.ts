/**
 * Shelves: so many pages each, so that a look which writes one page writes the notes of a few and not of all (docs/decisions/0011).
 *
 * How many rows of which outline stand on its pages is sealed under all their locks together: when one of these was made anew, the counts are
 * taken from those pages that still open. The index of a shelf is sealed likewise, and covers the pages that it was made from.
 */
import { concat, fromBase64, fromUtf8, u32be, utf8 } from '../../kit/bytes.ts'
import type { AccountSecret } from '../../vault/account-keys.ts'
import { listTag, openListPart, openNote, pageKey, sealListPart, sealNote } from '../../vault/list-seals.ts'
import type { AppContext, Viewer } from '../context.ts'
import { PIECES } from './filters.ts'
import { type Head, headTag, type ShelfNote, storedHead } from './head.ts'

export const PAGES_PER_SHELF = 128

/** Locks by the block of slots that they stand for (store/slot-locks.ts). */
export type Locks = Map<number, Uint8Array>

export type PageNote = {
  readonly serial: number
  /** The first leaf index whose dossiers stand here; up to the next page's. */
  readonly from: number
  /** Whose locks the page is sealed under. */
  readonly blocks: readonly number[]
}

/** How many rows of this outline; the outline as JSON. */
export type Counted = readonly [outline: string, count: number]

export type IndexNote = {
  readonly serial: number
  readonly blocks: readonly number[]
  /** The serials of the pages that it was made from. */
  readonly covers: readonly number[]
  /** Opens while the pieces do; base64. */
  readonly check: string
}

/**
 * As it lies in the store, sealed for the account:
 *
 *     u32 length of the JSON | JSON { pages, blocks, index } | the counts, sealed under the locks of these blocks
 */
type ShelfText = {
  readonly pages: readonly PageNote[]
  readonly blocks: readonly number[]
  readonly index: IndexNote | null
}

/** Flat, because every look reads those of all pages. */
export type Counts = {
  /** As JSON. */
  readonly outlines: readonly string[]
  /** Of each page in turn: which outline, how many rows, which outline, how many rows … */
  readonly pages: readonly (readonly number[])[]
}

export type Shelf = ShelfNote & {
  readonly pages: readonly PageNote[]
  /** Null when one of the locks was made anew. */
  readonly counts: Counts | null
  /** Whether it still opens, `indexOpens` tells. */
  readonly index: IndexNote | null
}

export function countedOn({ outlines, pages }: Counts, place: number): Counted[] {
  const pairs = pages[place] ?? []
  return Array.from({ length: pairs.length / 2 }, (_, k) => [outlines[pairs[2 * k] ?? -1] ?? '', pairs[2 * k + 1] ?? 0])
}

export const keyUnderLocks = (secret: AccountSecret, blocks: readonly number[], locks: Locks): Uint8Array =>
  pageKey(
    secret,
    blocks.map((block) => locks.get(block) ?? NO_LOCK),
  )
const NO_LOCK = new Uint8Array(0)

export const blocksOfAll = (pages: readonly Pick<PageNote, 'blocks'>[]): number[] =>
  [...new Set(pages.flatMap(({ blocks }) => blocks))].toSorted((a, b) => a - b)

function textIn(
  secret: AccountSecret,
  serial: number,
  sealed: Uint8Array,
): ShelfText & { readonly counts: Uint8Array } {
  const bytes = openListPart(secret, 'shelf', serial, sealed)
  const end = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  return { ...(JSON.parse(fromUtf8(bytes.subarray(4, end))) as ShelfText), counts: bytes.subarray(end) }
}

export function openedShelf(
  { secret }: Pick<Viewer, 'secret'>,
  { serial, from }: ShelfNote,
  sealed: Uint8Array,
  locks: Locks,
): Shelf {
  const { pages, blocks, index, counts } = textIn(secret, serial, sealed)
  const opened = openNote(keyUnderLocks(secret, blocks, locks), serial, counts)
  return { serial, from, pages, counts: opened && (JSON.parse(fromUtf8(opened)) as Counts), index }
}

/** False when one of the locks of the pages that it covers was made anew. */
export const indexOpens = (secret: AccountSecret, { serial, blocks, check }: IndexNote, locks: Locks): boolean =>
  openNote(keyUnderLocks(secret, blocks, locks), serial, fromBase64(check)) !== null

export type ShelfContent = {
  readonly pages: readonly (PageNote & { readonly counted: readonly Counted[] })[]
  readonly index: IndexNote | null
}

export function sealedShelf(
  secret: AccountSecret,
  serial: number,
  { pages, index }: ShelfContent,
  locks: Locks,
): { readonly shelf: Shelf; readonly tag: string; readonly sealed: Uint8Array } {
  const outlines = new Map<string, number>()
  const counted = pages.map(({ counted }) =>
    counted.flatMap(([outline, count]) => {
      const place = outlines.get(outline) ?? outlines.size
      outlines.set(outline, place)
      return [place, count]
    }),
  )
  const counts: Counts = { outlines: [...outlines.keys()], pages: counted }
  const notes = pages.map(({ serial, from, blocks }): PageNote => ({ serial, from, blocks }))
  const blocks = blocksOfAll(pages)
  const text = utf8(JSON.stringify({ pages: notes, blocks, index } satisfies ShelfText))
  const locked = sealNote(keyUnderLocks(secret, blocks, locks), serial, utf8(JSON.stringify(counts)))
  return {
    shelf: { serial, from: notes[0]?.from ?? 0, pages: notes, counts, index },
    tag: listTag(secret, 'shelf', serial),
    sealed: sealListPart(secret, 'shelf', serial, concat(u32be(text.length), text, locked)),
  }
}

export const pieceSerial = (index: number, piece: number): number => index * PIECES + piece

export const tagsOfPage = (secret: AccountSecret, serial: number): string[] =>
  (['entries', 'rows', 'words'] as const).map((part) => listTag(secret, part, serial))

export const tagsOfIndex = (secret: AccountSecret, serial: number): string[] =>
  Array.from({ length: PIECES }, (_, piece) => listTag(secret, 'index', pieceSerial(serial, piece)))

/** Of each shelf that the head names and the store has: its pages, and the serial of its index. */
export async function shelvesOf(
  { store }: AppContext,
  secret: AccountSecret,
  head: Head,
): Promise<{ readonly serial: number; readonly pages: readonly PageNote[]; readonly index: IndexNote | null }[]> {
  const shelves = []
  for (const { serial } of head.shelves) {
    const [row] = await store.listPages([listTag(secret, 'shelf', serial)])
    if (row) shelves.push({ serial, ...textIn(secret, serial, row.sealed) })
  }
  return shelves
}

/** Everything of the account's that lies there, for when its keys end. */
export async function listTagsOf(context: AppContext, viewer: Pick<Viewer, 'secret'>): Promise<string[]> {
  const { secret } = viewer
  const { head } = await storedHead(context, viewer)
  const shelves = head ? await shelvesOf(context, secret, head) : []
  return [
    headTag(secret),
    ...shelves.flatMap(({ serial, pages, index }) => [
      listTag(secret, 'shelf', serial),
      ...pages.flatMap((page) => tagsOfPage(secret, page.serial)),
      ...(index ? tagsOfIndex(secret, index.serial) : []),
    ]),
  ]
}

/** Which page (or shelf) the dossiers of a leaf index stand on. */
export function placeOf(notes: readonly { readonly from: number }[], leafIndex: number): number {
  let [low, high] = [0, notes.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((notes[middle]?.from ?? 0) <= leafIndex) low = middle
    else high = middle - 1
  }
  return low
}
