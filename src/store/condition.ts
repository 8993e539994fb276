/** What the database says of itself, for `liuhen doctor`: its version, its clock, and whether its guards stand (R20). */
import { sql } from 'kysely'
import { instantOf, type Instant } from '../kit/calendar.ts'
import type { Database } from './database.ts'

export type StoreCondition = {
  readonly version: string
  /** Null where the database is a file and has no clock of its own. */
  readonly clock: Instant | null
  /** Triggers that ought to refuse changes and are gone, switched off or replaced by something milder. */
  readonly missingGuards: readonly string[]
  /** The role that serves could drop the guards. Null on SQLite, where whoever has the file can. */
  readonly ownsGuards: boolean | null
}

const guardedTables = ['events', 'leaves', 'tiles', 'checkpoints', 'security_events', 'cosignatures'] as const

/** As the migrations made them. A cosignature is nothing but its key, so that replacing one changes nothing. */
export const guards = {
  sqlite: guardedTables.flatMap((table) =>
    ['update', 'delete', ...(table === 'cosignatures' ? [] : ['replace'])].map((what) => `${table}_refuse_${what}`),
  ),
  postgres: guardedTables.flatMap((table) => ['change', 'truncate'].map((what) => `${table}_refuse_${what}`)),
} as const

export const storeCondition = (database: Database): Promise<StoreCondition> =>
  database.engine === 'sqlite' ? ofSqlite(database) : ofPostgres(database)

async function ofSqlite({ read }: Database): Promise<StoreCondition> {
  const { rows } = await sql<{ version: string }>`select sqlite_version() as version`.execute(read)
  const standing = await sql<{ name: string }>`select name from sqlite_schema
    where type = 'trigger' and sql like '%raise(abort%'`.execute(read)
  return {
    version: rows[0]?.version ?? '',
    clock: null,
    missingGuards: without(guards.sqlite, standing.rows),
    ownsGuards: null,
  }
}

async function ofPostgres({ read }: Database): Promise<StoreCondition> {
  const { rows } = await sql<{ version: string; clock: Date; owns: boolean }>`
    select current_setting('server_version') as version, clock_timestamp() as clock,
      pg_has_role(current_user, (select relowner from pg_class where oid = 'events'::regclass), 'member') as owns
  `.execute(read)
  const standing = await sql<{ name: string }>`
    select tgname as name from pg_trigger join pg_proc on pg_proc.oid = tgfoid join pg_class on pg_class.oid = tgrelid
    where relnamespace = current_schema()::regnamespace and tgenabled in ('O', 'A') and prosrc like '%raise exception%'
  `.execute(read)
  const [server] = rows
  return {
    version: server?.version ?? '',
    clock: server ? instantOf(server.clock) : null,
    missingGuards: without(guards.postgres, standing.rows),
    ownsGuards: server?.owns ?? null,
  }
}

const without = (wanted: readonly string[], standing: readonly { name: string }[]): string[] =>
  wanted.filter((name) => !standing.some((each) => each.name === name))
