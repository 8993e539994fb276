/** What a command of the command line is. */
import { access } from 'node:fs/promises'
import { LiuhenError } from '../kit/liuhen-error.ts'
import type { Language } from './text.ts'

export type Command = {
  readonly summary: Readonly<Record<Language, string>>
  readonly help: Readonly<Record<Language, string>>
  /** Answers the exit code. Throws a LiuhenError for what a person must repair, a UsageError for a wrong command line. */
  readonly run: (args: readonly string[], language: Language) => Promise<number>
}

export class UsageError extends Error {}

export type RegistryPlace = {
  readonly dataFolder: string
  readonly databaseUrl?: string
  readonly databaseSchema?: string
  readonly migrations: 'apply' | 'expect'
}

/** Where the registry lies, as options or environment say. Options win. */
export function registryPlace(values: { data?: string | undefined }): RegistryPlace {
  const { LIUHEN_DATA, DATABASE_URL, LIUHEN_SCHEMA, LIUHEN_MIGRATIONS } = process.env
  return {
    dataFolder: values.data ?? (LIUHEN_DATA || './data'),
    migrations: migrationsIn(LIUHEN_MIGRATIONS || 'apply'),
    ...(DATABASE_URL ? { databaseUrl: DATABASE_URL } : {}),
    ...(LIUHEN_SCHEMA ? { databaseSchema: LIUHEN_SCHEMA } : {}),
  }
}

function migrationsIn(text: string): 'apply' | 'expect' {
  if (text === 'apply' || text === 'expect') return text
  throw new UsageError(`LIUHEN_MIGRATIONS: apply | expect, ${text}?`)
}

/**
 * Looking at a registry must not make a new one where a wrong folder was named. A registry has `file`. Throws a LiuhenError
 * `dataFolderUnusable`.
 */
export async function expectRegistry(dataFolder: string, file: 'host.key' | 'origin' = 'host.key'): Promise<void> {
  try {
    await access(`${dataFolder}/${file}`)
  } catch (cause) {
    throw new LiuhenError('dataFolderUnusable', `There is no registry in ${dataFolder}`, { cause })
  }
}

export function portIn(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new UsageError(`PORT: ${text}?`)
  return port
}
