/** The doctor's look at the data folder: rights, room, keys, evidence, and whether the clock fits the files. */
import { mkdtemp, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instant } from '../../kit/calendar.ts'
import { instantOf } from '../../kit/calendar.ts'
import { parseHostKey } from '../../vault/host-key.ts'
import { evidenceIn } from '../check/check-evidence.ts'
import { readIfThere } from '../made-once.ts'
import { RECOVERY_PUBLIC_FILE, recoveryPublic } from '../recovery-files.ts'
import { writeDurably } from './durable-files.ts'
import type { DoctorLine, DoctorTopic } from './doctor-line.ts'

const MIB = 1 << 20
const LITTLE_ROOM = 2048 * MIB
const NO_ROOM = 200 * MIB
/** Clocks of a file server or a database are seldom further apart than this when somebody sets them. */
export const CLOCK_TOLERANCE_MS = 60_000

const line =
  (topic: DoctorTopic, state: DoctorLine['state']) =>
  (code: string, data: DoctorLine['data'] = {}): DoctorLine => ({ topic, state, code, data })

/** Writes a file as the register does, and flushes it. */
export async function folderRights(dataFolder: string): Promise<DoctorLine> {
  let trial: string | null = null
  try {
    trial = await mkdtemp(join(dataFolder, '.doctor-'))
    await writeDurably(join(trial, 'written'), 'written')
  } catch (error) {
    const { code: reason = 'unknown' } = error as NodeJS.ErrnoException
    return line('folder', 'problem')('folderNotWritable', { folder: dataFolder, reason })
  } finally {
    if (trial) await rm(trial, { recursive: true, force: true })
  }
  const mode = await modeOf(dataFolder)
  return mode & 0o077
    ? line('folder', 'warning')('folderOpenToOthers', { folder: dataFolder, mode: octal(mode) })
    : line('folder', 'ok')('folderWritable', { folder: dataFolder })
}

export async function disk(dataFolder: string): Promise<DoctorLine> {
  const { bavail, blocks, bsize } = await statfs(dataFolder)
  const [free, total] = [bavail * bsize, blocks * bsize]
  const state = free < NO_ROOM ? 'problem' : free < LITTLE_ROOM ? 'warning' : 'ok'
  const data = { freeMiB: Math.floor(free / MIB), totalMiB: Math.floor(total / MIB) }
  return line('disk', state)(state === 'ok' ? 'diskHasRoom' : 'diskIsFilling', data)
}

/** Files from the future: the clock was set back since they were written. */
export async function clockAgainstFiles(dataFolder: string, now: Instant): Promise<DoctorLine> {
  const files = ['register.db', 'register.db-wal', 'host.key', 'published-checkpoint', 'last-backup', 'last-check']
  for (const file of files) {
    const found = await stat(join(dataFolder, file)).catch(() => null)
    if (found && found.mtimeMs > Date.parse(now) + CLOCK_TOLERANCE_MS)
      return line('clock', 'problem')('clockBehindFile', { file, at: instantOf(found.mtime), now })
  }
  return line('clock', 'ok')('clockFitsFiles', { now })
}

export async function hostKey(dataFolder: string): Promise<DoctorLine> {
  const text = await readIfThere(join(dataFolder, 'host.key'))
  if (text === null) return line('hostKey', 'problem')('hostKeyMissing', { file: join(dataFolder, 'host.key') })
  try {
    parseHostKey(text)
  } catch {
    return line('hostKey', 'problem')('hostKeyUnreadable')
  }
  const mode = await modeOf(join(dataFolder, 'host.key'))
  return mode & 0o077
    ? line('hostKey', 'problem')('hostKeyOpenToOthers', { file: join(dataFolder, 'host.key'), mode: octal(mode) })
    : line('hostKey', 'ok')('hostKeyKept')
}

export async function recoveryKey(dataFolder: string): Promise<DoctorLine> {
  const file = join(dataFolder, RECOVERY_PUBLIC_FILE)
  try {
    if ((await recoveryPublic(dataFolder)) === null) return line('recoveryKey', 'warning')('recoveryKeyMissing')
  } catch {
    return line('recoveryKey', 'problem')('recoveryKeyUnreadable', { file })
  }
  // Whoever may exchange it receives a grant of every later record.
  const mode = await modeOf(file)
  return mode & 0o022
    ? line('recoveryKey', 'problem')('recoveryKeyOpenToOthers', { file, mode: octal(mode) })
    : line('recoveryKey', 'ok')('recoveryKeyKept')
}

export async function evidenceFolder(dataFolder: string): Promise<DoctorLine> {
  let files = 0
  try {
    for await (const _file of evidenceIn(join(dataFolder, 'evidence'))) files += 1
  } catch (error) {
    const { code: reason = 'unknown' } = error as NodeJS.ErrnoException
    return line('evidence', 'problem')('evidenceUnreadable', { reason })
  }
  return line('evidence', 'ok')('evidenceReadable', { files })
}

const modeOf = async (file: string): Promise<number> => (await stat(file)).mode & 0o777
const octal = (mode: number): string => mode.toString(8).padStart(4, '0')
