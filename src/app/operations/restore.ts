/**
 * A registry from a backup, in a folder that had nothing (R35). Everything is checked before anything is written, and what is
 * written is looked at again: the head afterwards is the head of the backup.
 */
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { toHex } from '../../kit/bytes.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { checkSqlite } from '../../store/sqlite-copy.ts'
import { migrateRegistry } from '../../store/open.ts'
import type { TrailHead, TrailName } from '../../store/store.ts'
import type { AppContext } from '../context.ts'
import { identityOf } from '../registry-identity.ts'
import { RECOVERY_PUBLIC_FILE } from '../recovery-files.ts'
import { checkCopy } from './backup.ts'
import { copyDurably, digestOfFile, syncFolder, writeDurably } from './durable-files.ts'
import { readExport, type ReadExport } from './export-file.ts'
import { importExport } from './import-export.ts'
import { openSigned, publishedFiles } from './published-checkpoint.ts'
import {
  EVIDENCE_LIST,
  EXPORT_COPY,
  findBackup,
  manifestsBeside,
  SQLITE_COPY,
  type FoundBackup,
  type Manifest,
} from './manifest.ts'

const trails = ['register', 'security'] as const

/** As the entries gave it when they were hashed. */
type HashedHead = Pick<TrailHead, 'size' | 'root'>
export type ShownHead = { readonly size: number; readonly root: string }

export type Restored = {
  readonly backup: string
  readonly manifest: Manifest
  /** The register's head in the backup and in the new folder: the same, or this would have thrown. */
  readonly before: ShownHead
  readonly after: ShownHead
  /** Without it the registry is whole but cannot be opened. */
  readonly hasHostKey: boolean
}

export type RestoreRequest = {
  readonly from: string
  /** Empty, or not there yet. */
  readonly dataFolder: string
  /** Where a backup of a PostgreSQL registry goes; the data folder when left out. */
  readonly databaseUrl?: string | undefined
  readonly databaseSchema?: string | undefined
  /** The text of the host key, for a backup that does not hold it. */
  readonly hostKey?: string | null
  /** A copy beside the registry in service: it gets no key, also when the backup holds it. Two must not sign. */
  readonly drill?: boolean
  /** A checkpoint of the register that somebody kept: when the backup is behind it, the registry will say so. */
  readonly published?: string | null
}

/**
 * Throws a LiuhenError: `backupBroken`, `dataFolderUnusable` when something is there already, `keyMalformed` for a foreign key,
 * `configurationInvalid` for a place that does not fit the backup. Whenever it throws, the folder is as empty as before.
 */
export async function restore(request: RestoreRequest): Promise<Restored> {
  const { from, dataFolder, databaseUrl, databaseSchema, hostKey, drill, published } = request
  await expectEmpty(dataFolder)
  const backup = await findBackup(from)
  const { folder, manifest } = backup
  if (databaseUrl && manifest.engine === 'sqlite')
    throw new LiuhenError(
      'configurationInvalid',
      'This backup is of a SQLite registry: restore it without DATABASE_URL, then move it with export and import',
    )
  const exported = await checkBackup(backup)
  const ownKey = manifest.withHostKey && !drill ? await readFile(join(folder, 'host.key'), 'utf8') : null
  const key = hostKey ?? ownKey
  if (key !== null) expectOwnKey(key, manifest)
  const later = await publishedLater(backup, published ?? null)

  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  try {
    await copyEvidence(backup, dataFolder)
    for (const name of ['origin', RECOVERY_PUBLIC_FILE])
      if (manifest.files[name]) await copyDurably(join(folder, name), join(dataFolder, name))
    // The database last: a folder without it is not taken for a registry.
    const found = exported
      ? await importExport(exported, { dataFolder, databaseUrl, databaseSchema })
      : await placeDatabase(backup, dataFolder)
    for (const [file, note] of later) await writeDurably(join(dataFolder, file), note)
    if (key !== null) await writeDurably(join(dataFolder, 'host.key'), key)
    await syncFolder(dataFolder)
    const before = { size: manifest.register.size, root: manifest.register.root }
    return { backup: folder, manifest, before, after: shownHead(found), hasHostKey: key !== null }
  } catch (error) {
    for (const name of await readdir(dataFolder)) await rm(join(dataFolder, name), { recursive: true, force: true })
    throw error
  }
}

/**
 * What the registry is known to have published after this backup, by file: newer backups beside it know, and whoever kept a
 * checkpoint. With these in place the restored registry is not written before an operator has decided (R26).
 */
async function publishedLater(backup: FoundBackup, given: string | null): Promise<[file: string, note: string][]> {
  const { manifest } = backup
  if (given !== null && !openSigned(given, manifest.vkeys.register))
    throw new LiuhenError('configurationInvalid', 'The checkpoint is not one of this registry’s register')
  const beside = await manifestsBeside(backup)
  return trails.flatMap((trail): [string, string][] => {
    const notes = [...beside.map((other) => other[trail].checkpoint), ...(given !== null ? [given] : [])]
    let newest = manifest[trail].size
    let later: string | null = null
    for (const note of notes) {
      const size = openSigned(note, manifest.vkeys[trail])?.treeSize ?? 0
      if (size > newest) [newest, later] = [size, note]
    }
    return later === null ? [] : [[publishedFiles[trail], later]]
  })
}

/** Every file against the manifest, every evidence file against its name. The entries are hashed when they are in their new place. */
async function checkBackup({ folder, evidenceFolder, manifest }: FoundBackup): Promise<ReadExport | null> {
  for (const [name, { sha256 }] of Object.entries(manifest.files))
    if ((await digestIfThere(join(folder, name))) !== sha256) throw broken(`${name} is missing or was changed`)
  for (const name of await evidenceNames(folder))
    if ((await digestIfThere(join(evidenceFolder, name.slice(0, 2), name))) !== name)
      throw broken(`the evidence file ${name} is missing or was changed`)
  if (manifest.files[EXPORT_COPY]) {
    const exported = await readExport(join(folder, EXPORT_COPY))
    for (const trail of trails) {
      if (exported.vkeys[trail] !== manifest.vkeys[trail]) throw broken('the export is of another registry')
      expectHead(manifest, trail, exported.heads[trail])
    }
    return exported
  }
  await checkSqlite(join(folder, SQLITE_COPY))
  return null
}

function expectHead(manifest: Manifest, trail: TrailName, found: { size: number; root: Uint8Array }): void {
  const { size, root } = manifest[trail]
  if (found.size !== size || toHex(found.root) !== root) throw broken(`the head of the ${trail} trail is another one`)
}

/**
 * Checks every entry under another name before the database takes its place. A backup of an older version is brought to the
 * newest shape first, so that an upgrade does not make yesterday's backup unusable.
 */
async function placeDatabase({ folder, manifest }: FoundBackup, dataFolder: string): Promise<HashedHead> {
  const fresh = join(dataFolder, 'register.db.incoming')
  await copyDurably(join(folder, SQLITE_COPY), fresh)
  await migrateRegistry({ file: fresh })
  const found = await checkCopy(fresh, dataFolder, manifest.vkeys)
  for (const trail of trails) expectHead(manifest, trail, found[trail])
  await rename(fresh, join(dataFolder, 'register.db'))
  return found.register
}

const shownHead = ({ size, root }: HashedHead): ShownHead => ({ size, root: toHex(root) })

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

type Noting = Pick<AppContext, 'store' | 'now'>

/** In the registry that is in service: that a backup of it was restored elsewhere, and with which head. */
export const noteDrill = (context: Noting, { before, after, manifest }: Restored): Promise<unknown> =>
  context.store.appendSecurityEvent({
    type: 'restoreDrilled',
    at: context.now(),
    accountId: null,
    data: { backupOf: manifest.madeAt, expected: before, found: after },
  })

/** In the registry that was restored: from when on it goes on. */
export const noteRestored = (context: Noting, { after, manifest }: Restored): Promise<unknown> =>
  context.store.appendSecurityEvent({
    type: 'registryRestored',
    at: context.now(),
    accountId: null,
    data: { backupOf: manifest.madeAt, head: after },
  })
