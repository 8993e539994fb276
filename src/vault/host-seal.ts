/** What the service itself must be able to read without anybody signed in, such as the password of a mail server: sealed under a key of the host's. */
import { fromUtf8, utf8 } from '../kit/bytes.ts'
import { algorithms, bodyOf, sealBroken, withAlgorithm } from './algorithm.ts'
import { aeadOpen, aeadSeal, keyedHash } from './sodium.ts'

const keyFor = (hostSecret: Uint8Array): Uint8Array => keyedHash(hostSecret, utf8('liuhen/host-seal@v1'), 32)

/** `purpose` is bound in: what was sealed for one does not open as another. */
export const sealForHost = (hostSecret: Uint8Array, purpose: string, text: string): Uint8Array =>
  withAlgorithm(algorithms.aead, aeadSeal(keyFor(hostSecret), utf8(text), utf8(purpose)))

/** Throws `sealBroken` for another host's key or a changed byte. */
export function openForHost(hostSecret: Uint8Array, purpose: string, sealed: Uint8Array): string {
  const text = aeadOpen(keyFor(hostSecret), bodyOf(algorithms.aead, sealed, 'what the host keeps'), utf8(purpose))
  if (!text) throw sealBroken('what the host keeps')
  return fromUtf8(text)
}
