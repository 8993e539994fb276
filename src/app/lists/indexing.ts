/**
 * The index of a shelf is a thousand kilobytes, so it is not written with every page: pages that changed since are asked by their own
 * filters, until there are enough of them.
 */
import { toBase64 } from '../../kit/bytes.ts'
import { listTag, sealLockedPart, sealNote } from '../../vault/list-seals.ts'
import type { Viewer } from '../context.ts'
import { printIndex } from './filters.ts'
import type { Lists } from './lists.ts'
import { blocksOfAll, type IndexNote, keyUnderLocks, type Locks, type PageNote, pieceSerial } from './shelves.ts'

/** So many pages that no index covers are worth a new one. */
const UNCOVERED = 8

type Indexing = {
  readonly former: IndexNote | null
  readonly serial: number
  readonly locks: Locks
  /** Reads the filters of these pages. */
  readonly lists: Lists
  readonly written: Map<string, Uint8Array>
}

/** The former one while it covers most of the pages, or a new one; null while there are few. */
export async function indexFor(
  { secret }: Pick<Viewer, 'secret'>,
  pages: readonly PageNote[],
  { former, serial, locks, lists, written }: Indexing,
): Promise<IndexNote | null> {
  const covered = new Set(former?.covers)
  if (pages.filter((page) => !covered.has(page.serial)).length < UNCOVERED) return former
  const filters = []
  for (const page of pages) filters.push(await lists.filtersOf(page))
  const blocks = blocksOfAll(pages)
  const key = keyUnderLocks(secret, blocks, locks)
  for (const [n, piece] of printIndex(filters).entries()) {
    const at = pieceSerial(serial, n)
    written.set(listTag(secret, 'index', at), sealLockedPart(key, 'index', at, piece))
  }
  const check = toBase64(sealNote(key, serial, new Uint8Array(0)))
  return { serial, blocks, covers: pages.map((page) => page.serial), check }
}
