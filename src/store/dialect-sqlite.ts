/**
 * SQLite through Node's own `node:sqlite`. The only file that knows that module, so that another binding could take its
 * place. Every commit is flushed before anybody learns of it (sqlite-flushes.ts); deleted content is overwritten (secure_delete).
 */
import { chmodSync, closeSync, openSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import {
  CompiledQuery,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { codeOf, type Fault, type OpenedEngine } from './dialect.ts'
import { Flushes } from './sqlite-flushes.ts'
import type { Tables } from './tables.ts'
import { Turns } from './turns.ts'

/** Waiting inside SQLite blocks the whole process, so only shortly; database.ts tries again after letting others run. */
const BUSY_TIMEOUT_MS = 250
const STATEMENTS_KEPT = 300
/** 16 MiB: a page that is written again and again is copied into the database once. */
const CHECKPOINT_PAGES = 4000

/** Throws a LiuhenError `dataFolderUnusable` when the file cannot be created or opened. */
export function openSqlite(file: string): OpenedEngine {
  try {
    // Created by us first, so that the file, its WAL and its shared memory are never readable by others.
    closeSync(openSync(file, 'a', 0o600))
    chmodSync(file, 0o600)
    const writer = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })
    writer.exec('pragma busy_timeout = 5000; pragma journal_mode = wal')
    writer.exec(`pragma synchronous = normal; pragma foreign_keys = on; pragma secure_delete = on;
      pragma recursive_triggers = on; pragma wal_autocheckpoint = ${CHECKPOINT_PAGES}; pragma busy_timeout = ${BUSY_TIMEOUT_MS}`)
    const reader = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
    const flushes = new Flushes(`${file}-wal`)
    const write = kyselyOver(writer, { begin: 'begin immediate', afterCommit: () => flushes.begin() })
    const read = kyselyOver(reader, { begin: 'begin', beforeRead: () => flushes.done() })
    return {
      engine: 'sqlite',
      write,
      read,
      faultOf,
      async forgetOverwritten() {
        // What was overwritten stands in the log until it is emptied; what was deleted is zeroed by secure_delete.
        await write.executeQuery(CompiledQuery.raw('pragma wal_checkpoint(truncate)'))
      },
      async close() {
        await read.destroy()
        await write.destroy()
        flushes.close()
        // Kysely closes a handle only when it was used.
        for (const handle of [reader, writer]) if (handle.isOpen) handle.close()
      },
    }
  } catch (cause) {
    throw new LiuhenError('dataFolderUnusable', `The database file ${file} cannot be opened`, { cause })
  }
}

/** A copy that nobody writes to, opened so that nothing can be written. Throws a LiuhenError `dataFolderUnusable`. */
export function openSqliteCopy(file: string): OpenedEngine {
  try {
    const handle = new DatabaseSync(file, { readOnly: true })
    const read = kyselyOver(handle, { begin: 'begin' })
    const close = async (): Promise<void> => {
      await read.destroy()
      if (handle.isOpen) handle.close()
    }
    return { engine: 'sqlite', write: read, read, faultOf, forgetOverwritten: async () => {}, close }
  } catch (cause) {
    throw new LiuhenError('dataFolderUnusable', `The database file ${file} cannot be opened`, { cause })
  }
}

type Around = {
  /** A writer begins immediately: a deferred begin would find out only at its first write that somebody else was faster. */
  readonly begin: 'begin immediate' | 'begin'
  /** Called in the same turn as whatever ended a transaction; awaited before anybody is told. */
  readonly afterCommit?: () => Promise<void>
  /** Awaited before a connection is given out. */
  readonly beforeRead?: () => Promise<void> | null
}

const kyselyOver = (handle: DatabaseSync, around: Around): Kysely<Tables> =>
  new Kysely({ dialect: new NodeSqliteDialect(handle, around) })

class NodeSqliteDialect extends SqliteDialect {
  readonly #handle: DatabaseSync
  readonly #around: Around

  constructor(handle: DatabaseSync, around: Around) {
    super({ database: keepingStatements(handle) })
    this.#handle = handle
    this.#around = around
  }

  override createDriver(): SqliteDriver {
    return new NodeSqliteDriver(this.#handle, this.#around)
  }

  override createAdapter(): SqliteAdapter {
    return new NodeSqliteAdapter()
  }
}

class NodeSqliteDriver extends SqliteDriver {
  readonly #handle: DatabaseSync
  readonly #around: Around
  readonly #turns = new Turns()

  constructor(handle: DatabaseSync, around: Around) {
    super({ database: keepingStatements(handle) })
    this.#handle = handle
    this.#around = around
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    await this.#turns.take()
    await this.#around.beforeRead?.()
    const connection = await super.acquireConnection()
    const { afterCommit } = this.#around
    return afterCommit ? flushing(connection, this.#handle, afterCommit) : connection
  }

  override async releaseConnection(): Promise<void> {
    this.#turns.release()
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(this.#around.begin))
  }

  /** SQLite rolls back by itself on some errors, a full disk among them; a second rollback would be an error of its own. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#handle.isTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'))
  }
}

/** A connection that answers whatever ended a transaction, a single statement among them, when it is on the disk. */
const flushing = (
  connection: DatabaseConnection,
  handle: DatabaseSync,
  afterCommit: () => Promise<void>,
): DatabaseConnection => ({
  async executeQuery(query) {
    // node:sqlite has run it when this returns: nobody reads between commit and flush.
    const answer = connection.executeQuery(query)
    const flushed = handle.isTransaction ? null : afterCommit()
    const result = await answer
    await flushed
    return result as never
  },
  streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
})

class NodeSqliteAdapter extends SqliteAdapter {
  /** SQLite does carry out schema changes in transactions; Kysely's adapter does not say so. */
  override get supportsTransactionalDdl(): boolean {
    return true
  }

  /** There is one; but the driver itself lets in one after another, and Kysely's own lock wakes everybody each time. */
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

/** What Kysely asks of a handle, keeping the statements that were used last. */
function keepingStatements(handle: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>()
  return {
    close: () => handle.close(),
    prepare(sql) {
      const statement = kept.get(sql) ?? shim(handle.prepare(sql))
      kept.delete(sql)
      kept.set(sql, statement)
      if (kept.size > STATEMENTS_KEPT) kept.delete(kept.keys().next().value as string)
      return statement
    },
  }
}

const shim = (statement: StatementSync): SqliteStatement => ({
  reader: statement.columns().length > 0,
  all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
  run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
  iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
})

const BUSY = 5
const LOCKED = 6
const IO_ERROR = 10
const CORRUPT = 11
const FULL = 13
const NOT_A_DATABASE = 26

function faultOf(error: unknown): Fault {
  // A flush that failed (sqlite-flushes.ts).
  if (error instanceof LiuhenError && error.code === 'registryBroken') return 'broken'
  const errcode = codeOf(error, 'errcode')
  // The low byte is the primary code (sqlite.org/rescode.html).
  switch (typeof errcode === 'number' ? errcode % 256 : undefined) {
    case BUSY:
    case LOCKED:
      return 'transient'
    case FULL:
      return 'diskFull'
    case IO_ERROR:
    case CORRUPT:
    case NOT_A_DATABASE:
      return 'broken'
    default:
      return 'other'
  }
}
