/**
 * One stretch of the register, read once: each entry is hashed and is the one that its event gives, each tile of level 0 holds these hashes,
 * each checkpoint is signed. What the stretch cannot know (the roots of what came before it, the dossiers' earlier events) it hands on.
 *
 * It answers only whether all fits. The first thing that does not is named by the slow way (check-trail.ts, check-events.ts), which
 * needs no speed.
 */
import { hash } from 'node:crypto'
import type { DossierId } from '../../domain/dossier/types.ts'
import type { AuditRow, AuditRows } from '../../store/sqlite-audit-rows.ts'
import { parseCheckpoint } from '../../trail/checkpoint.ts'
import { checkNote, parseNote } from '../../trail/note.ts'
import { parseVkey, type VerifierKey } from '../../trail/verifier-key.ts'
import { HASH_LENGTH } from '../../trail/merkle.ts'
import { TILE_WIDTH } from '../../trail/tiles.ts'

export type WatchedCheckpoint = { readonly size: number; readonly note: string }

export type Stretch = {
  /** Begins with a full tile. */
  readonly from: number
  readonly to: number
  readonly vkey: string
  /** Checkpoints with `from` < size <= `to`, by size. */
  readonly checkpoints: readonly WatchedCheckpoint[]
}

export type StretchReport = {
  /** Roots of the full tiles, joined. */
  readonly tileRoots: Uint8Array
  /** The leaf hashes after the last full tile, joined. */
  readonly rest: Uint8Array
  /** For each checkpoint the root that it signs, and the root over those of its leaves that lie after its last full tile (zeros when none do). */
  readonly signedRoots: Uint8Array
  readonly partialRoots: Uint8Array
  readonly dossiers: readonly DossierStretch[]
}

/** What the stretch says of one dossier. */
export type DossierStretch = {
  readonly id: DossierId
  readonly firstSequence: number
  sequence: number
  readonly firstDate: string
  lastDate: string
  facts: string
}

/** Null when anything does not fit. */
export function auditStretch(rows: AuditRows, { from, to, vkey, checkpoints }: Stretch): StretchReport | null {
  const tiles = new TileHashes()
  const notes = new Notes(parseVkey(vkey), checkpoints)
  const dossiers = new Map<DossierId, DossierStretch>()
  const digests = new FactsDigests()
  const tileRoots = Buffer.alloc(Math.floor((to - from) / TILE_WIDTH) * HASH_LENGTH)
  for (let at = from; at < to; at += TILE_WIDTH) {
    const upTo = Math.min(at + TILE_WIDTH, to)
    const page = rows.entries(at, upTo)
    // As many rows as indexes, each with another index: so none is missing.
    if (page.length !== upTo - at) return null
    let size = at
    for (const row of page) {
      const [entry, kept] = row
      if (!entryFits(row, digests) || !follows(row, dossiers)) return null
      const leaf = hash('sha256', `\0${entry}`, 'buffer')
      if (!leaf.equals(kept)) return null
      tiles.add(leaf)
      size += 1
      if (!notes.reached(size, tiles)) return null
    }
    if (!tiles.full) continue
    const index = at / TILE_WIDTH
    const [tile] = rows.tiles(index, index + 1)
    const root = tiles.root()
    if (!tile || !tiles.bytes.equals(tile[1]) || !root.equals(tile[2])) return null
    root.copy(tileRoots, (index - from / TILE_WIDTH) * HASH_LENGTH)
    tiles.clear()
  }
  return {
    tileRoots,
    rest: Buffer.from(tiles.bytes.subarray(0, tiles.count * HASH_LENGTH)),
    ...notes.found(),
    dossiers: [...dossiers.values()],
  }
}

const COMMITMENT = /^slots [A-Za-z0-9+/]{43}=\n$/
const COMMITMENT_LENGTH = 'slots '.length + 44 + 1
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** There is one way to write an entry, so the one that the event gives is the stored one, letter by letter. */
function entryFits([entry, , dossierId, sequence, date, facts, sealed]: AuditRow, digests: FactsDigests): boolean {
  if (dossierId === null || facts === null || sealed === null || !ID.test(dossierId)) return false
  const bound = entry.startsWith('liuhen/event@v2\n')
  const slots = bound ? entry.slice(-COMMITMENT_LENGTH) : ''
  if (bound && !COMMITMENT.test(slots)) return false
  return (
    entry ===
    `liuhen/event@${bound ? 'v2' : 'v1'}\ndossier ${dossierId}\nsequence ${sequence}\ndate ${date}\n` +
      `facts ${digests.of(facts)}\nsealed ${hash('sha256', sealed, 'base64')}\n${slots}`
  )
}

/** A dossier's events are counted without a gap, in the order of the trail. */
function follows([, , id, sequence, date, facts]: AuditRow, dossiers: Map<DossierId, DossierStretch>): boolean {
  if (id === null || sequence === null || date === null || facts === null) return false
  const before = dossiers.get(id)
  if (!before) {
    dossiers.set(id, { id, firstSequence: sequence, sequence, firstDate: date, lastDate: date, facts })
    return true
  }
  if (sequence !== before.sequence + 1) return false
  before.sequence = sequence
  before.lastDate = date
  before.facts = facts
  return true
}

/** Few facts differ: each is hashed once. */
class FactsDigests {
  readonly #known = new Map<string, string>()

  of(facts: string): string {
    const known = this.#known.get(facts)
    if (known !== undefined) return known
    if (this.#known.size > 10_000) this.#known.clear()
    const digest = hash('sha256', facts, 'base64')
    this.#known.set(facts, digest)
    return digest
  }
}

/** The hashes of one tile, and the complete subtrees over them: the root of as many as there are costs eight hashes at most. */
class TileHashes {
  readonly bytes = Buffer.alloc(TILE_WIDTH * HASH_LENGTH)
  count = 0
  readonly #subtrees: Buffer[] = []
  readonly #pair = Buffer.alloc(1 + 2 * HASH_LENGTH)

  constructor() {
    this.#pair[0] = 1
  }

  get full(): boolean {
    return this.count === TILE_WIDTH
  }

  add(leaf: Buffer): void {
    leaf.copy(this.bytes, this.count * HASH_LENGTH)
    let node = leaf
    for (let rest = this.count; rest % 2 === 1; rest = (rest - 1) / 2) node = this.#over(this.#subtrees.pop(), node)
    this.#subtrees.push(node)
    this.count += 1
  }

  /** Of at least one leaf. */
  root(): Buffer {
    return this.#subtrees.reduceRight((right, left) => this.#over(left, right))
  }

  clear(): void {
    this.count = 0
    this.#subtrees.length = 0
  }

  #over(left: Buffer | undefined, right: Buffer): Buffer {
    left?.copy(this.#pair, 1)
    right.copy(this.#pair, 1 + HASH_LENGTH)
    return hash('sha256', this.#pair, 'buffer')
  }
}

class Notes {
  readonly #key: VerifierKey
  readonly #checkpoints: readonly WatchedCheckpoint[]
  readonly #signed: Buffer
  readonly #partial: Buffer
  #next = 0

  constructor(key: VerifierKey, checkpoints: readonly WatchedCheckpoint[]) {
    this.#key = key
    this.#checkpoints = checkpoints
    this.#signed = Buffer.alloc(checkpoints.length * HASH_LENGTH)
    this.#partial = Buffer.alloc(checkpoints.length * HASH_LENGTH)
  }

  /** False when a checkpoint of this size is not one that the key signed. */
  reached(size: number, tiles: TileHashes): boolean {
    for (; this.#checkpoints[this.#next]?.size === size; this.#next += 1) {
      const signed = checkNote(parseNote(this.#checkpoints[this.#next]?.note ?? ''), [this.#key])
      if (!signed.ok) return false
      const { treeSize, root } = parseCheckpoint(signed.text)
      if (treeSize !== size) return false
      this.#signed.set(root, this.#next * HASH_LENGTH)
      if (!tiles.full) tiles.root().copy(this.#partial, this.#next * HASH_LENGTH)
    }
    return true
  }

  found(): Pick<StretchReport, 'signedRoots' | 'partialRoots'> {
    return { signedRoots: this.#signed, partialRoots: this.#partial }
  }
}
