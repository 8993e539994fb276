import { expect, it } from 'vitest'
import { newAccountSecret, readingPair } from './account-keys.ts'
import { newDossierKeys } from './dossier-keys.ts'
import { decoySlot, openGrantWith, sealOneGrant } from './grants.ts'

const P = 2n ** 255n - 19n

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, base % P]
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % P
    square = (square * square) % P
  }
  return result
}

/** Whether the first 32 bytes are the u of a point of Curve25519: u³ + 486662 u² + u is a square (RFC 7748). */
function beginsWithPoint(slot: Uint8Array): boolean {
  const u = BigInt(`0x${Buffer.from(slot.slice(0, 32)).reverse().toString('hex')}`)
  return u < P && power(u * u * u + 486_662n * u * u + u, (P - 1n) / 2n) === 1n
}

it('R42: a decoy has the form of a grant: its length, and a point of the curve at its beginning', () => {
  const pair = readingPair(newAccountSecret())
  const grant = (): Uint8Array =>
    sealOneGrant(newDossierKeys().keys, { readingKey: pair.publicKey, withIdentity: true })
  const decoys = Array.from({ length: 40 }, decoySlot)
  expect(new Set(decoys.map(({ length }) => length))).toEqual(new Set([grant().length]))
  expect(Array.from({ length: 40 }, grant).every(beginsWithPoint)).toBe(true)
  expect(decoys.every(beginsWithPoint)).toBe(true)
  expect(decoys.map((slot) => openGrantWith(slot, pair)).every((keys) => keys === null)).toBe(true)
})
