/**
 * The one door to the engine: reads, single writes and transactions, and what follows when the engine fails.
 *
 * After an I/O error nothing more is written in this process. Whether the failed commit is on the disk cannot be known,
 * and trying again could report as kept what the disk has lost; only opening the database anew finds out.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'
import { LiuhenError } from '../kit/liuhen-error.ts'
import type { Engine, OpenedEngine } from './dialect.ts'
import { migrate } from './migrate.ts'
import type { Tables } from './tables.ts'

/** Together with the engine's own short waiting about ten seconds: longer than any other writer takes. */
const ATTEMPTS = 40

export class Database {
  readonly engine: Engine
  readonly read: Kysely<Tables>
  readonly #opened: OpenedEngine
  #brokenBy: unknown

  constructor(opened: OpenedEngine) {
    this.engine = opened.engine
    this.read = opened.read
    this.#opened = opened
  }

  /** See migrate.ts. */
  async migrate(mode: 'apply' | 'expect'): Promise<void> {
    await this.#patiently(() => migrate(this.#opened, mode))
  }

  /** One statement that stands for itself. Throws a LiuhenError `diskFull` or `registryBroken` like all writing. */
  async write<Result>(work: (db: Kysely<Tables>) => Promise<Result>): Promise<Result> {
    return this.#patiently(() => work(this.#opened.write))
  }

  /** What was done stays done when the engine cannot tidy up just now: it does so in its own time. */
  async forgetOverwritten(): Promise<void> {
    try {
      await this.#opened.forgetOverwritten()
    } catch (error) {
      if (this.#opened.faultOf(error) === 'broken') throw this.#explain(error)
    }
  }

  /**
   * All of it or nothing, on the disk when it returns. `work` may run more than once, so it must only touch the database.
   * When COMMIT itself fails, throws a LiuhenError: then nobody knows whether the work was kept.
   */
  async transaction<Result>(work: (trx: Transaction<Tables>) => Promise<Result>): Promise<Result> {
    return this.#patiently(async () => {
      const trx = await this.#opened.write.startTransaction().execute()
      let result: Result
      try {
        result = await work(trx)
      } catch (error) {
        await trx.rollback().execute()
        throw error
      }
      try {
        await trx.commit().execute()
      } catch (error) {
        if (!trx.isRolledBack) await trx.rollback().execute()
        throw this.#commitFailed(error)
      }
      return result
    })
  }

  /** Several reads of one moment. Hinders nobody's writing. */
  async snapshot<Result>(work: (trx: Transaction<Tables>) => Promise<Result>): Promise<Result> {
    return this.read.transaction().setIsolationLevel('repeatable read').execute(work)
  }

  async close(): Promise<void> {
    await this.#opened.close()
  }

  async #patiently<Result>(work: () => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      if (this.#brokenBy !== undefined)
        throw new LiuhenError('registryBroken', 'The database failed before; nothing is written until a restart', {
          cause: this.#brokenBy,
        })
      try {
        return await work()
      } catch (error) {
        if (this.#opened.faultOf(error) !== 'transient' || attempt === ATTEMPTS) throw this.#explain(error)
        // A random wait, so that two processes do not go on meeting each other.
        await sleep(1 + Math.random() * 5 * attempt)
      }
    }
  }

  #explain(error: unknown): unknown {
    switch (this.#opened.faultOf(error)) {
      case 'diskFull':
        return new LiuhenError('diskFull', 'The disk of the database is full; nothing was written', { cause: error })
      case 'broken':
        this.#brokenBy = error
        return new LiuhenError('registryBroken', 'The database cannot vouch for what it has written', { cause: error })
      default:
        return error
    }
  }

  #commitFailed(error: unknown): unknown {
    // The same command again tells: its idempotency key is there or it is not.
    if (error instanceof LiuhenError && error.code === 'databaseUnavailable') return error
    const fault = this.#opened.faultOf(error)
    if (fault === 'transient' || fault === 'diskFull') return error // Nothing was kept; handled as before COMMIT.
    // On PostgreSQL a lost connection leaves the server whole: the next transaction reads what it knows.
    if (fault === 'broken' || this.engine === 'sqlite') this.#brokenBy = error
    return new LiuhenError('registryBroken', 'The commit failed; whether it was kept is not known', { cause: error })
  }
}

/** SQLite takes 32,766 parameters a statement, and long statements are slow to compile. */
const PARAMETERS = 8_000

export function chunks<Item>(items: readonly Item[], parametersEach: number): Item[][] {
  const size = Math.max(1, Math.floor(PARAMETERS / parametersEach))
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))
}

/**
 * Rows that name their columns as the house does, fetched in chunks for any number of keys. The last key may be given more than once, so
 * that there are statements of few lengths: each is compiled once and kept.
 */
export async function inChunks<Key, Row>(keys: readonly Key[], fetch: (some: Key[]) => Promise<Row[]>): Promise<Row[]> {
  const rows: Row[] = []
  for (const some of chunks([...new Set(keys)], 1)) rows.push(...(await fetch(filledUp(some))))
  return rows
}

/** To the next power of two. */
function filledUp<Key>(keys: readonly Key[]): Key[] {
  const length = 2 ** Math.ceil(Math.log2(keys.length))
  return Array.from({ length }, (_, i) => keys[Math.min(i, keys.length - 1)] as Key)
}
