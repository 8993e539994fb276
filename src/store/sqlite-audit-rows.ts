/**
 * The register of a SQLite file for the check, as fast as SQLite hands it out: raw arrays over a handle of its own, which any thread may
 * open. What only grows is read, so a service that goes on writing disturbs nobody.
 */
import { DatabaseSync } from 'node:sqlite'
import type { Day } from '../kit/calendar.ts'
import type { DossierId } from '../domain/dossier/types.ts'

/** By position, because rows with names cost a third more. An entry as text, the hash that is kept of it, and its event; nulls where there is no event. */
export type AuditRow = readonly [
  entry: string,
  leafHash: Uint8Array,
  dossierId: DossierId | null,
  sequence: number | null,
  date: Day | null,
  facts: string | null,
  sealed: Uint8Array | null,
]

export type AuditTileRow = readonly [index: number, hashes: Uint8Array, root: Uint8Array]

export type DossierFold = readonly [
  id: DossierId,
  openedOn: string,
  lastEventOn: string,
  sequence: number,
  dueOn: string | null,
  owner: string,
]

export type AuditRows = {
  /** In the order of the trail, from `from` to before `to`. */
  entries(from: number, to: number): AuditRow[]
  /** Full tiles of level 0 with the root that is kept of each. */
  tiles(from: number, to: number): AuditTileRow[]
  dossiers(): DossierFold[]
  /** How many events there are, and how long the register is, at one moment. */
  counts(): { readonly events: number; readonly size: number }
  close(): void
}

export function openAuditRows(file: string): AuditRows {
  const handle = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  // Not mapped into memory, though a quarter faster: a disk that cannot read would end the process with a signal instead of an error.
  const arrays = (sql: string) => {
    const statement = handle.prepare(sql)
    statement.setReturnArrays(true)
    return statement
  }
  // Bytes that are no text would come back as other bytes, and fit nothing.
  const entries = arrays(
    `select cast(l.entry as text), l.leaf_hash, e.dossier_id, e.sequence, e.date, e.facts, e.sealed
     from leaves l left join events e on e.leaf_index = l.leaf_index
     where l.trail = 'register' and l.leaf_index >= ? and l.leaf_index < ? order by l.leaf_index`,
  )
  const tiles = arrays(
    `select tile_index, hashes, root from tiles
     where trail = 'register' and level = 0 and tile_index >= ? and tile_index < ? order by tile_index`,
  )
  return {
    entries: (from, to) => entries.all(from, to) as unknown as AuditRow[],
    tiles: (from, to) => tiles.all(from, to) as unknown as AuditTileRow[],
    dossiers: () =>
      arrays(
        'select id, opened_on, last_event_on, sequence, due_on, owner from dossiers',
      ).all() as unknown as DossierFold[],
    counts() {
      const sql = `select (select count(*) from events) as events, size from heads where trail = 'register'`
      const { events, size } = handle.prepare(sql).get() as { events: number; size: number }
      return { events, size }
    },
    close: () => handle.close(),
  }
}
