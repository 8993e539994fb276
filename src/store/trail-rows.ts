/** Reading the trails: heads, leaves, tiles, checkpoints, and everything once more for the audit. */
import { utf8 } from '../kit/bytes.ts'
import type { Database } from './database.ts'
import type { Store, TrailName } from './store.ts'
import { hashesOfLevel } from './trail-writer.ts'

type TrailRows = Pick<
  Store,
  | 'head'
  | 'leaves'
  | 'leafHashes'
  | 'fullTile'
  | 'checkpoints'
  | 'keepCosignatures'
  | 'cosignatures'
  | 'newestCosigned'
  | 'tileHashes'
  | 'eventsForAudit'
  | 'securityEventsForAudit'
>

export function trailRows(database: Database): TrailRows {
  const { read } = database
  const cosignatureLines = async (trail: TrailName, size: number): Promise<string[]> => {
    const rows = await read
      .selectFrom('cosignatures')
      .select('line')
      .where('trail', '=', trail)
      .where('size', '=', size)
      .orderBy('line')
      .execute()
    return rows.map(({ line }) => line)
  }
  const leafRange = (trail: TrailName, from: number, limit: number) =>
    read
      .selectFrom('leaves')
      .where('trail', '=', trail)
      .where('leaf_index', '>=', from)
      .where('leaf_index', '<', from + limit)
      .orderBy('leaf_index')

  return {
    async head(trail) {
      return read
        .selectFrom('heads')
        .select(['size', 'root', 'checkpoint'])
        .where('trail', '=', trail)
        .executeTakeFirstOrThrow()
    },
    async leaves(trail, from, limit) {
      return (await leafRange(trail, from, limit).select('entry').execute()).map(({ entry }) => entry)
    },
    async leafHashes(trail, from, limit) {
      return hashesOfLevel(read, trail, 0, from, limit)
    },
    async tileHashes(trail, level, from, limit) {
      return hashesOfLevel(read, trail, level, from, limit)
    },
    async fullTile(trail, level, index) {
      const row = await read
        .selectFrom('tiles')
        .select('hashes')
        .where('trail', '=', trail)
        .where('level', '=', level)
        .where('tile_index', '=', index)
        .executeTakeFirst()
      return row?.hashes ?? null
    },
    async checkpoints(trail) {
      return read
        .selectFrom('checkpoints')
        .select(['size', 'note'])
        .where('trail', '=', trail)
        .orderBy('size')
        .execute()
    },
    async keepCosignatures(trail, size, lines) {
      if (lines.length === 0) return
      const rows = lines.map((line) => ({ trail, size, line }))
      await database.write((db) =>
        db
          .insertInto('cosignatures')
          .values(rows)
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      )
    },
    cosignatures: cosignatureLines,
    async newestCosigned(trail) {
      const checkpoint = await read
        .selectFrom('checkpoints')
        .select(['size', 'note'])
        .where('trail', '=', trail)
        .where('size', '=', (cosigned) =>
          cosigned
            .selectFrom('cosignatures')
            .select(({ fn }) => fn.max('size').as('size'))
            .where('trail', '=', trail),
        )
        .executeTakeFirst()
      return checkpoint ? { ...checkpoint, lines: await cosignatureLines(trail, checkpoint.size) } : null
    },
    async eventsForAudit(from, limit) {
      const leaves = await leafRange('register', from, limit).select(leafColumns).execute()
      const events = await read
        .selectFrom('events')
        .select(['leaf_index', 'dossier_id', 'sequence', 'date', 'facts', 'sealed'])
        .where('leaf_index', '>=', from)
        .where('leaf_index', '<', from + limit)
        .orderBy('leaf_index')
        .execute()
      // Few facts differ from one another, so a page encodes each of them once.
      const encoded = new Map<string, Uint8Array>()
      const bytesOf = (facts: string) => encoded.get(facts) ?? encoded.set(facts, utf8(facts)).get(facts)!
      return paired(leaves, events, (row) => row.leaf_index).map(({ leafIndex, leaf, row }) => ({
        leafIndex,
        leaf,
        event: row && {
          dossierId: row.dossier_id,
          sequence: row.sequence,
          date: row.date,
          factsBytes: bytesOf(row.facts),
          sealed: row.sealed,
        },
      }))
    },
    async securityEventsForAudit(from, limit) {
      const leaves = await leafRange('security', from, limit).select(leafColumns).execute()
      const events = await read
        .selectFrom('security_events')
        .select(['position', 'body'])
        .where('position', '>=', from)
        .where('position', '<', from + limit)
        .orderBy('position')
        .execute()
      return paired(leaves, events, (row) => row.position).map(({ leafIndex, leaf, row }) => ({
        leafIndex,
        leaf,
        bodyBytes: row && utf8(row.body),
      }))
    },
  }
}

const leafColumns = ['leaf_index', 'entry', 'leaf_hash'] as const

type LeafRow = { readonly leaf_index: number; readonly entry: Uint8Array; readonly leaf_hash: Uint8Array }
type Pair<Row> = {
  readonly leafIndex: number
  readonly leaf: { entry: Uint8Array; leafHash: Uint8Array } | null
  readonly row: Row | null
}

/** Walks two ordered lists at once. Nothing is dropped: what stands in one only is paired with null. */
function paired<Row>(leaves: readonly LeafRow[], rows: readonly Row[], indexOf: (row: Row) => number): Pair<Row>[] {
  const pairs: Pair<Row>[] = []
  let [l, r] = [0, 0]
  for (;;) {
    const [leaf, row] = [leaves[l], rows[r]]
    if (!leaf && !row) return pairs
    const leafIndex = Math.min(leaf?.leaf_index ?? Infinity, row ? indexOf(row) : Infinity)
    const hasLeaf = leaf?.leaf_index === leafIndex
    const hasRow = row !== undefined && indexOf(row) === leafIndex
    pairs.push({
      leafIndex,
      leaf: leaf && hasLeaf ? { entry: leaf.entry, leafHash: leaf.leaf_hash } : null,
      row: hasRow ? row : null,
    })
    if (hasLeaf) l += 1
    if (hasRow) r += 1
  }
}
