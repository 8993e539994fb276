/**
 * The quick way through the grant slots: several threads hash some pages each, and what they found is put together here. Null when
 * anything does not fit, also because somebody wrote meanwhile: then the slow way, which sees one moment, says what it is.
 */
import { equalBytes } from '../../kit/bytes.ts'
import type { SlotAudit } from '../../store/store.ts'
import { appendLeaf, emptyRoot, HASH_LENGTH, rootOfFrontier, type Frontier } from '../../trail/merkle.ts'
import { TILE_WIDTH } from '../../trail/tiles.ts'
import type { Auditors } from './auditors.ts'

/** Slots that a thread takes at a time: full pages. */
const SLOTS_EACH = 32 * TILE_WIDTH

export async function quickSlots(
  { tree, pages, read }: SlotAudit,
  auditors: Auditors,
): Promise<{ readonly count: number; readonly root: Uint8Array } | null> {
  const size = tree?.size ?? 0
  const [before] = await read(Number.MIN_SAFE_INTEGER, 1)
  const [beyond] = await read(size, 1)
  if ((before && before.slotId < 1) || beyond) return null
  const reports = await auditors.slots(rangesOf(size))
  if (!reports || pages.length !== Math.floor(size / TILE_WIDTH)) return null
  const roots = Buffer.concat(reports.map(({ pageRoots }) => pageRoots))
  const rootAt = (page: number): Uint8Array => roots.subarray(page * HASH_LENGTH, (page + 1) * HASH_LENGTH)
  let frontier: Frontier = []
  for (const [at, { page, root }] of pages.entries()) {
    if (page !== at || !equalBytes(root, rootAt(at))) return null
    frontier = appendLeaf(frontier, at, root)
  }
  if (size % TILE_WIDTH !== 0) frontier = [...frontier, rootAt(pages.length)]
  const count = reports.reduce((sum, report) => sum + report.count, 0)
  return { count, root: size === 0 ? emptyRoot() : rootOfFrontier(frontier) }
}

const rangesOf = (size: number): { first: number; last: number }[] =>
  Array.from({ length: Math.ceil(size / SLOTS_EACH) }, (_, i) => ({
    first: i * SLOTS_EACH + 1,
    last: Math.min((i + 1) * SLOTS_EACH, size),
  }))
