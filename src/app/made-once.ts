/** Files that are made at the first start and never change: keys, names. */
import { link, open, readFile, rm } from 'node:fs/promises'
import { toBase64Url } from '../kit/bytes.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { randomBytes } from '../vault/sodium.ts'

/** What the file says, or what it says from now on. Two starts at once agree on one. Throws a LiuhenError `dataFolderUnusable`. */
export async function readOrMake(file: string, make: () => string): Promise<string> {
  return (await readIfThere(file)) ?? (await writeOnce(file, make()))
}

export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new LiuhenError('dataFolderUnusable', `${file} cannot be read`, { cause: error })
  }
}

/** Written under another name and linked, so that nobody ever reads half a key and nobody's key is overwritten. */
async function writeOnce(file: string, text: string): Promise<string> {
  const fresh = `${file}.${toBase64Url(randomBytes(6))}.new`
  try {
    const handle = await open(fresh, 'wx', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await link(fresh, file)
    return text
  } catch (error) {
    const madeMeanwhile = (error as NodeJS.ErrnoException).code === 'EEXIST' ? await readIfThere(file) : null
    if (madeMeanwhile !== null) return madeMeanwhile
    throw new LiuhenError('dataFolderUnusable', `${file} cannot be written`, { cause: error })
  } finally {
    await rm(fresh, { force: true })
  }
}
