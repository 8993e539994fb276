/** The rows of audit-rows.ts from PostgreSQL, over one connection. Bytes come as base64, which is shorter than the server's own notation. */
import { Client } from 'pg'
import type { AuditRows, DossierFold } from './audit-rows.ts'
import { connectionOf } from './dialect-postgres.ts'
import type { SlotDossier } from './trail-work.ts'

const bytes = (values: string, sign: string): string => `encode(string_agg(${values}, '${sign}'::bytea), 'base64')`
const text = (values: string, sign = `','`): string => `string_agg(coalesce(${values}, ''), ${sign})`

// A subquery that is ordered is joined in its order; were it ever not, nothing would fit and the slow way would say so.
const ENTRIES = `select count(*), count(event), min(length(leaf_hash)), max(length(leaf_hash)),
    ${bytes('entry', '|')}, ${bytes('leaf_hash', '')}, ${text('dossier_id')}, ${text('sequence::text')}, ${text('date')},
    ${text('facts', 'chr(10)')}, ${bytes('sealed', '')}, ${text('length(sealed)::text')}
  from (
    select l.entry, l.leaf_hash, e.leaf_index as event, e.dossier_id, e.sequence, e.date, e.facts, e.sealed
    from leaves l left join events e on e.leaf_index = l.leaf_index
    where l.trail = 'register' and l.leaf_index >= $1 and l.leaf_index < $2 order by l.leaf_index
  ) as page`
const SLOTS = `select count(*), count(digest), min(length(digest)), max(length(digest)),
    ${text('slot_id::text')}, ${text('dossier_id')}, ${bytes('slot', '')}, ${text('length(slot)::text')}, ${bytes('digest', '')}
  from (select * from slots where slot_id >= $1 and slot_id <= $2 order by slot_id) as page`
const SLOT_DOSSIERS = `select id, number, content_key as "contentKey", identity_key as "identityKey", keys_since as "keysSince"
  from dossiers where id in (select dossier_id from slots where slot_id >= $1 and slot_id <= $2)`

/** Throws what the driver throws. */
export async function openPostgresAuditRows(url: string, schema: string): Promise<AuditRows> {
  const client = new Client(connectionOf(url, schema))
  // A lost connection is told by the next question; without a listener it would end the process.
  client.on('error', () => {})
  await client.connect()
  const arrays = async (name: string, sql: string, ...values: unknown[]): Promise<unknown[][]> =>
    (await client.query<unknown[]>({ name, text: sql, values, rowMode: 'array' })).rows
  return {
    async entries(from, to) {
      const [row = []] = await arrays('entries', ENTRIES, from, to)
      const [count, events, shortest, longest] = row
      if (count !== to - from || events !== count || shortest !== 32 || longest !== 32) return null
      return {
        entries: buffer(row[4]).toString('latin1'),
        leafHashes: buffer(row[5]),
        dossierIds: row[6] as string,
        sequences: row[7] as string,
        dates: row[8] as string,
        facts: row[9] as string,
        sealed: buffer(row[10]),
        sealedLengths: row[11] as string,
      }
    },
    async tile(index) {
      const sql = `select hashes, root from tiles where trail = 'register' and level = 0 and tile_index = $1`
      const [row] = await arrays('tile', sql, index)
      return row ? { hashes: buffer(row[0]), root: buffer(row[1]) } : null
    },
    async slots(first, last) {
      const [row = []] = await arrays('slots', SLOTS, first, last)
      const [count, digests, shortest, longest] = row
      if (count === 0) return { slotIds: '', dossierIds: '', slots: NONE, slotLengths: '', digests: NONE, dossiers: [] }
      if (digests !== count || shortest !== 32 || longest !== 32) return null
      const { rows: dossiers } = await client.query<SlotDossier>({
        name: 'slot dossiers',
        text: SLOT_DOSSIERS,
        values: [first, last],
      })
      return {
        slotIds: row[4] as string,
        dossierIds: row[5] as string,
        slots: buffer(row[6]),
        slotLengths: row[7] as string,
        digests: buffer(row[8]),
        dossiers,
      }
    },
    async dossiers(after, limit) {
      const sql =
        'select id, opened_on, last_event_on, sequence, due_on, owner from dossiers where id > $1 order by id limit $2'
      return (await arrays('dossiers', sql, after, limit)) as unknown as DossierFold[]
    },
    async counts() {
      const sql = `select (select count(*) from events) as events, size from heads where trail = 'register'`
      const [row = []] = await arrays('counts', sql)
      return { events: Number(row[0]), size: Number(row[1]) }
    },
    close: () => client.end(),
  }
}

const NONE = Buffer.alloc(0)

function buffer(value: unknown): Buffer {
  if (typeof value === 'string') return Buffer.from(value, 'base64')
  if (!(value instanceof Uint8Array)) return NONE
  return Buffer.from(value.buffer, value.byteOffset, value.length)
}
