/** Files that are whole or not there at all, also after a power cut. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { toBase64Url } from '../../kit/bytes.ts'
import { randomBytes } from '../../vault/sodium.ts'

/** Replaces what was there, in one step. */
export async function writeDurably(file: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
  const fresh = freshName(file)
  try {
    const handle = await open(fresh, 'wx', mode)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(fresh, file)
  } finally {
    await rm(fresh, { force: true })
  }
  await syncFolder(dirname(file))
}

/** Copies and answers the SHA-256 of what was read, hex. `expected` keeps bytes of another digest from taking the name. */
export async function copyDurably(from: string, to: string, expected?: string): Promise<string> {
  const fresh = freshName(to)
  const digest = createHash('sha256')
  const counting = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      digest.update(chunk)
      done(null, chunk)
    },
  })
  try {
    await pipeline(
      createReadStream(from),
      counting,
      createWriteStream(fresh, { flags: 'wx', mode: 0o600, flush: true }),
    )
    const found = digest.digest('hex')
    if (expected === undefined || found === expected) await rename(fresh, to)
    return found
  } finally {
    await rm(fresh, { force: true })
  }
}

export async function digestOfFile(file: string): Promise<string> {
  const digest = createHash('sha256')
  await pipeline(createReadStream(file), digest)
  return digest.digest('hex')
}

/** A name is kept only when its folder is. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const freshName = (file: string): string => `${file}.${toBase64Url(randomBytes(6))}.new`
