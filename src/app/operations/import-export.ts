/** Fills an empty database from an export: the way from one engine to the other and back, with the same head. */
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import type { HashedHeads } from '../../store/import-rows.ts'
import { importStore } from '../../store/open.ts'
import type { TrailHead } from '../../store/store.ts'
import { emptyRoot, leafHash, nodeHash } from '../../trail/merkle.ts'
import { readIfThere } from '../made-once.ts'
import { RECOVERY_PUBLIC_FILE } from '../recovery-files.ts'
import { writeDurably } from './durable-files.ts'
import type { ReadExport } from './export-file.ts'

export type ImportPlace = {
  readonly dataFolder: string
  /** The database is a file in the data folder when left out. */
  readonly databaseUrl?: string | undefined
  /** Of the PostgreSQL database; `public` when left out. */
  readonly databaseSchema?: string | undefined
}

const hashing = { leafHash, nodeHash, emptyRoot: emptyRoot() }

/**
 * Hashes every entry again and answers the register's head that came out; the database has the heads of the export, or nothing. The origin and the recovery key's public half are written
 * where there are none. Throws a LiuhenError: `dataFolderUnusable` when a registry is there already, `backupBroken`.
 */
export async function importExport(
  exported: ReadExport,
  place: ImportPlace,
): Promise<Pick<TrailHead, 'size' | 'root'>> {
  const { dataFolder, databaseUrl, databaseSchema: schema } = place
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  await keepName(join(dataFolder, 'origin'), `${exported.origin}\n`)
  const found = databaseUrl
    ? await importStore({ url: databaseUrl, ...(schema ? { schema } : {}) }, hashing, exported.heads, exported.lines)
    : await importFile(exported, join(dataFolder, 'register.db'))
  if (exported.recoveryKey !== null) await keepName(join(dataFolder, RECOVERY_PUBLIC_FILE), exported.recoveryKey)
  return found.register
}

async function importFile({ heads, lines }: ReadExport, file: string): Promise<HashedHeads> {
  if (existsSync(file)) throw new LiuhenError('dataFolderUnusable', `${file} is there already; nothing was changed`)
  const fresh = `${file}.incoming`
  const remove = async (): Promise<void> => {
    for (const suffix of ['', '-wal', '-shm']) await rm(`${fresh}${suffix}`, { force: true })
  }
  await remove()
  try {
    const found = await importStore({ file: fresh }, hashing, heads, lines)
    await rename(fresh, file)
    return found
  } finally {
    await remove()
  }
}

async function keepName(file: string, text: string): Promise<void> {
  const there = await readIfThere(file)
  if (there === null) await writeDurably(file, text)
  else if (there.trim() !== text.trim())
    throw new LiuhenError('dataFolderUnusable', `${file} belongs to another registry; nothing was changed`)
}
