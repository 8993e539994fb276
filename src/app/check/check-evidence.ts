/** Sealed evidence files: each is named by the SHA-256 of its bytes, so a changed or exchanged file betrays itself (R22). */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Found } from './finding.ts'

/**
 * Answers how many files there are. That none is missing cannot be told from outside, because which files belong to a record
 * stands in its sealed half: opening the record says so.
 */
export async function checkEvidence(dataFolder: string): Promise<number> {
  const folder = join(dataFolder, 'evidence')
  let files = 0
  for (const part of await namesIn(folder)) {
    if (part === 'incoming') continue
    for (const name of await namesIn(join(folder, part))) {
      const found = await digestOf(join(folder, part, name))
      if (found !== name || !name.startsWith(part))
        throw new Found({ rule: 'evidenceMatchesName', file: `${part}/${name}`, expected: name, found })
      files += 1
    }
  }
  return files
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

async function digestOf(file: string): Promise<string> {
  const digest = createHash('sha256')
  await pipeline(createReadStream(file), digest)
  return digest.digest('hex')
}
