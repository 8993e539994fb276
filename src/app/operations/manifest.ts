/** What a backup says of itself, and finding it again. */
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { LiuhenError } from '../../kit/liuhen-error.ts'

export const MANIFEST = 'manifest.json'
/** Names of the evidence files that the backup needs, one a line. */
export const EVIDENCE_LIST = 'evidence.txt'
export const SQLITE_COPY = 'register.db'
export const EXPORT_COPY = 'register.ndjson'

const head = z.object({ size: z.int().nonnegative(), root: z.string(), checkpoint: z.string() })
const manifestSchema = z.object({
  format: z.literal('liuhen-backup-1'),
  madeAt: z.string(),
  version: z.string(),
  engine: z.enum(['sqlite', 'postgres']),
  origin: z.string(),
  vkeys: z.object({ register: z.string(), security: z.string() }),
  register: head,
  security: head,
  counts: z.object({ dossiers: z.int(), events: z.int(), evidenceFiles: z.int() }),
  withHostKey: z.boolean(),
  /** Every other file of the folder. */
  files: z.record(z.string(), z.object({ bytes: z.int(), sha256: z.string() })),
})

export type Manifest = z.infer<typeof manifestSchema>

export type FoundBackup = {
  readonly folder: string
  /** Shared by all backups in the folder above: named by digests, so a file is there once. */
  readonly evidenceFolder: string
  readonly manifest: Manifest
}

/** The backup in `folder`, or the newest of those in it. Throws a LiuhenError `backupBroken` when there is none. */
export async function findBackup(folder: string): Promise<FoundBackup> {
  const own = await readIfFile(join(folder, MANIFEST))
  if (own !== null) return { folder, evidenceFolder: resolve(folder, '..', 'evidence'), manifest: parse(own, folder) }
  const names = await readdir(folder).catch(() => [])
  // Names begin with the moment; what is still being written begins with a dot.
  for (const name of names.filter((each) => /^\d{4}-/.test(each)).sort((a, b) => (a < b ? 1 : -1))) {
    const text = await readIfFile(join(folder, name, MANIFEST))
    if (text === null) continue
    return { folder: join(folder, name), evidenceFolder: join(folder, 'evidence'), manifest: parse(text, name) }
  }
  throw new LiuhenError('backupBroken', `There is no backup in ${folder}`)
}

/** What the other backups beside this one say of themselves, as far as they can be read. */
export async function manifestsBeside({ folder, evidenceFolder }: FoundBackup): Promise<Manifest[]> {
  const parent = resolve(evidenceFolder, '..')
  const manifests: Manifest[] = []
  for (const name of await readdir(parent)) {
    const text = resolve(parent, name) === resolve(folder) ? null : await readIfFile(join(parent, name, MANIFEST))
    const read = text === null ? null : manifestSchema.safeParse(jsonIn(text))
    if (read?.success) manifests.push(read.data)
  }
  return manifests
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function parse(text: string, where: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new LiuhenError('backupBroken', `The manifest of ${where} cannot be read`, { cause })
  }
}

async function readIfFile(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    return null
  }
}
