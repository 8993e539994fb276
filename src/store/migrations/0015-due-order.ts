/** The sweep reads what is due in steps, by due day and id, however many fall due on one day. */
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop index dossiers_due').execute(db)
  await sql.raw('create index dossiers_due on dossiers (due_on, id) where due_on is not null').execute(db)
}
