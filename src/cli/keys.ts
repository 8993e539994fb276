/** Public keys and files that a command line names. */
import { readFile } from 'node:fs/promises'
import { LiuhenError } from '../kit/liuhen-error.ts'

/** A key as it stands, or the text of a file that holds one. */
export async function vkeyIn(value: string): Promise<string> {
  if (/^[^+\s]+\+[0-9a-f]{8}\+/.test(value)) return value
  return (await textIn(value)).trim()
}

export const textIn = async (file: string): Promise<string> => (await bytesIn(file)).toString('utf8')

/** Throws a LiuhenError `configurationInvalid` that names the file. */
export async function bytesIn(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw new LiuhenError('configurationInvalid', `${file} cannot be read`, { cause })
  }
}
