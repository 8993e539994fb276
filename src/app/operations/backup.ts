/**
 * A backup while the server writes (R35). It counts only when the copy was opened again and every entry hashed:
 *
 *     FOLDER/evidence/ab/ab12…          sealed files of all backups, copied once, named by their digests
 *     FOLDER/2026-11-22T014512Z/        register.db (or register.ndjson), origin, recovery.pub, public keys, manifest.json
 *
 * The host key stays out unless it is asked for. It reads nothing, but whoever has it beside the database can sign a second
 * history; and a copy of it that is kept elsewhere does not change with each backup.
 */
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { toHex } from '../../kit/bytes.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { openCopy } from '../../store/open.ts'
import { copySqlite } from '../../store/sqlite-copy.ts'
import type { TrailHead, TrailName } from '../../store/store.ts'
import { noteSecurityEvent } from '../accounts/security-events.ts'
import { evidenceIn } from '../check/check-evidence.ts'
import { checkRegistry } from '../check/check-registry.ts'
import type { AppContext } from '../context.ts'
import { readIfThere } from '../made-once.ts'
import { RECOVERY_PUBLIC_FILE } from '../recovery-files.ts'
import { stampOf } from './accept-rollback.ts'
import { copyDurably, digestOfFile, syncFolder, writeDurably } from './durable-files.ts'
import { readExport, writeExport } from './export-file.ts'
import { importExport } from './import-export.ts'
import { EVIDENCE_LIST, EXPORT_COPY, MANIFEST, SQLITE_COPY, type Manifest } from './manifest.ts'
import { rememberRun } from './remembered.ts'

export type BackupRequest = {
  /** Made when it is not there. */
  readonly to: string
  readonly vkeys: Readonly<Record<TrailName, string>>
  readonly version: string
  readonly withHostKey: boolean
}

export type MadeBackup = { readonly folder: string; readonly manifest: Manifest; readonly newEvidenceFiles: number }

/**
 * Throws a LiuhenError: `backupBroken` when the copy does not hold what the trail signed, `evidenceBroken` when an evidence file is
 * not what its name says, `diskFull`. Nothing that failed keeps the name of a backup.
 */
export async function backUp(context: AppContext, request: BackupRequest): Promise<MadeBackup> {
  const { to, vkeys, version, withHostKey } = request
  const at = context.now()
  await mkdir(to, { recursive: true, mode: 0o700 })
  const fresh = await mkdtemp(join(to, '.incoming-'))
  try {
    // The database first: a sealed file is in its place before an event speaks of it.
    const copied = await copyDatabase(context, vkeys, fresh)
    const evidence = await copyEvidence(context.dataFolder, to)
    await writeDurably(join(fresh, EVIDENCE_LIST), evidence.names.map((name) => `${name}\n`).join(''))
    await copyNames(context.dataFolder, fresh, vkeys, withHostKey)
    const manifest: Manifest = {
      format: 'liuhen-backup-1',
      madeAt: at,
      version,
      engine: context.store.engine,
      origin: await originOf(context.dataFolder),
      vkeys: { ...vkeys },
      register: shownHead(copied.register),
      security: shownHead(copied.security),
      counts: { ...copied.counts, evidenceFiles: evidence.names.length },
      withHostKey,
      files: await filesIn(fresh),
    }
    await writeDurably(join(fresh, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`)
    const folder = await takeName(fresh, join(to, stampOf(at)))
    await syncFolder(to)
    const { size, root } = manifest.register
    await noteSecurityEvent(context, 'backupMade', null, { size, root })
    await rememberRun(context, 'backup', { ok: true })
    return { folder, manifest, newEvidenceFiles: evidence.copied }
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

type Copied = {
  readonly register: TrailHead
  readonly security: TrailHead
  readonly counts: { dossiers: number; events: number }
}

async function copyDatabase(context: AppContext, vkeys: BackupRequest['vkeys'], folder: string): Promise<Copied> {
  const { store, dataFolder } = context
  if (store.engine === 'postgres') {
    const file = join(folder, EXPORT_COPY)
    const heads = await writeExport(store, await exportHeader(dataFolder, vkeys), file)
    const found = await checkExport(file, vkeys)
    for (const trail of ['register', 'security'] as const)
      if (found[trail].size !== heads[trail].size)
        throw new LiuhenError('backupBroken', `The export does not give the head of the ${trail} trail`)
    return found
  }
  const file = join(folder, SQLITE_COPY)
  await copySqlite(join(dataFolder, 'register.db'), file)
  return checkCopy(file, folder, vkeys)
}

/** Reads an export back into a database of its own, beside it, and checks that: what a restore will do. */
async function checkExport(file: string, vkeys: BackupRequest['vkeys']): Promise<Copied> {
  const trial = `${file}.trial`
  try {
    await importExport(await readExport(file), { dataFolder: trial })
    return await checkCopy(join(trial, SQLITE_COPY), trial, vkeys)
  } finally {
    await rm(trial, { recursive: true, force: true })
  }
}

/** Opens a copy of the database, without changing it, and checks it from the first entry to the last. */
export async function checkCopy(file: string, folder: string, vkeys: BackupRequest['vkeys']): Promise<Copied> {
  const copy = await openCopy(file)
  try {
    const result = await checkRegistry({ store: copy, dataFolder: folder }, { vkeys })
    if (!result.ok)
      throw new LiuhenError('backupBroken', `The copy does not hold what was signed: ${JSON.stringify(result.finding)}`)
    const { dossiers, events } = result.summary
    return {
      register: await copy.head('register'),
      security: await copy.head('security'),
      counts: { dossiers, events },
    }
  } finally {
    await copy.close()
    // A reader of a file in WAL mode leaves these two, empty.
    for (const suffix of ['-wal', '-shm']) await rm(`${file}${suffix}`, { force: true })
  }
}

/** Copies what is not there yet, and looks at every byte of it. A link would share its damage with the original. */
async function copyEvidence(dataFolder: string, to: string): Promise<{ names: string[]; copied: number }> {
  const names: string[] = []
  let copied = 0
  const source = join(dataFolder, 'evidence')
  const folders = new Set<string>()
  for await (const { part, name } of evidenceIn(source)) {
    const target = join(to, 'evidence', part, name)
    const original = await stat(join(source, part, name)).catch(unlessGone)
    if (!original) continue
    const there = await stat(target).catch(() => null)
    names.push(name)
    if (there?.size === original.size) continue
    await mkdir(join(to, 'evidence', part), { recursive: true, mode: 0o700 })
    if ((await copyDurably(join(source, part, name), target, name)) !== name)
      throw new LiuhenError('evidenceBroken', `The evidence file ${part}/${name} does not have the digest of its name`)
    folders.add(join(to, 'evidence', part))
    copied += 1
  }
  for (const folder of folders) await syncFolder(folder)
  return { names, copied }
}

/** A draft's file may be thrown away while the backup runs; it was no record's. */
function unlessGone(error: NodeJS.ErrnoException): null {
  if (error.code !== 'ENOENT') throw error
  return null
}

async function copyNames(
  dataFolder: string,
  to: string,
  vkeys: BackupRequest['vkeys'],
  withHostKey: boolean,
): Promise<void> {
  await writeDurably(join(to, 'register.vkey'), `${vkeys.register}\n`)
  await writeDurably(join(to, 'security.vkey'), `${vkeys.security}\n`)
  for (const name of ['origin', RECOVERY_PUBLIC_FILE, ...(withHostKey ? ['host.key'] : [])]) {
    const text = await readIfThere(join(dataFolder, name))
    if (text !== null) await writeDurably(join(to, name), text)
  }
}

export const exportHeader = async (dataFolder: string, vkeys: BackupRequest['vkeys']) => ({
  origin: await originOf(dataFolder),
  vkeys: { register: vkeys.register, security: vkeys.security },
  recoveryKey: await readIfThere(join(dataFolder, RECOVERY_PUBLIC_FILE)),
})

const originOf = async (dataFolder: string): Promise<string> =>
  ((await readIfThere(join(dataFolder, 'origin'))) ?? '').trim()

const shownHead = ({ size, root, checkpoint }: TrailHead) => ({ size, root: toHex(root), checkpoint })

async function filesIn(folder: string): Promise<Manifest['files']> {
  const files: Manifest['files'] = {}
  for (const name of (await readdir(folder)).sort()) {
    const file = join(folder, name)
    files[name] = { bytes: (await stat(file)).size, sha256: await digestOfFile(file) }
  }
  return files
}

/** Two backups in one second get two names. */
async function takeName(fresh: string, wanted: string): Promise<string> {
  for (let again = 1; ; again += 1) {
    const name = again === 1 ? wanted : `${wanted}-${again}`
    try {
      await rename(fresh, name)
      return resolve(name)
    } catch (error) {
      const taken = ['EEXIST', 'ENOTEMPTY'].includes(String((error as NodeJS.ErrnoException).code))
      if (!taken || again > 99) throw error
    }
  }
}
