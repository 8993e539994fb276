/**
 * Inserting as many rows as there are. On SQLite in statements of a few fixed lengths, each written and compiled once: a statement for every
 * length that a batch may have would be compiled anew again and again, and hundreds of them would be kept. On PostgreSQL every statement is
 * a journey, so there are as few as may be.
 */
import { CompiledQuery, SqliteAdapter, type Compilable, type Kysely } from 'kysely'
import { invariant } from '../kit/invariant.ts'
import { chunks } from './database.ts'
import type { Tables } from './tables.ts'

type Row = Readonly<Record<string, unknown>>

/** The insert of some rows: of one table, always the same but for the rows, which are all the parameters it has. */
export type Insert<Each extends object> = (db: Kysely<Tables>, rows: readonly Each[]) => Compilable

type Written = { readonly sql: string; readonly columns: readonly string[] }
const written = new WeakMap<Insert<never>, Map<number, Written>>()

/** A new dossier has sixteen slots. */
const LENGTHS = [16, 4, 1]

/** All rows have the same columns. */
export async function keepRows<Each extends object>(
  db: Kysely<Tables>,
  insert: Insert<Each>,
  rows: readonly Each[],
): Promise<void> {
  const [first] = rows
  if (!first) return
  if (!(db.getExecutor().adapter instanceof SqliteAdapter)) {
    for (const some of chunks(rows, Object.keys(first).length)) await db.executeQuery(insert(db, some))
    return
  }
  let from = 0
  for (const length of LENGTHS)
    for (; from + length <= rows.length; from += length) {
      const some = rows.slice(from, from + length)
      const { sql, columns } = writtenFor(db, insert, some)
      const parameters = some.flatMap((row) => columns.map((column) => (row as Row)[column]))
      await db.executeQuery(CompiledQuery.raw(sql, parameters))
    }
}

function writtenFor<Each extends object>(db: Kysely<Tables>, insert: Insert<Each>, some: readonly Each[]): Written {
  const byLength = written.get(insert) ?? new Map<number, Written>()
  written.set(insert, byLength)
  const known = byLength.get(some.length)
  if (known) return known
  const { sql, parameters } = insert(db, some).compile()
  const columns = Object.keys(some[0] ?? {})
  invariant(parameters.length === some.length * columns.length, 'an insert has no parameters but its rows')
  const now = { sql, columns }
  byLength.set(some.length, now)
  return now
}
