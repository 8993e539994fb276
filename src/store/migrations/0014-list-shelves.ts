/** Pages of lists stand on shelves (docs/decisions/0011). What was there was noted in another way: it is made again, like any page. */
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('delete from list_pages').execute(db)
}
