/**
 * A number that grows with every change of the bureau's rows, whoever makes it: one small read tells a process that what it
 * knows of units, persons, posts and accounts still holds. Kept by triggers, so that no writer can forget it.
 */
import { sql, type Kysely } from 'kysely'
import type { Engine } from '../dialect.ts'

/** Columns of accounts that change with every sign-in are nobody's business here. */
const watched = {
  units: '',
  persons: '',
  posts: '',
  accounts: 'of person_id, username, roles, status, reading_key, signing_key',
  settings: '',
} as const

const GROW = 'update bureau_stamp set changes = changes + 1'

export async function up(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const statements = [
    `create table bureau_stamp (changes ${engine === 'sqlite' ? 'integer' : 'bigint'} not null) ${engine === 'sqlite' ? 'strict' : ''}`,
    'insert into bureau_stamp (changes) values (0)',
    ...(engine === 'sqlite' ? sqlite() : postgres()),
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const sqlite = (): string[] =>
  Object.entries(watched).flatMap(([table, columns]) =>
    [`insert`, `update ${columns}`, `delete`].map(
      (change) => `create trigger ${table}_stamp_${change.slice(0, 6)} after ${change} on ${table} begin ${GROW}; end`,
    ),
  )

const postgres = (): string[] => [
  `create function grow_bureau_stamp() returns trigger language plpgsql as $$
   begin ${GROW}; return null; end $$`,
  ...Object.entries(watched).map(
    ([table, columns]) =>
      `create trigger ${table}_stamp after insert or delete or update ${columns} on ${table}
       for each statement execute function grow_bureau_stamp()`,
  ),
]
