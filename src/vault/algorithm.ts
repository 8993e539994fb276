/**
 * The first byte of every ciphertext says how it was made, so that a second suite (国密) can stand beside the first.
 */
import { concat } from '../kit/bytes.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'

export const algorithms = {
  /** libsodium sealed box: X25519, XSalsa20-Poly1305. */
  sealedBox: 0x01,
  /** XChaCha20-Poly1305 with a random nonce. */
  aead: 0x02,
  /** Argon2id over a password, then XChaCha20-Poly1305. */
  password: 0x03,
  /** An event: two sealed boxes, framed. */
  event: 0x04,
} as const

export const sealBroken = (what: string, cause?: unknown): LiuhenError =>
  new LiuhenError('sealBroken', `${what} does not open: it was changed, cut, or sealed to another key`, { cause })

export const withAlgorithm = (algorithm: number, body: Uint8Array): Uint8Array => concat(Uint8Array.of(algorithm), body)

/** What follows the algorithm byte. Throws `sealBroken` when it is another algorithm's. */
export function bodyOf(algorithm: number, sealed: Uint8Array, what: string): Uint8Array {
  if (sealed[0] !== algorithm) throw sealBroken(what)
  return sealed.subarray(1)
}
