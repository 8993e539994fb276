/**
 * Makes a trail longer inside a transaction: leaves, the tiles they complete, the head, and the checkpoint over it.
 *
 * The head row is locked first, so that only one transaction at a time, of whatever process, gives out leaf indexes; they
 * have no gaps. The checkpoint is signed before COMMIT and handed out after it: what nobody received cannot contradict.
 */
import type { Kysely, Transaction } from 'kysely'
import { concat } from '../kit/bytes.ts'
import { invariant } from '../kit/invariant.ts'
import { chunks } from './database.ts'
import { extendFrontier, rootOf } from './frontier.ts'
import { keepRows, type Insert } from './keep-rows.ts'
import type { TrailName } from './store.ts'
import type { Tables } from './tables.ts'
import type { TrailWork } from './trail-work.ts'

export const TILE_WIDTH = 256

const insertLeaves: Insert<Tables['leaves']> = (db, rows) => db.insertInto('leaves').values(rows)

export type Head = { readonly size: number; readonly frontier: Uint8Array; readonly checkpoint: string }

/** The first statement of every append. */
export async function lockHead(trx: Transaction<Tables>, trail: TrailName): Promise<Head> {
  return trx
    .updateTable('heads')
    .set((row) => ({ size: row.ref('size') }))
    .where('trail', '=', trail)
    .returning(['size', 'frontier', 'checkpoint'])
    .executeTakeFirstOrThrow()
}

/** Appends the entries after a locked head; returns the signed checkpoint that covers them. */
export async function extendTrail(
  trx: Transaction<Tables>,
  trail: TrailName,
  head: Head,
  entries: readonly Uint8Array[],
  work: TrailWork,
): Promise<string> {
  if (entries.length === 0) return head.checkpoint
  const { size, frontier, root } = await growTrail(trx, trail, head, entries, work)
  const checkpoint = work.signCheckpoint(trail, size, root)
  await trx.insertInto('checkpoints').values({ trail, size, note: checkpoint }).execute()
  await trx.updateTable('heads').set({ size, frontier, root, checkpoint }).where('trail', '=', trail).execute()
  return checkpoint
}

/** Where a trail stands: enough to go on with it. */
export type Standing = { readonly size: number; readonly frontier: Uint8Array }

/** Keeps the leaves and the tiles they complete, at least one; the head stays where it is and nothing is signed. */
export async function growTrail(
  trx: Transaction<Tables>,
  trail: TrailName,
  before: Standing,
  entries: readonly Uint8Array[],
  { leafHash, nodeHash }: Pick<TrailWork, 'leafHash' | 'nodeHash'>,
): Promise<Standing & { readonly root: Uint8Array }> {
  const leafHashes = entries.map((entry) => leafHash(entry))
  const leaves = entries.map((entry, i) => ({
    trail,
    leaf_index: before.size + i,
    entry,
    leaf_hash: leafHashes[i] as Uint8Array,
  }))
  await keepRows(trx, insertLeaves, leaves)

  const size = before.size + entries.length
  await keepFullTiles(trx, trail, before.size, size, nodeHash)
  const frontier = extendFrontier(before.frontier, before.size, leafHashes, nodeHash)
  const root = rootOf(frontier, nodeHash)
  invariant(root, 'a tree with leaves has a root')
  return { size, frontier, root }
}

/** Level by level: each full tile gives the level above one hash, its root. Partial tiles are never kept. */
async function keepFullTiles(
  trx: Transaction<Tables>,
  trail: TrailName,
  oldSize: number,
  size: number,
  nodeHash: TrailWork['nodeHash'],
): Promise<void> {
  let [before, after] = [fullTiles(oldSize), fullTiles(size)]
  for (let level = 0; after > before; level += 1) {
    const from = before * TILE_WIDTH
    const hashes = await hashesOfLevel(trx, trail, level, from, (after - before) * TILE_WIDTH)
    const tiles = Array.from({ length: after - before }, (_, i) => {
      const row = hashes.slice(i * TILE_WIDTH, (i + 1) * TILE_WIDTH)
      invariant(row.length === TILE_WIDTH, 'a full tile has all its hashes')
      return { trail, level, tile_index: before + i, hashes: concat(...row), root: foldFull(row, nodeHash) }
    })
    for (const rows of chunks(tiles, 5)) await trx.insertInto('tiles').values(rows).execute()
    ;[before, after] = [fullTiles(before), fullTiles(after)]
  }
}

const fullTiles = (hashes: number): number => Math.floor(hashes / TILE_WIDTH)

/** The root over the hashes of a full tile. */
export function foldFull(row: readonly Uint8Array[], nodeHash: TrailWork['nodeHash']): Uint8Array {
  let hashes = [...row]
  while (hashes.length > 1)
    hashes = Array.from({ length: hashes.length / 2 }, (_, i) =>
      nodeHash(hashes[2 * i] as Uint8Array, hashes[2 * i + 1] as Uint8Array),
    )
  return hashes[0] as Uint8Array
}

/** Hashes of a tile level in order: leaf hashes at level 0, roots of the full tiles below above it. */
export async function hashesOfLevel(
  db: Kysely<Tables>,
  trail: TrailName,
  level: number,
  from: number,
  limit: number,
): Promise<Uint8Array[]> {
  if (level === 0) {
    const rows = await db
      .selectFrom('leaves')
      .select('leaf_hash')
      .where('trail', '=', trail)
      .where('leaf_index', '>=', from)
      .where('leaf_index', '<', from + limit)
      .orderBy('leaf_index')
      .execute()
    return rows.map((row) => row.leaf_hash)
  }
  const rows = await db
    .selectFrom('tiles')
    .select('root')
    .where('trail', '=', trail)
    .where('level', '=', level - 1)
    .where('tile_index', '>=', from)
    .where('tile_index', '<', from + limit)
    .orderBy('tile_index')
    .execute()
  return rows.map((row) => row.root)
}

/** Gives both trails their empty head, with its checkpoint, when the registry is new. */
export async function beginTrails(trx: Transaction<Tables>, work: TrailWork): Promise<void> {
  for (const trail of ['register', 'security'] as const) {
    const checkpoint = work.signCheckpoint(trail, 0, work.emptyRoot)
    const begun = await trx
      .insertInto('heads')
      .values({ trail, size: 0, frontier: new Uint8Array(0), root: work.emptyRoot, checkpoint })
      .onConflict((conflict) => conflict.column('trail').doNothing())
      .returning('trail')
      .executeTakeFirst()
    if (begun) await trx.insertInto('checkpoints').values({ trail, size: 0, note: checkpoint }).execute()
  }
}
