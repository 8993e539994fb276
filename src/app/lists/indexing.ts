/**
 * The index of a shelf is a thousand kilobytes, so it is not written with every page: pages that changed since are asked by their own
 * filters, until there are enough of them.
 */
import { setImmediate as othersTurn } from 'node:timers/promises'
import { toBase64 } from '../../kit/bytes.ts'
import { listTag, sealLockedPart, sealNote } from '../../vault/list-seals.ts'
import type { Viewer } from '../context.ts'
import { printIndex } from './filters.ts'
import type { Lists } from './lists.ts'
import {
  blocksOfAll,
  type IndexNote,
  indexOpens,
  keyUnderLocks,
  type Locks,
  type PageNote,
  pieceSerial,
} from './shelves.ts'

/** So many pages that no index covers are worth a new one: on the newest shelf, on one that was just filled, and on those of before. */
export const UNCOVERED = { newest: 32, filled: 1, older: 8 } as const
/** Filters read in one turn of the event loop. */
const READ_PER_TURN = 32

type Indexing = {
  readonly former: IndexNote | null
  readonly uncovered: (typeof UNCOVERED)[keyof typeof UNCOVERED]
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
  { former, uncovered, serial, locks, lists, written }: Indexing,
): Promise<IndexNote | null> {
  const standing = former && indexOpens(secret, former, locks) ? former : null
  const covered = new Set(standing?.covers)
  if (pages.filter((page) => !covered.has(page.serial)).length < uncovered) return standing
  const filters = []
  for (const [n, page] of pages.entries()) {
    if (n % READ_PER_TURN === READ_PER_TURN - 1) await othersTurn()
    filters.push(await lists.filterOf(page))
  }
  const blocks = blocksOfAll(pages)
  const key = keyUnderLocks(secret, blocks, locks)
  for (const [n, piece] of printIndex(filters).entries()) {
    const at = pieceSerial(serial, n)
    written.set(listTag(secret, 'index', at), sealLockedPart(key, 'index', at, piece))
  }
  const check = toBase64(sealNote(key, serial, new Uint8Array(0)))
  return { serial, blocks, covers: pages.map((page) => page.serial), check }
}
