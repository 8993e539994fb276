/**
 * One stretch of the register, read once: each entry is hashed and is the one that its event gives, each tile of level 0 holds these hashes,
 * each checkpoint is signed. What the stretch cannot know (the roots of what came before it, the dossiers' earlier events) it hands on.
 *
 * It answers only whether all fits. The first thing that does not is named by the slow way (check-trail.ts, check-events.ts), which
 * needs no speed.
 */
import { hash } from 'node:crypto'
import type { AuditPage, AuditRows } from '../../store/audit-rows.ts'
import { parseCheckpoint } from '../../trail/checkpoint.ts'
import { HASH_LENGTH } from '../../trail/merkle.ts'
import { checkNote, parseNote } from '../../trail/note.ts'
import { TILE_WIDTH } from '../../trail/tiles.ts'
import { parseVkey, type VerifierKey } from '../../trail/verifier-key.ts'
import { bytesOf, type HashText, hashText, PageTree } from './page-tree.ts'

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
  /** For each checkpoint the root that it signs, and the root over those of its leaves that lie after its last full tile (zeros when none do). */
  readonly signedRoots: Uint8Array
  readonly partialRoots: Uint8Array
  readonly dossiers: readonly DossierStretch[]
}

/** What the stretch says of one dossier. */
export type DossierStretch = {
  readonly id: string
  readonly firstSequence: number
  sequence: number
  readonly firstDate: string
  lastDate: string
  facts: string
}

/** Null when anything does not fit. */
export async function auditStretch(
  rows: AuditRows,
  { from, to, vkey, checkpoints }: Stretch,
): Promise<StretchReport | null> {
  const tile = new PageTree()
  const notes = new Notes(parseVkey(vkey), checkpoints)
  const dossiers = new Map<string, DossierStretch>()
  const digests = new FactsDigests()
  let tileRoots: HashText = ''
  for (let at = from; at < to; at += TILE_WIDTH) {
    const upTo = Math.min(at + TILE_WIDTH, to)
    const page = await rows.entries(at, upTo)
    const events = page && eventsOf(page, upTo - at)
    if (!events || !entriesFit(events, digests)) return null
    let size = at
    for (const event of events) {
      if (!follows(event, dossiers)) return null
      tile.add(hashText(`\0${event.entry}`))
      size += 1
      if (!notes.reached(size, tile)) return null
    }
    if (tile.joined !== page.leafHashes.toString('latin1')) return null
    if (!tile.full) continue
    const stored = await rows.tile(at / TILE_WIDTH)
    const root = tile.root()
    if (stored?.hashes.toString('latin1') !== tile.joined || stored.root.toString('latin1') !== root) return null
    tileRoots += root
    tile.clear()
  }
  return { tileRoots: bytesOf(tileRoots), ...notes.found(), dossiers: [...dossiers.values()] }
}

type PageEvent = {
  readonly entry: string
  readonly dossierId: string
  readonly sequence: string
  readonly date: string
  readonly facts: string
  readonly sealedDigest: string
}

/**
 * Takes the columns apart. A value that holds the sign between two values makes one part too many; and what an entry is made of never holds
 * the sign between two entries, so none ends elsewhere than in its row.
 */
function eventsOf(page: AuditPage, count: number): PageEvent[] | null {
  if (!/^[\d,]*$/.test(page.sequences) || !/^[\d,-]*$/.test(page.dates)) return null
  const [entries, ids, facts] = [page.entries.split('|'), page.dossierIds.split(','), page.facts.split('\n')]
  const [sequences, dates] = [page.sequences.split(','), page.dates.split(',')]
  const lengths = page.sealedLengths.split(',')
  if ([entries, ids, facts, sequences, dates, lengths].some((parts) => parts.length !== count)) return null
  let end = 0
  const events = entries.map((entry, i) => {
    const start = end
    end += Number(lengths[i])
    return {
      entry,
      dossierId: ids[i] ?? '',
      sequence: sequences[i] ?? '',
      date: dates[i] ?? '',
      facts: facts[i] ?? '',
      sealedDigest: hash('sha256', page.sealed.subarray(start, end), 'base64'),
    }
  })
  return end === page.sealed.length ? events : null
}

const COMMITMENTS = /^(?:slots [A-Za-z0-9+/]{43}=\n)*$/
const COMMITMENT_LENGTH = 'slots '.length + 44 + 1
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** There is one way to write an entry, so the ones that the events give are the stored ones, letter by letter. */
function entriesFit(events: readonly PageEvent[], digests: FactsDigests): boolean {
  let commitments = ''
  for (const { entry, dossierId, sequence, date, facts, sealedDigest } of events) {
    const bound = entry.startsWith('liuhen/event@v2\n')
    const slots = bound ? entry.slice(-COMMITMENT_LENGTH) : ''
    commitments += slots
    const expected =
      `liuhen/event@${bound ? 'v2' : 'v1'}\ndossier ${dossierId}\nsequence ${sequence}\ndate ${date}\n` +
      `facts ${digests.of(facts)}\nsealed ${sealedDigest}\n${slots}`
    if (entry !== expected) return false
  }
  return COMMITMENTS.test(commitments)
}

/** A dossier's events are counted without a gap, in the order of the trail. */
function follows({ dossierId: id, date, facts, ...event }: PageEvent, dossiers: Map<string, DossierStretch>): boolean {
  const sequence = Number(event.sequence)
  const before = dossiers.get(id)
  if (!before) {
    if (!ID.test(id)) return false
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
    // A copy: a part of a page's column keeps the whole column in memory.
    this.#known.set(Buffer.from(facts).toString(), digest)
    return digest
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
  reached(size: number, tile: PageTree): boolean {
    for (; this.#checkpoints[this.#next]?.size === size; this.#next += 1) {
      const signed = checkNote(parseNote(this.#checkpoints[this.#next]?.note ?? ''), [this.#key])
      if (!signed.ok) return false
      const { treeSize, root } = parseCheckpoint(signed.text)
      if (treeSize !== size) return false
      this.#signed.set(root, this.#next * HASH_LENGTH)
      if (!tile.full) this.#partial.write(tile.root(), this.#next * HASH_LENGTH, 'latin1')
    }
    return true
  }

  found(): Pick<StretchReport, 'signedRoots' | 'partialRoots'> {
    return { signedRoots: this.#signed, partialRoots: this.#partial }
  }
}
