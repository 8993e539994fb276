/** Reads a whole registry as it stood at one moment, while others go on writing. */
import { sql, type Kysely, type RawBuilder } from 'kysely'
import { toBase64 } from '../kit/bytes.ts'
import { carriedTables, type CarriedHeads, type CarriedLine, type CarriedName, type CarriedValue } from './carried.ts'
import type { Database } from './database.ts'
import type { TrailName } from './store.ts'
import type { Tables } from './tables.ts'

const ROWS_PER_READ = 1_000

/** `begin` receives the heads first, `write` every line. Both are waited for, so a slow disk holds the reading back. */
export async function exportRegistry(
  database: Database,
  begin: (heads: CarriedHeads) => Promise<void>,
  write: (line: CarriedLine) => Promise<void>,
): Promise<void> {
  await database.snapshot(async (trx) => {
    await begin({ register: await headOf(trx, 'register'), security: await headOf(trx, 'security') })
    for (const table of Object.keys(carriedTables) as CarriedName[])
      for await (const row of rowsOf(trx, table)) await write({ kind: 'row', table, row })
    for await (const line of eventsOf(trx)) await write(line)
    for await (const line of securityEventsOf(trx)) await write(line)
  })
}

const headOf = (trx: Kysely<Tables>, trail: TrailName) =>
  trx.selectFrom('heads').select(['size', 'root', 'checkpoint']).where('trail', '=', trail).executeTakeFirstOrThrow()

type Row = Record<string, string | number | null | Uint8Array>

async function* rowsOf(trx: Kysely<Tables>, table: CarriedName): AsyncGenerator<Record<string, CarriedValue>> {
  const { key } = carriedTables[table]
  const columns = sql.join(key.map((column) => sql.ref(column)))
  for (let last: Row | null = null; ;) {
    const after: RawBuilder<unknown> = last ? sql`where (${columns}) > (${sql.join(valuesOf(last, key))})` : sql``
    const { rows }: { rows: Row[] } = await sql<Row>`select * from ${sql.table(table)} ${after}
      order by ${columns} limit ${sql.lit(ROWS_PER_READ)}`.execute(trx)
    for (const row of rows) yield carriedRow(row)
    last = rows.at(-1) ?? null
    if (!last || rows.length < ROWS_PER_READ) return
  }
}

const valuesOf = (row: Row, key: readonly string[]) => key.map((column) => row[column])

const carriedRow = (row: Row): Record<string, CarriedValue> =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, value instanceof Uint8Array ? toBase64(value) : value]),
  )

/** An event without its entry, or an entry without its event, is a registry that an export must not pass on. */
async function* eventsOf(trx: Kysely<Tables>): AsyncGenerator<CarriedLine> {
  for (let from = 0; ; from += ROWS_PER_READ) {
    const rows = await trx
      .selectFrom('leaves')
      .innerJoin('events', 'events.leaf_index', 'leaves.leaf_index')
      .select(['leaves.leaf_index', 'entry', 'leaf_hash', 'dossier_id', 'sequence', 'date', 'facts', 'sealed'])
      .where('trail', '=', 'register')
      .where('leaves.leaf_index', '>=', from)
      .where('leaves.leaf_index', '<', from + ROWS_PER_READ)
      .orderBy('leaves.leaf_index')
      .execute()
    for (const { leaf_index, leaf_hash, dossier_id, ...rest } of rows)
      yield { kind: 'event', position: leaf_index, leafHash: leaf_hash, dossierId: dossier_id, ...rest }
    if (rows.length < ROWS_PER_READ) return
  }
}

async function* securityEventsOf(trx: Kysely<Tables>): AsyncGenerator<CarriedLine> {
  for (let from = 0; ; from += ROWS_PER_READ) {
    const rows = await trx
      .selectFrom('leaves')
      .innerJoin('security_events', 'security_events.position', 'leaves.leaf_index')
      .select(['position', 'entry', 'leaf_hash', 'body'])
      .where('trail', '=', 'security')
      .where('leaves.leaf_index', '>=', from)
      .where('leaves.leaf_index', '<', from + ROWS_PER_READ)
      .orderBy('leaves.leaf_index')
      .execute()
    for (const { leaf_hash, ...rest } of rows) yield { kind: 'securityEvent', leafHash: leaf_hash, ...rest }
    if (rows.length < ROWS_PER_READ) return
  }
}
