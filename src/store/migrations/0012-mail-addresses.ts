/** Where somebody's notices go, as the bureau's directory has it (R88). */
import { sql, type Kysely } from 'kysely'
import type { Engine } from '../dialect.ts'

export async function up(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const text = engine === 'sqlite' ? 'text' : 'text collate "C"'
  await sql.raw(`alter table persons add column mail ${text} not null default ''`).execute(db)
}
