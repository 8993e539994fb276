/**
 * Grant slots ↔ the trail (docs/decisions/0013): every slot is what was written there, none is gone, none was put in, and all of them
 * together are what the newest entry commits to.
 *
 * Opens none of them, so it cannot say whose a slot is, nor whether it is anybody's (R42).
 */
import { equalBytes, toHex } from '../../kit/bytes.ts'
import { commitmentInBody } from '../../store/slot-tree.ts'
import type { AuditedSlot, SlotAudit, Store } from '../../store/store.ts'
import { appendLeaf, emptyRoot, rootOfFrontier, type Frontier } from '../../trail/merkle.ts'
import { missingSlotHash, slotHash, slotsCommitment } from '../../trail/slot-commitment.ts'
import { rootOfHashes, TILE_WIDTH } from '../../trail/tiles.ts'
import { concat } from '../../kit/bytes.ts'
import { slotWork } from '../trail-work.ts'
import { type Auditors, quickOrNull } from './auditors.ts'
import { Found, type SlotsPlace } from './finding.ts'
import { quickSlots } from './quick-slots.ts'

const SLOTS_PER_READ = 1024
const NONE = 'none'

export type SlotsSummary = { readonly count: number; readonly by: SlotsPlace }

/** Without threads only the slow way, which comes to the same. */
export const checkSlots = (store: Store, auditors: Auditors | null = null): Promise<SlotsSummary> =>
  store.auditSlots((audit) => checkAudit(audit, auditors))

async function checkAudit(audit: SlotAudit, auditors: Auditors | null): Promise<SlotsSummary> {
  const { tree, entries } = audit
  const inNewest = audit.newestEntry && slotWork.commitmentIn(audit.newestEntry)
  // A register of before: nothing was ever committed to, and the tree is begun when it is next opened for writing.
  if (!tree && !inNewest) return { count: 0, by: null }
  const newest: SlotsPlace = { trail: 'register', leafIndex: entries - 1 }
  const byRotation = tree?.trail === 'security' && tree.leafIndex !== null
  const by = byRotation ? { trail: 'security' as const, leafIndex: tree.leafIndex ?? 0 } : inNewest ? newest : null
  const committed = byRotation ? audit.rotationBody && commitmentInBody(audit.rotationBody) : inNewest
  const fits = (root: Uint8Array): { readonly ok: boolean; readonly found: Uint8Array | null } => {
    const found = tree?.salt ? slotsCommitment({ slots: tree.size, entries, root }, tree.salt) : null
    return { ok: committed ? found !== null && equalBytes(found, committed) : found === null, found }
  }
  const quick = auditors && (await quickOrNull(() => quickSlots(audit, auditors)))
  if (quick && fits(quick.root).ok) return { count: quick.count, by }

  const walk = new Walk(tree?.size ?? 0, audit.pages, by)
  for (let after = Number.MIN_SAFE_INTEGER; ;) {
    const slots = await audit.read(after, SLOTS_PER_READ)
    for (const slot of slots) walk.take(slot)
    after = slots.at(-1)?.slotId ?? after
    if (slots.length < SLOTS_PER_READ) break
  }
  const { ok, found } = fits(walk.end())
  if (!ok) throw walk.differing(committed ? toHex(committed) : NONE, found ? toHex(found) : NONE)
  return { count: walk.count, by }
}

type Pages = SlotAudit['pages']

/** Goes through the slots in the order of their numbers; throws a Found at the first that is not as it was written. */
class Walk {
  count = 0
  readonly #size: number
  readonly #pages: Pages
  readonly #by: SlotsPlace
  #page: Uint8Array[] = []
  #pagesDone = 0
  /** The first number without a slot in the unfinished page. Numbers may be left out, but then their page says so too. */
  #absent: number | null = null
  #frontier: Frontier = []

  constructor(size: number, pages: Pages, by: SlotsPlace) {
    this.#size = size
    this.#pages = pages
    this.#by = by
  }

  take(row: AuditedSlot): void {
    const { slotId, digest } = row
    const { id: dossierId } = row.dossier
    if (slotId < 1 || slotId > this.#size || !digest) throw this.#found('added', slotId, dossierId)
    const hash = slotHash(row)
    if (!equalBytes(hash, digest)) throw this.#found('overwritten', slotId, dossierId)
    this.#leaveOutUpTo(slotId)
    this.#push(hash)
    this.count += 1
  }

  /** The root of all of them. */
  end(): Uint8Array {
    this.#leaveOutUpTo(this.#size + 1)
    if (this.#page.length === 0) return this.#pagesDone === 0 ? emptyRoot() : rootOfFrontier(this.#frontier)
    return rootOfFrontier([...this.#frontier, rootOfHashes(concat(...this.#page))])
  }

  /** All of the last page, or of everything when that is whole: what differs lies behind the last root that was kept. */
  differing(expected: string, found: string): Found {
    if (this.#absent !== null) return this.#found('missing', this.#absent, null)
    const [firstSlot, lastSlot] = [1, this.#size]
    return new Found({ rule: 'slotsMatchTrail', firstSlot, lastSlot, by: this.#by, expected, found })
  }

  #next(): number {
    return this.#pagesDone * TILE_WIDTH + this.#page.length + 1
  }

  #leaveOutUpTo(slotId: number): void {
    while (this.#next() < slotId) {
      this.#absent ??= this.#next()
      this.#push(missingSlotHash)
    }
  }

  #push(hash: Uint8Array): void {
    this.#page.push(hash)
    if (this.#page.length < TILE_WIDTH) return
    const root = rootOfHashes(concat(...this.#page))
    const page = this.#pagesDone
    const kept = this.#pages[page]
    if (kept?.page !== page || !equalBytes(kept.root, root)) {
      if (this.#absent !== null) throw this.#found('missing', this.#absent, null)
      const [firstSlot, lastSlot] = [page * TILE_WIDTH + 1, (page + 1) * TILE_WIDTH]
      const [expected, found] = [kept ? toHex(kept.root) : NONE, toHex(root)]
      throw new Found({ rule: 'slotsMatchTrail', firstSlot, lastSlot, by: this.#by, expected, found })
    }
    this.#frontier = appendLeaf(this.#frontier, page, root)
    this.#pagesDone += 1
    this.#page = []
    this.#absent = null
  }

  #found(what: 'overwritten' | 'missing' | 'added', slotId: number, dossierId: string | null): Found {
    return new Found({ rule: 'slotIsAsWritten', what, slotId, dossierId, by: this.#by })
  }
}
