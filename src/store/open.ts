/** Opens a registry: engine, newest shape, both trails begun, and every answer of the Store put together. */
import { LiuhenError } from '../kit/liuhen-error.ts'
import { accountRows, accountWrites } from './account-rows.ts'
import { appendBatch, prepare, type PreparedCommand } from './append.ts'
import { BatchQueue } from './batch-queue.ts'
import type { AuditSource } from './audit-rows.ts'
import { apiTokenRows } from './api-token-rows.ts'
import { changeBureau } from './bureau-change.ts'
import { bureauRows } from './bureau-rows.ts'
import type { CarriedHeads, CarriedLine } from './carried.ts'
import { storeCondition } from './condition.ts'
import { Database } from './database.ts'
import type { OpenedEngine } from './dialect.ts'
import { openSqlite, openSqliteCopy } from './dialect-sqlite.ts'
import { exportRegistry } from './export-rows.ts'
import { listRows } from './list-rows.ts'
import { importRegistry, type HashedHeads, type ImportWork } from './import-rows.ts'
import { readModelDifferences, rebuildReadModels } from './read-models.ts'
import { registerRows } from './register-rows.ts'
import { replaceSlots, rotateAccount } from './rotation.ts'
import { sealedRows } from './sealed-rows.ts'
import { appendSecurityBatch, printBody, securityRows } from './security-events.ts'
import type { AppendResult, Store } from './store.ts'
import { trailRows } from './trail-rows.ts'
import { slotRows } from './slot-rows.ts'
import { beginSlotTree } from './slot-tree.ts'
import { beginTrails, lockHead } from './trail-writer.ts'
import type { TrailWork } from './trail-work.ts'

export type StoreOptions = (
  | { /** A PostgreSQL DSN. */ readonly url: string; /** `public` when left out. */ readonly schema?: string }
  | { /** The SQLite file; its folder exists. */ readonly file: string }
) & {
  /** `expect` where the service may not change the schema and its owner does (docs/operating/postgresql.md). */
  readonly migrations?: 'apply' | 'expect'
}

/**
 * Opens the registry and brings it to its newest shape.
 *
 * Throws a LiuhenError: `dataFolderUnusable`, `configurationInvalid`, `migrationFailed`, or `registryBroken` when a trail
 * does not have as many leaves as its head says. Several processes may hold one registry open: the head row is their lock.
 */
export async function openStore(options: StoreOptions, work: TrailWork): Promise<Store> {
  const database = new Database(await openEngine(options))
  try {
    await database.migrate(options.migrations ?? 'apply')
    await database.transaction(async (trx) => {
      await beginTrails(trx, work)
      await lockHead(trx, 'register')
      await beginSlotTree(trx, work)
    })
    await checkHeads(database)
  } catch (error) {
    await database.close()
    throw error
  }

  const appends = new BatchQueue<PreparedCommand, AppendResult>((batch) =>
    database.transaction((trx) => appendBatch(trx, batch, work)),
  )
  const securityAppends = new BatchQueue<string, { position: number }>((bodies) =>
    database.transaction((trx) => appendSecurityBatch(trx, bodies, work)),
  )

  return {
    append: async (command) => appends.add(prepare(command, null)),
    appendSweep: async (command, mark) => appends.add(prepare(command, mark)),
    appendSecurityEvent: async (event) => securityAppends.add(printBody(event)),
    rotateAccount: rotateAccount(database, work),
    replaceSlots: replaceSlots(database, work),
    ...accountWrites(database, work),
    changeBureau: (change) => database.transaction((trx) => changeBureau(trx, change, work)),
    ...besidesAppending(database, auditSourceOf(options)),
    async close() {
      await Promise.all([appends.idle(), securityAppends.idle()])
      await database.close()
    },
  }
}

/**
 * Opens the SQLite file of a backup for reading and checking: nothing is written, no key is needed, and whoever asks to
 * append is refused with `configurationInvalid`. Throws `migrationFailed` when the copy is of an older shape.
 */
export async function openCopy(file: string): Promise<Store> {
  const database = new Database(openSqliteCopy(file))
  try {
    await database.migrate('expect')
    await checkHeads(database)
  } catch (error) {
    await database.close()
    throw error
  }
  const refuse = async (): Promise<never> => {
    throw new LiuhenError('configurationInvalid', 'This copy was opened for reading only')
  }
  return {
    append: refuse,
    appendSweep: refuse,
    appendSecurityEvent: refuse,
    rotateAccount: refuse,
    replaceSlots: refuse,
    createAccount: refuse,
    changeAccount: refuse,
    changeBureau: refuse,
    ...besidesAppending(database, { file }),
    close: () => database.close(),
  }
}

/** Brings an empty registry to its newest shape and fills it. Answers the heads that the entries gave; see import-rows.ts for how it fails. */
export async function importStore(
  options: StoreOptions,
  work: ImportWork,
  heads: CarriedHeads,
  lines: () => AsyncIterable<CarriedLine>,
): Promise<HashedHeads> {
  const database = new Database(await openEngine(options))
  try {
    await database.migrate(options.migrations ?? 'apply')
    return await importRegistry(database, work, heads, lines)
  } finally {
    await database.close()
  }
}

const besidesAppending = (
  database: Database,
  auditSource: AuditSource,
): Omit<
  Store,
  | 'append'
  | 'appendSweep'
  | 'appendSecurityEvent'
  | 'rotateAccount'
  | 'replaceSlots'
  | 'changeBureau'
  | 'createAccount'
  | 'changeAccount'
  | 'close'
> => ({
  engine: database.engine,
  auditSource,
  ...registerRows(database),
  ...trailRows(database),
  ...securityRows(database),
  ...sealedRows(database),
  ...listRows(database),
  ...accountRows(database),
  ...bureauRows(database),
  ...slotRows(database),
  ...apiTokenRows(database),
  forgetOverwritten: () => database.forgetOverwritten(),
  readModelDifferences: () => readModelDifferences(database),
  rebuildReadModels: () => rebuildReadModels(database),
  exportRegistry: (begin, write) => exportRegistry(database, begin, write),
  condition: () => storeCondition(database),
})

/** Runs the migrations and nothing else: for the owner of the database, who need not have the host key. */
export async function migrateRegistry(options: StoreOptions): Promise<void> {
  const database = new Database(await openEngine(options))
  try {
    await database.migrate('apply')
  } finally {
    await database.close()
  }
}

const auditSourceOf = (options: StoreOptions): AuditSource =>
  'file' in options ? { file: options.file } : { url: options.url, schema: options.schema ?? 'public' }

/** The driver of PostgreSQL is loaded by those who have one. */
async function openEngine(options: StoreOptions): Promise<OpenedEngine> {
  if ('file' in options) return openSqlite(options.file)
  const { openPostgres } = await import('./dialect-postgres.ts')
  return openPostgres(options.url, options.schema ?? 'public')
}

/** Continuing a tree whose end is missing would sign a second history. The full comparison is `liuhen check`. */
async function checkHeads(database: Database): Promise<void> {
  const heads = await database.snapshot((trx) =>
    trx
      .selectFrom('heads')
      .select((row) => [
        'trail',
        'size',
        row
          .selectFrom('leaves')
          .whereRef('leaves.trail', '=', 'heads.trail')
          .select((leaf) => leaf.fn.max('leaf_index').as('last'))
          .as('last'),
      ])
      .execute(),
  )
  for (const { trail, size, last } of heads)
    if (size !== (last ?? -1) + 1)
      throw new LiuhenError(
        'registryBroken',
        `The ${trail} trail should have ${size} leaves, and has ${(last ?? -1) + 1}`,
      )
}
