/**
 * A registry from a backup, in a folder that had nothing (R35). Everything is checked before anything is written, and what is
 * written is looked at again: the head afterwards is the head of the backup.
 */
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { toHex } from '../../kit/bytes.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { checkSqlite } from '../../store/sqlite-copy.ts'
import type { TrailName } from '../../store/store.ts'
import { identityOf } from '../registry-identity.ts'
import { RECOVERY_PUBLIC_FILE } from '../recovery-files.ts'
import { checkCopy } from './backup.ts'
import { copyDurably, digestOfFile, syncFolder, writeDurably } from './durable-files.ts'
import { readExport, type ReadExport } from './export-file.ts'
import { importExport } from './import-export.ts'
import { EVIDENCE_LIST, EXPORT_COPY, findBackup, SQLITE_COPY, type FoundBackup, type Manifest } from './manifest.ts'

export type ShownHead = { readonly size: number; readonly root: string }

export type Restored = {
  readonly backup: string
  readonly manifest: Manifest
  /** The register's head in the backup and in the new folder: the same, or this would have thrown. */
  readonly before: ShownHead
  readonly after: ShownHead
  /** Without it the registry can be looked at but not served. */
  readonly hasHostKey: boolean
}

export type RestoreRequest = {
  readonly from: string
  /** Empty, or not there yet. */
  readonly dataFolder: string
  /** Where a backup of a PostgreSQL registry goes; the data folder when left out. */
  readonly databaseUrl?: string | undefined
  /** The text of the host key, for a backup that does not hold it. */
  readonly hostKey?: string | null
}

/** Throws a LiuhenError: `backupBroken`, `dataFolderUnusable` when something is there already, `keyMalformed` for a foreign key. */
export async function restore({ from, dataFolder, databaseUrl, hostKey }: RestoreRequest): Promise<Restored> {
  await expectEmpty(dataFolder)
  const backup = await findBackup(from)
  const { folder, manifest } = backup
  const exported = await checkBackup(backup)
  const ownKey = manifest.withHostKey ? await readFile(join(folder, 'host.key'), 'utf8') : null
  const key = hostKey ?? ownKey
  if (key !== null) expectOwnKey(key, manifest)

  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  await copyEvidence(backup, dataFolder)
  for (const name of ['origin', RECOVERY_PUBLIC_FILE])
    if (manifest.files[name]) await copyDurably(join(folder, name), join(dataFolder, name))
  // The database last: a folder without it is not taken for a registry.
  if (exported) await importExport(exported, { dataFolder, databaseUrl })
  else await placeDatabase(join(folder, SQLITE_COPY), dataFolder)
  const after = await headAfter(manifest, dataFolder, exported !== null)
  if (key !== null) await writeDurably(join(dataFolder, 'host.key'), key)
  await syncFolder(dataFolder)
  const before = { size: manifest.register.size, root: manifest.register.root }
  return { backup: folder, manifest, before, after, hasHostKey: key !== null }
}

/** Every file against the manifest, every evidence file against its name, every entry against the signed head. */
export async function checkBackup({ folder, evidenceFolder, manifest }: FoundBackup): Promise<ReadExport | null> {
  for (const [name, { sha256 }] of Object.entries(manifest.files))
    if ((await digestIfThere(join(folder, name))) !== sha256) throw broken(`${name} is missing or was changed`)
  for (const name of await evidenceNames(folder))
    if ((await digestIfThere(join(evidenceFolder, name.slice(0, 2), name))) !== name)
      throw broken(`the evidence file ${name} is missing or was changed`)
  if (manifest.files[EXPORT_COPY]) {
    const exported = await readExport(join(folder, EXPORT_COPY))
    for (const trail of ['register', 'security'] as const) {
      if (exported.vkeys[trail] !== manifest.vkeys[trail]) throw broken('the export is of another registry')
      expectHead(manifest, trail, exported.heads[trail])
    }
    return exported
  }
  const file = join(folder, SQLITE_COPY)
  await checkSqlite(file)
  const found = await checkCopy(file, folder, manifest.vkeys)
  for (const trail of ['register', 'security'] as const) expectHead(manifest, trail, found[trail])
  return null
}

function expectHead(manifest: Manifest, trail: TrailName, found: { size: number; root: Uint8Array }): void {
  const { size, root } = manifest[trail]
  if (found.size !== size || toHex(found.root) !== root) throw broken(`the head of the ${trail} trail is another one`)
}

async function headAfter(manifest: Manifest, dataFolder: string, imported: boolean): Promise<ShownHead> {
  // An import has hashed every entry on its way in and compared the roots before it was kept.
  if (imported) return { size: manifest.register.size, root: manifest.register.root }
  const { register } = await checkCopy(join(dataFolder, 'register.db'), dataFolder, manifest.vkeys)
  expectHead(manifest, 'register', register)
  return { size: register.size, root: toHex(register.root) }
}

async function placeDatabase(from: string, dataFolder: string): Promise<void> {
  const fresh = join(dataFolder, 'register.db.incoming')
  try {
    await copyDurably(from, fresh)
    await rename(fresh, join(dataFolder, 'register.db'))
  } finally {
    await rm(fresh, { force: true })
  }
}

async function copyEvidence({ folder, evidenceFolder }: FoundBackup, dataFolder: string): Promise<void> {
  for (const name of await evidenceNames(folder)) {
    const part = join(dataFolder, 'evidence', name.slice(0, 2))
    await mkdir(part, { recursive: true, mode: 0o700 })
    if ((await copyDurably(join(evidenceFolder, name.slice(0, 2), name), join(part, name), name)) !== name)
      throw broken(`the evidence file ${name} changed meanwhile`)
  }
}

async function evidenceNames(folder: string): Promise<string[]> {
  const text = await readFile(join(folder, EVIDENCE_LIST), 'utf8')
  return text.split('\n').filter((name) => name !== '')
}

/** Throws a LiuhenError `dataFolderUnusable` unless there is nothing at all. */
async function expectEmpty(dataFolder: string): Promise<void> {
  const there = await readdir(dataFolder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new LiuhenError('dataFolderUnusable', `${dataFolder} cannot be read`, { cause: error })
  })
  if (there.length > 0)
    throw new LiuhenError('dataFolderUnusable', `${dataFolder} is not empty, and nothing is ever overwritten`)
}

/** Throws a LiuhenError `keyMalformed` when the key would sign as somebody else. */
export function expectOwnKey(hostKey: string, { origin, vkeys }: Pick<Manifest, 'origin' | 'vkeys'>): void {
  if (identityOf(hostKey, origin).vkeys.register !== vkeys.register)
    throw new LiuhenError('keyMalformed', 'The host key is the one of another registry')
}

async function digestIfThere(file: string): Promise<string | null> {
  try {
    return await digestOfFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

const broken = (problem: string): LiuhenError => new LiuhenError('backupBroken', `The backup is not whole: ${problem}`)
