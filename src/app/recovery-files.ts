/**
 * The recovery key of a new registry: its public half stays in the data folder and receives a grant of every dossier; its secret exists only on
 * three sheets, of which two open it (architecture «The vault»).
 */
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toBase64 } from '../kit/bytes.ts'
import { newRecoveryKey } from '../vault/recovery.ts'

export const RECOVERY_PUBLIC_FILE = 'recovery.pub'

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
  const { readingKey, sheets } = await newRecoveryKey()
  await hand(sheets)
  await writeFile(file, `${toBase64(readingKey)}\n`, { mode: 0o644, flag: 'wx' })
  return true
}
