/** The rows of audit-rows.ts from a SQLite file. What only grows is read, so a service that goes on writing disturbs nobody. */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { AuditRows, DossierFold } from './audit-rows.ts'
import type { SlotDossier } from './trail-work.ts'

/** Bytes are joined as texts, which for SQLite are bytes too: nothing is decoded, and a zero ends nothing. */
const blob = (values: string, sign: string): string => `cast(group_concat(${values}, '${sign}') as blob)`
const text = (values: string, sign = `','`): string => `group_concat(coalesce(${values}, ''), ${sign})`

const ENTRIES = `select count(*), count(e.leaf_index), min(length(l.leaf_hash)), max(length(l.leaf_hash)),
    ${blob('l.entry', '|')}, ${blob('l.leaf_hash', '')}, ${text('e.dossier_id')}, ${text('e.sequence')}, ${text('e.date')},
    ${text('e.facts', 'char(10)')}, ${blob('e.sealed', '')}, ${text('length(e.sealed)')}
  from leaves l left join events e on e.leaf_index = l.leaf_index
  where l.trail = 'register' and l.leaf_index >= ? and l.leaf_index < ?`
const SLOTS = `select count(*), count(digest), min(length(digest)), max(length(digest)),
    ${text('slot_id')}, ${text('dossier_id')}, ${blob('slot', '')}, ${text('length(slot)')}, ${blob('digest', '')}
  from slots where slot_id >= ? and slot_id <= ?`
const SLOT_DOSSIERS = `select id, number, content_key, identity_key, keys_since
  from dossiers where id in (select dossier_id from slots where slot_id >= ? and slot_id <= ?)`

export function openSqliteAuditRows(file: string): AuditRows {
  const handle = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  // Not mapped into memory, though a quarter faster: a disk that cannot read would end the process with a signal instead of an error.
  const arrays = (sql: string) => {
    const statement = handle.prepare(sql)
    statement.setReturnArrays(true)
    return (...values: SQLInputValue[]) => statement.all(...values) as unknown as unknown[][]
  }
  const entries = arrays(ENTRIES)
  const slots = arrays(SLOTS)
  const slotDossiers = arrays(SLOT_DOSSIERS)
  const tile = arrays(`select hashes, root from tiles where trail = 'register' and level = 0 and tile_index = ?`)
  const dossiers = arrays(
    'select id, opened_on, last_event_on, sequence, due_on, owner from dossiers where id > ? order by id limit ?',
  )
  return {
    async entries(from, to) {
      const [row = []] = entries(from, to)
      const [count, events, shortest, longest] = row
      if (count !== to - from || events !== count || shortest !== 32 || longest !== 32) return null
      return {
        entries: bytes(row[4]).toString('latin1'),
        leafHashes: bytes(row[5]),
        dossierIds: row[6] as string,
        sequences: row[7] as string,
        dates: row[8] as string,
        facts: row[9] as string,
        sealed: bytes(row[10]),
        sealedLengths: row[11] as string,
      }
    },
    async tile(index) {
      const [row] = tile(index)
      return row ? { hashes: bytes(row[0]), root: bytes(row[1]) } : null
    },
    async slots(first, last) {
      const [row = []] = slots(first, last)
      const [count, digests, shortest, longest] = row
      if (count === 0) return { slotIds: '', dossierIds: '', slots: NONE, slotLengths: '', digests: NONE, dossiers: [] }
      if (digests !== count || shortest !== 32 || longest !== 32) return null
      return {
        slotIds: row[4] as string,
        dossierIds: row[5] as string,
        slots: bytes(row[6]),
        slotLengths: row[7] as string,
        digests: bytes(row[8]),
        dossiers: (slotDossiers(first, last) as SlotDossierRow[]).map(
          ([id, number, contentKey, identityKey, keysSince]) => ({ id, number, contentKey, identityKey, keysSince }),
        ),
      }
    },
    async dossiers(after, limit) {
      return dossiers(after, limit) as unknown as DossierFold[]
    },
    async counts() {
      const sql = `select (select count(*) from events) as events, size from heads where trail = 'register'`
      const { events, size } = handle.prepare(sql).get() as { events: number; size: number }
      return { events, size }
    },
    async close() {
      handle.close()
    },
  }
}

type SlotDossierRow = [
  id: SlotDossier['id'],
  number: string,
  contentKey: Uint8Array,
  identityKey: Uint8Array,
  keysSince: number,
]

const NONE = Buffer.alloc(0)

/** Of no bytes at all SQLite makes a null. */
function bytes(value: unknown): Buffer {
  if (!(value instanceof Uint8Array)) return NONE
  return Buffer.from(value.buffer, value.byteOffset, value.length)
}
