/**
 * The quick way through the register: several threads read stretch after stretch, once, and what they found is put together here.
 *
 *     stretches ─> roots of tiles ─> tiles above ─> root at every checkpoint ─> the signed ones
 *             └──> dossiers ──────────────────────────────────────────────────> the list of dossiers
 *
 * It answers a summary when everything fits, and null when anything does not: then the slow way names what it is.
 */
import { equalBytes, toHex } from '../../kit/bytes.ts'
import type { Facts } from '../../domain/dossier/types.ts'
import type { AuditRows } from '../../store/audit-rows.ts'
import type { Store } from '../../store/store.ts'
import { appendLeaf, HASH_LENGTH, rootOfFrontier, type Frontier } from '../../trail/merkle.ts'
import { TileBuilder, type BuiltTile } from '../../trail/tile-builder.ts'
import { TILE_WIDTH, tilePath } from '../../trail/tiles.ts'
import type { DossierStretch, Stretch, StretchReport, WatchedCheckpoint } from './audit-stretch.ts'
import type { Auditors } from './auditors.ts'
import { type KeptCheckpoint, openSigned, readTile } from './check-trail.ts'
import { Found, type TrailSummary } from './finding.ts'

/** Entries that a thread takes at a time: full tiles, and so few that all threads end at nearly the same time. */
const ENTRIES_EACH = 16 * TILE_WIDTH
const DOSSIERS_PER_READ = 5000

export type QuickSummary = { readonly register: TrailSummary; readonly dossiers: number; readonly events: number }

export async function quickCheck(
  store: Store,
  auditors: Auditors,
  vkey: string,
  kept: readonly KeptCheckpoint[],
): Promise<QuickSummary | null> {
  const head = await store.head('register')
  const own = await store.checkpoints('register')
  const watched = watchedCheckpoints(vkey, head, [...own, { size: head.size, note: head.checkpoint }], kept)
  if (head.size === 0 || !watched) return null
  const stretches = stretchesOf(head.size, vkey, watched)
  const reports = await auditors.stretches(stretches)
  const upper = reports && (await treeFits(store, stretches, reports))
  const dossiers = upper === null ? null : await dossiersFit(await auditors.rows(), reports ?? [])
  if (upper === null || dossiers === null) return null
  const tiles = Math.ceil(head.size / TILE_WIDTH) + upper
  const register = { size: head.size, root: toHex(head.root), checkpoints: own.length, tiles }
  return { register, dossiers, events: head.size }
}

type Head = { readonly size: number; readonly root: Uint8Array; readonly checkpoint: string }

/** By size, without those of the empty tree; null when one is not signed, is larger than the register, or the head is not the signed one. */
function watchedCheckpoints(
  vkey: string,
  head: Head,
  own: readonly WatchedCheckpoint[],
  kept: readonly KeptCheckpoint[],
): readonly WatchedCheckpoint[] | null {
  try {
    const signed = openSigned('register', vkey, head.checkpoint)
    if (signed.treeSize !== head.size || !equalBytes(signed.root, head.root)) return null
    const begun = own
      .filter(({ size }) => size === 0)
      .every(({ note }) => openSigned('register', vkey, note).treeSize === 0)
    const fromElsewhere = kept.map(({ note }) => ({ size: openSigned('register', vkey, note).treeSize, note }))
    const all = [...own, ...fromElsewhere].filter(({ size }) => size > 0)
    if (!begun || all.some(({ size }) => size > head.size)) return null
    return all.toSorted((a, b) => a.size - b.size)
  } catch (error) {
    if (error instanceof Found) return null
    throw error
  }
}

function stretchesOf(size: number, vkey: string, watched: readonly WatchedCheckpoint[]): Stretch[] {
  let next = 0
  return Array.from({ length: Math.ceil(size / ENTRIES_EACH) }, (_, i) => {
    const [from, to] = [i * ENTRIES_EACH, Math.min((i + 1) * ENTRIES_EACH, size)]
    const first = next
    while ((watched[next]?.size ?? Infinity) <= to) next += 1
    return { from, to, vkey, checkpoints: watched.slice(first, next) }
  })
}

/** How many tiles above level 0 were compared; null when one of them, or a signed root, is another. */
async function treeFits(
  store: Store,
  stretches: readonly Stretch[],
  reports: readonly StretchReport[],
): Promise<number | null> {
  const tiles: BuiltTile[] = []
  const above = new TileBuilder((tile) => tiles.push(tile))
  let frontier: Frontier = []
  let full = 0
  for (const [n, { tileRoots, signedRoots, partialRoots }] of reports.entries()) {
    const last = tileRoots.length / HASH_LENGTH + full
    const first = full
    const { checkpoints = [] } = stretches[n] ?? {}
    let next = 0
    /** Those that end in the tile after so many full ones, or with the last of these. */
    const fits = (): boolean => {
      for (; Math.floor((checkpoints[next]?.size ?? Infinity) / TILE_WIDTH) === full; next += 1) {
        const ends = checkpoints[next]?.size === full * TILE_WIDTH
        const root = rootOfFrontier(ends ? frontier : [...frontier, hashAt(partialRoots, next)])
        if (!equalBytes(root, hashAt(signedRoots, next))) return false
      }
      return true
    }
    if (!fits()) return null
    while (full < last) {
      const root = hashAt(tileRoots, full - first)
      above.add(root)
      frontier = appendLeaf(frontier, full, root)
      full += 1
      if (!fits()) return null
    }
  }
  tiles.push(...above.partialTiles())
  for (const { address, hashes } of tiles) {
    const stored = await readTile(store, 'register', tilePath({ ...address, level: Number(address.level) + 1 }))
    if (!stored || !equalBytes(stored, hashes)) return null
  }
  return tiles.length
}

const hashAt = (joined: Uint8Array, i: number): Uint8Array => joined.subarray(i * HASH_LENGTH, (i + 1) * HASH_LENGTH)

/** How many dossiers there are; null when the list is not what the events say. */
async function dossiersFit(rows: AuditRows, reports: readonly StretchReport[]): Promise<number | null> {
  const folded = new Map<string, DossierStretch>()
  for (const { dossiers } of reports)
    for (const part of dossiers) {
      const before = folded.get(part.id)
      if (part.firstSequence !== (before?.sequence ?? 0) + 1) return null
      folded.set(part.id, before ? { ...part, firstDate: before.firstDate } : part)
    }
  const parsed = new Map<string, Facts>()
  const factsOf = (text: string): Facts => parsed.get(text) ?? parsed.set(text, JSON.parse(text) as Facts).get(text)!
  let listed = 0
  for (let after = ''; ;) {
    const page = await rows.dossiers(after, DOSSIERS_PER_READ)
    for (const [id, openedOn, lastEventOn, sequence, dueOn, owner] of page) {
      const should = folded.get(id)
      if (!should || should.firstDate !== openedOn || should.lastDate !== lastEventOn) return null
      const facts = factsOf(should.facts)
      if (should.sequence !== sequence || facts.dueOn !== dueOn || facts.owner !== owner) return null
      after = id
    }
    listed += page.length
    if (page.length < DOSSIERS_PER_READ) break
  }
  const { events, size } = await rows.counts()
  return listed === folded.size && events === size ? listed : null
}
