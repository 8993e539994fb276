/**
 * Evidence, sealed chunk by chunk so that 2 GB stream through little memory and a video can be read by range.
 *
 * A chunk is 4 MiB of the original under XChaCha20-Poly1305. File id, index and last-flag are associated data, so that a
 * chunk that is missing, moved, or cut off the end does not open (R22).
 */
import { type Hash, createHash } from 'node:crypto'
import { concat, u32be, utf8 } from '../kit/bytes.ts'
import { algorithms, bodyOf, sealBroken } from './algorithm.ts'
import { AEAD_OVERHEAD, aeadOpen, aeadSeal, randomBytes } from './sodium.ts'

export const EVIDENCE_CHUNK_LENGTH = 4 * 1024 ** 2
const CHUNK_OVERHEAD = 1 + AEAD_OVERHEAD

export const newEvidenceKey = (): Uint8Array => randomBytes(32)

const associated = (fileId: string, index: number, isLast: boolean): Uint8Array =>
  concat(utf8('liuhen/evidence@v1'), u32be(index), Uint8Array.of(isLast ? 1 : 0), utf8(fileId))

export const sealChunk = (
  key: Uint8Array,
  fileId: string,
  index: number,
  isLast: boolean,
  plaintext: Uint8Array,
): Uint8Array => aeadSeal(key, plaintext, associated(fileId, index, isLast), Uint8Array.of(algorithms.aead))

/** Throws `sealBroken` when the chunk was changed, or is not this chunk of this file. */
export function openChunk(
  key: Uint8Array,
  fileId: string,
  index: number,
  isLast: boolean,
  sealed: Uint8Array,
): Uint8Array {
  const plaintext = aeadOpen(key, bodyOf(algorithms.aead, sealed, 'evidence'), associated(fileId, index, isLast))
  if (!plaintext) throw sealBroken(`evidence, chunk ${index}`)
  return plaintext
}

export const sealedChunkLength = (plainLength: number): number => plainLength + CHUNK_OVERHEAD

/** Where chunk `index` begins in the sealed file. */
export const sealedOffsetOf = (index: number): number => index * (EVIDENCE_CHUNK_LENGTH + CHUNK_OVERHEAD)

export type SealedFile = { readonly key: Uint8Array; readonly fileId: string; readonly plainLength: number }

/**
 * The original's bytes from `start` to `end`, both included, as far as there are any. Only the chunks that the range touches are read
 * and opened. Throws `sealBroken` at the first chunk that was changed, moved or cut.
 */
export async function* openRange(
  readSealed: (offset: number, length: number) => Promise<Uint8Array>,
  { key, fileId, plainLength }: SealedFile,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  const lastIndex = Math.max(0, Math.ceil(plainLength / EVIDENCE_CHUNK_LENGTH) - 1)
  const until = Math.min(lastIndex, Math.floor(end / EVIDENCE_CHUNK_LENGTH))
  for (let index = Math.floor(start / EVIDENCE_CHUNK_LENGTH); index <= until; index += 1) {
    const first = index * EVIDENCE_CHUNK_LENGTH
    const length = Math.min(EVIDENCE_CHUNK_LENGTH, plainLength - first)
    const sealed = await readSealed(sealedOffsetOf(index), sealedChunkLength(length))
    const chunk = openChunk(key, fileId, index, index === lastIndex, sealed)
    yield chunk.subarray(Math.max(0, start - first), Math.min(length, end - first + 1))
  }
}

/** SHA-256 and SM3 of the original, taken while it comes in (R22). Lower-case hexadecimal. */
export class EvidenceDigests {
  readonly #sha256: Hash = createHash('sha256')
  readonly #sm3: Hash = createHash('sm3')

  update(bytes: Uint8Array): void {
    this.#sha256.update(bytes)
    this.#sm3.update(bytes)
  }

  finish(): { sha256: string; sm3: string } {
    return { sha256: this.#sha256.digest('hex'), sm3: this.#sm3.digest('hex') }
  }
}
