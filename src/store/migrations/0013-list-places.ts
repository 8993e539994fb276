/**
 * Pages of lists at random places: a table without rowids keeps whole rows in its inner nodes, which makes large ones slow to find; places in
 * the order of writing would show which pages belong together. What was there is made again, like any page.
 */
import { sql, type Kysely } from 'kysely'
import type { Engine } from '../dialect.ts'

export async function up(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const [count, text, bytes, strict] =
    engine === 'sqlite' ? ['integer', 'text', 'blob', 'strict'] : ['bigint', 'text collate "C"', 'bytea', '']
  const statements = [
    'drop table list_pages',
    `create table list_pages (
      place ${count} primary key,
      tag ${text} not null unique,
      sealed ${bytes} not null
    ) ${strict}`,
    // What was sealed does not become smaller, so nothing is tried.
    ...(engine === 'postgres' ? ['alter table list_pages alter column sealed set storage external'] : []),
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}
