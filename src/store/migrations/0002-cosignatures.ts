/** What witnesses said of our checkpoints. Only grows, like the checkpoints themselves (R20). */
import { sql, type Kysely } from 'kysely'
import type { Engine } from '../dialect.ts'

export async function up(db: Kysely<unknown>, engine: Engine): Promise<void> {
  for (const statement of engine === 'sqlite' ? sqlite : postgres) await sql.raw(statement).execute(db)
}

const columns = (text: string, count: string): string => `
  trail ${text} not null,
  size ${count} not null,
  line ${text} not null,
  primary key (trail, size, line)`

// A row is nothing but its key, so replacing one changes nothing: two guards are enough.
const sqlite = [
  `create table cosignatures (${columns('text', 'integer')}) strict, without rowid`,
  `create trigger cosignatures_refuse_update before update on cosignatures
   begin select raise(abort, 'R20: cosignatures are never changed'); end`,
  `create trigger cosignatures_refuse_delete before delete on cosignatures
   begin select raise(abort, 'R20: cosignatures are never deleted'); end`,
]

const postgres = [
  `create table cosignatures (${columns('text collate "C"', 'bigint')})`,
  `create trigger cosignatures_refuse_change before update or delete on cosignatures
   for each row execute function refuse_change()`,
  `create trigger cosignatures_refuse_truncate before truncate on cosignatures
   for each statement execute function refuse_change()`,
]
