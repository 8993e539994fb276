/**
 * Archives as `tar` reads and writes them: POSIX.1-1988 ustar, regular files only, streamed in both directions.
 *
 *     512 bytes of header | content, filled up to 512 | … | two blocks of zeros
 *
 * Names are ours and ASCII, so every tool of every age reads them; what somebody else called a file stands inside the package. The
 * reader takes a stranger's bytes: it believes no length, no name and no type before it has looked.
 */
import { fromUtf8, utf8 } from '../../kit/bytes.ts'
import { invariant } from '../../kit/invariant.ts'

const BLOCK = 512
/** What 11 octal digits hold. */
const MAX_SIZE = 8 ** 11 - 1
const MAX_PATH = 100
/** No empty part, no part that begins with a dot, nothing but these characters: no path leads out of a folder. */
const PATH = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/

export type TarFile = {
  readonly path: string
  readonly size: number
  readonly content: AsyncIterable<Uint8Array>
}

/** Bytes that are no archive of ours. The message says where. */
export class TarMalformed extends Error {}

/** Throws when a content does not have the size that was announced: a file changed while it was packed. */
export async function* writeTar(files: AsyncIterable<TarFile>, modifiedAt: Date): AsyncGenerator<Uint8Array> {
  for await (const { path, size, content } of files) {
    yield header(path, size, Math.floor(modifiedAt.getTime() / 1000))
    let written = 0
    for await (const bytes of content) {
      written += bytes.length
      if (bytes.length > 0) yield bytes
    }
    if (written !== size) throw new Error(`${path} has ${written} bytes and not ${size}`)
    yield new Uint8Array(fillingOf(size))
  }
  yield new Uint8Array(2 * BLOCK)
}

const fillingOf = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK

function header(path: string, size: number, seconds: number): Uint8Array {
  invariant(path.length <= MAX_PATH && PATH.test(path), 'a path that any tool reads')
  invariant(size <= MAX_SIZE, 'a size that the header holds')
  const block = new Uint8Array(BLOCK)
  const put = (offset: number, text: string): void => block.set(utf8(text), offset)
  const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0')
  put(0, path)
  put(100, `${octal(0o600, 7)}\0`)
  put(108, `${octal(0, 7)}\0`)
  put(116, `${octal(0, 7)}\0`)
  put(124, `${octal(size, 11)}\0`)
  put(136, `${octal(seconds, 11)}\0`)
  put(156, '0')
  put(257, 'ustar\x0000')
  put(148, `${octal(checksum(block), 6)}\0 `)
  return block
}

/** The sum of the header's bytes, its own field counted as blanks. */
const checksum = (block: Uint8Array): number =>
  block.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 0x20 : byte), 0)

/**
 * The files of an archive in order. A content that was not read to its end is skipped. Throws TarMalformed for anything that `writeTar`
 * would not have written, surplus bytes after the end too.
 */
export async function* readTar(archive: AsyncIterable<Uint8Array>): AsyncGenerator<TarFile> {
  const source = new ByteSource(archive)
  for (;;) {
    const block = await source.exactly(BLOCK)
    if (block.every((byte) => byte === 0)) break
    const { path, size } = readHeader(block)
    let left = size
    const content = (async function* () {
      while (left > 0) {
        const bytes = await source.some(left)
        left -= bytes.length
        yield bytes
      }
    })()
    yield { path, size, content }
    for await (const _ of content);
    while (left > 0) left -= (await source.some(left)).length
    await source.exactly(fillingOf(size))
  }
  await source.exactly(BLOCK)
  if (!(await source.atEnd())) throw new TarMalformed('there are bytes after the end of the archive')
}

function readHeader(block: Uint8Array): { path: string; size: number } {
  const text = (offset: number, length: number): string => {
    const field = block.subarray(offset, offset + length)
    const end = field.indexOf(0)
    try {
      return fromUtf8(end < 0 ? field : field.subarray(0, end))
    } catch {
      throw new TarMalformed('a header is not text')
    }
  }
  const octal = (offset: number, length: number): number => {
    const digits = text(offset, length).trim()
    if (!/^[0-7]+$/.test(digits)) throw new TarMalformed('a number in a header is not octal')
    return Number.parseInt(digits, 8)
  }
  if (octal(148, 8) !== checksum(block)) throw new TarMalformed('the checksum of a header is wrong')
  const path = text(0, MAX_PATH)
  if (text(257, 6) !== 'ustar' || text(345, 155) !== '' || !PATH.test(path))
    throw new TarMalformed('a file has a name that we do not write')
  if (text(156, 1) !== '0') throw new TarMalformed(`${path} is not a regular file`)
  return { path, size: octal(124, 12) }
}

/** A stream of chunks of any length, read in the lengths that a format asks for. */
class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array()

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** At least one byte and at most `limit`. */
  async some(limit: number): Promise<Uint8Array> {
    if (await this.atEnd()) throw new TarMalformed('the archive ends too early')
    const taken = this.#rest.subarray(0, limit)
    this.#rest = this.#rest.subarray(taken.length)
    return taken
  }

  async exactly(length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length)
    for (let filled = 0; filled < length;) {
      const part = await this.some(length - filled)
      bytes.set(part, filled)
      filled += part.length
    }
    return bytes
  }

  async atEnd(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next()
      if (next.done) return true
      this.#rest = next.value
    }
    return false
  }
}
