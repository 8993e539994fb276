/**
 * A letter to one account: anybody can write it, only the holder of the account's reading key reads it. Lies where the two have agreed on,
 * and looks from outside like anything else that is sealed (docs/formats/sealing.md).
 */
import { fromUtf8, utf8 } from '../kit/bytes.ts'
import { type AccountSecret, readingPair } from './account-keys.ts'
import { algorithms, bodyOf, sealBroken, withAlgorithm } from './algorithm.ts'
import { pad, unpad } from './padding.ts'
import { boxOpen, boxSeal } from './sodium.ts'

export const sealLetter = (text: string, readingKey: Uint8Array, size: number): Uint8Array =>
  withAlgorithm(algorithms.sealedBox, boxSeal(pad(utf8(text), size), readingKey))

/** Throws `sealBroken` for another account's letter or a changed byte. */
export function openLetter(sealed: Uint8Array, secret: AccountSecret): string {
  const padded = boxOpen(bodyOf(algorithms.sealedBox, sealed, 'a letter'), readingPair(secret))
  const text = padded && unpad(padded)
  if (!text) throw sealBroken('a letter')
  return fromUtf8(text)
}
