/** A folded state kept beside its dossier: a cache that only holders of the key can write or read. Symmetric, because it is fast. */
import { utf8 } from '../kit/bytes.ts'
import { algorithms, bodyOf, sealBroken, withAlgorithm } from './algorithm.ts'
import { pad, unpad } from './padding.ts'
import { aeadOpen, aeadSeal, subkey } from './sodium.ts'

const PURPOSE = utf8('liuhen/snapshot@v1')
const keyFor = (dossierSeed: Uint8Array): Uint8Array => subkey(dossierSeed, 'liuhensn', 1)

export const sealSnapshot = (dossierSeed: Uint8Array, plaintext: Uint8Array): Uint8Array =>
  withAlgorithm(algorithms.aead, aeadSeal(keyFor(dossierSeed), pad(plaintext), PURPOSE))

/** Throws `sealBroken` for another dossier's key or a changed byte. */
export function openSnapshot(dossierSeed: Uint8Array, sealed: Uint8Array): Uint8Array {
  const padded = aeadOpen(keyFor(dossierSeed), bodyOf(algorithms.aead, sealed, 'a snapshot'), PURPOSE)
  const plaintext = padded && unpad(padded)
  if (!plaintext) throw sealBroken('a snapshot')
  return plaintext
}
