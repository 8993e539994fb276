/**
 * The list of notices that wait to be mailed lies among the settings and is written with every registration: the bureau's stamp passes
 * over it, or every request after a registration would read the whole bureau anew.
 */
import { sql, type Kysely } from 'kysely'
import type { Engine } from '../dialect.ts'

const GROW = 'update bureau_stamp set changes = changes + 1'
const changes = { insert: 'new', update: 'new', delete: 'old' } as const

export async function up(db: Kysely<unknown>, engine: Engine): Promise<void> {
  if (engine === 'postgres') await sql.raw('drop trigger settings_stamp on settings').execute(db)
  for (const [change, row] of Object.entries(changes)) {
    const name = `settings_stamp_${change}`
    const counts = `when (${row}.name <> 'mail.outbox')`
    if (engine === 'sqlite') await sql.raw(`drop trigger ${name}`).execute(db)
    await sql
      .raw(
        engine === 'sqlite'
          ? `create trigger ${name} after ${change} on settings for each row ${counts} begin ${GROW}; end`
          : `create trigger ${name} after ${change} on settings for each row ${counts} execute function grow_bureau_stamp()`,
      )
      .execute(db)
  }
}
