/** What a session keeps between requests: sealed under a random key that only the browser's cookie holds. */
import { utf8 } from '../kit/bytes.ts'
import { algorithms, bodyOf, sealBroken, withAlgorithm } from './algorithm.ts'
import { aeadOpen, aeadSeal, randomBytes } from './sodium.ts'

const PURPOSE = utf8('liuhen/session@v1')

export const newSessionKey = (): Uint8Array => randomBytes(32)

export const sealSession = (key: Uint8Array, plaintext: Uint8Array): Uint8Array =>
  withAlgorithm(algorithms.aead, aeadSeal(key, plaintext, PURPOSE))

/** Throws `sealBroken` for another key or a changed byte. */
export function openSession(key: Uint8Array, sealed: Uint8Array): Uint8Array {
  const plaintext = aeadOpen(key, bodyOf(algorithms.aead, sealed, 'the session'), PURPOSE)
  if (!plaintext) throw sealBroken('the session')
  return plaintext
}
