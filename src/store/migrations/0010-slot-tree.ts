/**
 * Binds the grant slots to the trail (docs/decisions/0013): the digest of each beside it, the roots of every 256 of them, and where their
 * tree stands. Slots of before are taken over as they are found, when the registry is next opened (slot-tree.ts).
 */
import { sql, type Kysely } from 'kysely'
import type { Engine } from '../dialect.ts'

export async function up(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const [bytes, count, text, strict] =
    engine === 'sqlite' ? ['blob', 'integer', 'text', 'strict'] : ['bytea', 'bigint', 'text collate "C"', '']
  const statements = [
    `alter table slots add column digest ${bytes}`,
    `create table slot_pages (page ${count} primary key, root ${bytes} not null) ${strict}`,
    // One row. Without a size nothing was begun yet; without a salt no entry commits to the tree yet.
    `create table slot_tree (
      one integer primary key check (one = 1),
      size ${count},
      frontier ${bytes} not null,
      salt ${bytes},
      trail ${text},
      leaf_index ${count}
    ) ${strict}`,
    `insert into slot_tree (one, frontier) values (1, ${engine === 'sqlite' ? `x''` : `'\\x'`})`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}
