/**
 * Some pages of grant slots, read once: each slot, with what its dossier's row says, gives the digest beside it, and the digests the root of
 * their page (docs/decisions/0013). It answers only whether all fits; what does not is named by the slow way (check-slots.ts).
 */
import type { AuditRows, SlotPage } from '../../store/audit-rows.ts'
import { missingSlotHash, slotDossierLines, slotNumberLines } from '../../trail/slot-commitment.ts'
import { TILE_WIDTH } from '../../trail/tiles.ts'
import { bytesOf, type HashText, hashText, PageTree } from './page-tree.ts'

/** Begins with a page. */
export type SlotRange = { readonly first: number; readonly last: number }

export type SlotReport = {
  readonly count: number
  /** Roots of the pages, joined; that of an unfinished page is the last. */
  readonly pageRoots: Uint8Array
}

const MISSING: HashText = Buffer.from(missingSlotHash).toString('latin1')

/** Null when a slot is not the one that its digest was made of. */
export async function auditSlots(rows: AuditRows, { first, last }: SlotRange): Promise<SlotReport | null> {
  const tree = new PageTree()
  let [count, pageRoots] = [0, '']
  for (let at = first; at <= last; at += TILE_WIDTH) {
    const upTo = Math.min(at + TILE_WIDTH - 1, last)
    const page = await rows.slots(at, upTo)
    const hashes = page && hashesOf(page)
    if (!hashes) return null
    for (let slotId = at; slotId <= upTo; slotId += 1) tree.add(hashes.get(slotId) ?? MISSING)
    count += hashes.size
    pageRoots += tree.root()
    tree.clear()
  }
  return { count, pageRoots: bytesOf(pageRoots) }
}

/** By number. Null when a digest beside a slot is another, or a value cannot be told from the next. */
function hashesOf(page: SlotPage): Map<number, HashText> | null {
  const [slotIds, dossierIds] = [parts(page.slotIds), parts(page.dossierIds)]
  const lengths = parts(page.slotLengths)
  if (dossierIds.length !== slotIds.length || lengths.length !== slotIds.length) return null
  const dossiers = new Map<string, string>(page.dossiers.map((dossier) => [dossier.id, slotDossierLines(dossier)]))
  const hashes = new Map<number, HashText>()
  const preimage = new Preimage()
  let [end, joined] = [0, '']
  for (const [i, slotId] of slotIds.entries()) {
    const lines = dossiers.get(dossierIds[i] ?? '')
    if (lines === undefined) return null
    const start = end
    end += Number(lengths[i])
    const hash = hashText(preimage.of(slotNumberLines(Number(slotId)) + lines, page.slots.subarray(start, end)))
    hashes.set(Number(slotId), hash)
    joined += hash
  }
  const whole = end === page.slots.length && hashes.size === slotIds.length
  return whole && joined === page.digests.toString('latin1') ? hashes : null
}

const parts = (column: string): string[] => (column === '' ? [] : column.split(','))

/** What a slot's hash is made of, in one piece of memory for all. */
class Preimage {
  #bytes = Buffer.alloc(1024) // The first byte stays 0x00: a leaf.

  of(header: string, slot: Uint8Array): Buffer {
    const least = 1 + 3 * header.length + slot.length
    if (this.#bytes.length < least) this.#bytes = Buffer.alloc(least)
    const start = 1 + this.#bytes.write(header, 1)
    this.#bytes.set(slot, start)
    return this.#bytes.subarray(0, start + slot.length)
  }
}
