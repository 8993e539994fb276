/** From which event on the keys of a dossier are the present ones: 1 until they were renewed for the first time (R42). */
import { sql, type Kysely } from 'kysely'
import type { Engine } from '../dialect.ts'

export async function up(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const count = engine === 'sqlite' ? 'integer' : 'bigint'
  await sql.raw(`alter table dossiers add column keys_since ${count} not null default 1`).execute(db)
}
