/** ML-DSA-44 (FIPS 204) from a seed of 32 bytes, by Node's own crypto: for signatures that should outlive elliptic curves. */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { LiuhenError } from '../kit/liuhen-error.ts'
import type { Signer } from './host-key.ts'

/** What stands before the seed in its PKCS #8 form (RFC 9881, seed only). */
const SEED_HEADER = Buffer.from('3034020100300b060960864801650304031104228020', 'hex')
const PUBLIC_KEY_LENGTH = 1312

/** Throws a LiuhenError `keyMalformed` when the seed does not have 32 bytes. */
export function mlDsaSigner(seed: Uint8Array): Signer {
  if (seed.length !== 32) throw new LiuhenError('keyMalformed', 'an ML-DSA-44 seed has 32 bytes')
  const key = createPrivateKey({ key: Buffer.concat([SEED_HEADER, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-PUBLIC_KEY_LENGTH)
  return { publicKey: new Uint8Array(publicKey), sign: (message) => new Uint8Array(sign(null, message, key)) }
}
