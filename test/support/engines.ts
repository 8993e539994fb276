/** A fresh registry on each engine: a SQLite file in a folder of its own, or a PostgreSQL schema of its own. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { openStore, type StoreOptions } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { postgresPrograms, postgresUrl } from './postgres.ts'
import { testTrailWork } from './trail-work.ts'

export type TestRegistry = {
  readonly options: StoreOptions
  /** Another store on the same registry. */
  readonly open: () => Promise<Store>
  /** A statement by somebody who has the database and does not ask us. Answers its rows. */
  readonly statement: (sql: string) => Promise<Record<string, unknown>[]>
  /** Closes what was opened, and removes the registry. */
  readonly remove: () => Promise<void>
}

export type TestEngine = {
  readonly name: 'sqlite' | 'postgres'
  readonly available: boolean
  /** In the given folder where the engine keeps a file; else in one of its own, which `remove` takes away. */
  readonly registry: (folder?: string) => Promise<TestRegistry>
}

const opening = (options: StoreOptions, stores: Store[]) => async (): Promise<Store> => {
  const store = await openStore(options, testTrailWork)
  stores.push(store)
  return store
}

const sqlite: TestEngine = {
  name: 'sqlite',
  available: true,
  async registry(given) {
    const { DatabaseSync } = await import('node:sqlite')
    const folder = given ?? mkdtempSync(join(tmpdir(), 'liuhen-store-'))
    const options = { file: join(folder, 'register.db') }
    const stores: Store[] = []
    return {
      options,
      open: opening(options, stores),
      async statement(sql) {
        const handle = new DatabaseSync(options.file, { timeout: 5000 })
        try {
          return handle.prepare(sql).all()
        } finally {
          handle.close()
        }
      },
      async remove() {
        for (const store of stores) await store.close()
        if (given === undefined) rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}

const postgres: TestEngine = {
  name: 'postgres',
  available: postgresPrograms() !== null,
  async registry() {
    const url = await postgresUrl()
    const schema = `test_${randomBytes(8).toString('hex')}`
    const stores: Store[] = []
    const statement: TestRegistry['statement'] = async (sql) => {
      const client = new Client({ connectionString: url })
      await client.connect()
      try {
        await client.query(`set search_path to ${schema}`)
        return (await client.query<Record<string, unknown>>(sql)).rows
      } finally {
        await client.end()
      }
    }
    return {
      options: { url, schema },
      open: opening({ url, schema }, stores),
      statement,
      async remove() {
        for (const store of stores) await store.close()
        await statement(`drop schema if exists ${schema} cascade`)
      },
    }
  },
}

export const engines: readonly TestEngine[] = [sqlite, postgres]
export const embedded = sqlite
