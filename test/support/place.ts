/**
 * Where a registry lies that is opened as the command line opens it: a data folder, and a database on either engine.
 *
 *     const place = await aPlace(engine)
 *     const registry = await place.open()
 */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { toHex } from '../../src/kit/bytes.ts'
import type { TrailName } from '../../src/store/store.ts'
import { openRegistry, type OpenedRegistry, type RegistryOptions } from '../../src/main.ts'
import type { TestEngine } from './engines.ts'
import { aCommand } from './store-builders.ts'

export type Place = {
  readonly options: RegistryOptions
  readonly dataFolder: string
  /** Closed when the test ends, if not before. */
  readonly open: (options?: Partial<RegistryOptions>) => Promise<OpenedRegistry>
  /** A statement by somebody who has the database and does not ask us. */
  readonly statement: (sql: string) => Promise<Record<string, unknown>[]>
}

const toUndo: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const undo of toUndo.splice(0).reverse()) await undo()
})

/** A folder of its own, gone when the test ends. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-operations-'))
  toUndo.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export async function aPlace(engine: TestEngine, dataFolder = aFolder()): Promise<Place> {
  const database = await engine.registry(dataFolder)
  toUndo.push(() => database.remove())
  const { options: where } = database
  const options: RegistryOptions = {
    dataFolder,
    ...('url' in where ? { databaseUrl: where.url, databaseSchema: where.schema } : {}),
  }
  return {
    options,
    dataFolder,
    statement: database.statement,
    async open(more = {}) {
      const registry = await openRegistry({ origin: 'liuhen.example/qingyuan', ...options, ...more })
      let closed = false
      const close = async (): Promise<void> => {
        if (!closed) await registry.close()
        closed = true
      }
      toUndo.push(close)
      return { ...registry, close }
    },
  }
}

/** Dossiers of these names, each with its first event. */
export async function register(registry: OpenedRegistry, ...names: readonly string[]): Promise<void> {
  for (const id of names) await registry.context.store.append(aCommand({ id }))
}

/** A sealed file as the register keeps it; answers its name. */
export function putEvidence(dataFolder: string, content: string): string {
  const name = createHash('sha256').update(content).digest('hex')
  mkdirSync(join(dataFolder, 'evidence', name.slice(0, 2)), { recursive: true })
  writeFileSync(join(dataFolder, 'evidence', name.slice(0, 2), name), content)
  return name
}

export async function headOf({ context }: OpenedRegistry, trail: TrailName = 'register') {
  const { size, root } = await context.store.head(trail)
  return { size, root: toHex(root) }
}

/** A change by somebody with the database who has put its guards out of the way first. */
export async function tamper({ statement }: Pick<Place, 'statement'>, engine: TestEngine, sql: string): Promise<void> {
  await dropGuards({ statement }, engine)
  await statement(sql)
}

export async function dropGuards({ statement }: Pick<Place, 'statement'>, { name }: TestEngine): Promise<void> {
  const triggers =
    name === 'sqlite'
      ? await statement(`select name, tbl_name as "table" from sqlite_schema where type = 'trigger'`)
      : await statement(`select tgname as name, relname as "table" from pg_trigger join pg_class on pg_class.oid = tgrelid
          where relnamespace = current_schema()::regnamespace and not tgisinternal`)
  for (const { name: trigger, table } of triggers)
    await statement(`drop trigger ${String(trigger)}${name === 'sqlite' ? '' : ` on ${String(table)}`}`)
}
