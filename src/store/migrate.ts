/** Brings a registry to the newest shape, in one transaction: all of it or nothing. */
import { Migrator, type Migration } from 'kysely/migration'
import { LiuhenError } from '../kit/liuhen-error.ts'
import type { Engine, OpenedEngine } from './dialect.ts'
import * as registry from './migrations/0001-registry.ts'
import * as cosignatures from './migrations/0002-cosignatures.ts'
import * as renewedKeys from './migrations/0003-renewed-keys.ts'
import * as accountEvents from './migrations/0004-account-events.ts'
import * as apiTokens from './migrations/0005-api-tokens.ts'
import * as bureauStamp from './migrations/0009-bureau-stamp.ts'
import * as slotTree from './migrations/0010-slot-tree.ts'
import * as listPages from './migrations/0011-list-pages.ts'
import * as mailAddresses from './migrations/0012-mail-addresses.ts'
import * as listPlaces from './migrations/0013-list-places.ts'
import * as listShelves from './migrations/0014-list-shelves.ts'
import * as dueOrder from './migrations/0015-due-order.ts'
import * as stampWithoutOutbox from './migrations/0016-stamp-without-outbox.ts'

// In this order for ever. The numbers 0006 to 0008 were never used.
const migrations = {
  '0001-registry': registry,
  '0002-cosignatures': cosignatures,
  '0003-renewed-keys': renewedKeys,
  '0004-account-events': accountEvents,
  '0005-api-tokens': apiTokens,
  '0009-bureau-stamp': bureauStamp,
  '0010-slot-tree': slotTree,
  '0011-list-pages': listPages,
  '0012-mail-addresses': mailAddresses,
  '0013-list-places': listPlaces,
  '0014-list-shelves': listShelves,
  '0015-due-order': dueOrder,
  '0016-stamp-without-outbox': stampWithoutOutbox,
  // Shelves have another form again.
  '0017-list-shelves': listShelves,
}

/**
 * `apply` runs what is missing; `expect` runs nothing and throws when something is missing, for a service that may not
 * change the schema. Throws a LiuhenError `migrationFailed`, also when the database is newer than this program.
 */
export async function migrate(opened: OpenedEngine, mode: 'apply' | 'expect'): Promise<void> {
  const migrator = new Migrator({
    db: opened.write,
    provider: { getMigrations: () => Promise.resolve(forEngine(opened.engine)) },
    ...(opened.schema ? { migrationTableSchema: opened.schema } : {}),
  })
  if (mode === 'expect') {
    const missing = (await migrator.getMigrations()).filter(({ executedAt }) => !executedAt)
    if (missing.length === 0) return
    const names = missing.map(({ name }) => name).join(', ')
    throw new LiuhenError('migrationFailed', `The owner of the database must run these migrations first: ${names}`)
  }
  // The migrator answers with its error instead of throwing it.
  const { error } = await migrator.migrateToLatest()
  // Another process is opening the same registry: the caller waits and tries again.
  if (error && opened.faultOf(error) === 'transient') throw error
  if (error)
    throw new LiuhenError('migrationFailed', 'The database could not be brought to its newest shape', { cause: error })
}

const forEngine = (engine: Engine): Record<string, Migration> =>
  Object.fromEntries(Object.entries(migrations).map(([name, { up }]) => [name, { up: (db) => up(db, engine) }]))
