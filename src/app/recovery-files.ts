/**
 * The recovery key of a new registry: its public halves stay in the data folder, its secret exists only on three sheets, of which two open
 * it (architecture «The vault»). The first line of `recovery.pub` receives a grant of every dossier; the second tells what was signed with
 * the sheets, and is missing in a register of 0.1.0 until the sheets are first used.
 */
import { existsSync } from 'node:fs'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fromBase64, toBase64 } from '../kit/bytes.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import type { AccountPublic } from '../vault/account-keys.ts'
import { newRecoveryKey } from '../vault/recovery.ts'
import { writeDurably } from './operations/durable-files.ts'

export const RECOVERY_PUBLIC_FILE = 'recovery.pub'

/** Puts a key to use whose sheets were tried; on the disk when it returns. Whatever stood there has never received anything. */
export const keepRecoveryKey = (dataFolder: string, publicHalves: string): Promise<void> =>
  writeDurably(join(dataFolder, RECOVERY_PUBLIC_FILE), publicHalves, 0o644)

/** What `recovery.pub` says. */
export const printRecoveryPublic = ({ readingKey, signingKey }: AccountPublic): string =>
  `${toBase64(readingKey)}\n${toBase64(signingKey)}\n`

/**
 * Makes the key when the folder has none. `hand` receives the sheets, the only time that they can be had, before the key is put to use: a key
 * whose sheets were lost would only look like a way back. Answers whether a key was made.
 */
export async function makeRecoveryKey(
  dataFolder: string,
  hand: (sheets: readonly string[]) => Promise<void>,
): Promise<boolean> {
  const file = join(dataFolder, RECOVERY_PUBLIC_FILE)
  if (existsSync(file)) return false
  const { sheets, ...publicHalves } = await newRecoveryKey()
  await hand(sheets)
  await writeFile(file, printRecoveryPublic(publicHalves), { mode: 0o644, flag: 'wx' })
  return true
}

export type RecoveryPublic = { readonly readingKey: Uint8Array; readonly signingKey: Uint8Array | null }

/** Null until somebody has made a recovery key. Throws a LiuhenError `dataFolderUnusable` or `keyMalformed`. */
export async function recoveryPublic(dataFolder: string): Promise<RecoveryPublic | null> {
  let text: string
  try {
    text = await readFile(join(dataFolder, RECOVERY_PUBLIC_FILE), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new LiuhenError('dataFolderUnusable', 'recovery.pub cannot be read', { cause: error })
  }
  try {
    const [reading = '', signing] = text.trim().split(/\s+/)
    return { readingKey: fromBase64(reading), signingKey: signing === undefined ? null : fromBase64(signing) }
  } catch (cause) {
    throw new LiuhenError('keyMalformed', 'recovery.pub is not a public key', { cause })
  }
}

/** Adds the second line to the file of a register of 0.1.0. */
export async function addRecoverySigningKey(dataFolder: string, signingKey: string): Promise<void> {
  await appendFile(join(dataFolder, RECOVERY_PUBLIC_FILE), `${signingKey}\n`)
}
