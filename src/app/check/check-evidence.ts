/** Sealed evidence files: each is named by the SHA-256 of its bytes, so a changed or exchanged file betrays itself (R22). */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { digestOfFile } from '../operations/durable-files.ts'
import { Found } from './finding.ts'

/**
 * Answers how many files there are. That none is missing cannot be told from outside, because which files belong to a record
 * stands in its sealed half: opening the record says so.
 */
export async function checkEvidence(dataFolder: string): Promise<number> {
  const folder = join(dataFolder, 'evidence')
  let files = 0
  for await (const { part, name } of evidenceIn(folder)) {
    const found = await digestOfFile(join(folder, part, name))
    if (found !== name || !name.startsWith(part))
      throw new Found({ rule: 'evidenceMatchesName', file: `${part}/${name}`, expected: name, found })
    files += 1
  }
  return files
}

/** Every sealed file, in the order of names; what is still being uploaded is none yet. */
export async function* evidenceIn(folder: string): AsyncGenerator<{ readonly part: string; readonly name: string }> {
  for (const part of await namesIn(folder)) {
    if (part === 'incoming') continue
    for (const name of await namesIn(join(folder, part))) yield { part, name }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
