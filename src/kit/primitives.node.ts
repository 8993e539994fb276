/** SHA-256, Ed25519 and ML-DSA-44 checking from Node's own crypto. The browser twin is primitives.browser.ts; `#primitives` picks one. */
import { createPublicKey, hash, verify } from 'node:crypto'

export const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer')

/** Checks an Ed25519 signature (RFC 8032). False, never a throw, for a malformed key or signature. */
export function checkEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  try {
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') },
      format: 'jwk',
    })
    return verify(null, message, key, signature)
  } catch {
    return false
  }
}

/** Whether `checkMlDsa44` can tell. Where it cannot, a key of that kind counts as unknown. */
export const checksMlDsa44 = true

/** What stands before the 1312 bytes of a public key in its SubjectPublicKeyInfo (RFC 9881). */
const ML_DSA_44_SPKI_HEADER = Buffer.from('30820532300b06096086480165030403110382052100', 'hex')

/** Checks an ML-DSA-44 signature (FIPS 204, empty context). False, never a throw, for a malformed key or signature. */
export function checkMlDsa44(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 1312 || signature.length !== 2420) return false
  try {
    const key = createPublicKey({
      key: Buffer.concat([ML_DSA_44_SPKI_HEADER, publicKey]),
      format: 'der',
      type: 'spki',
    })
    return verify(null, message, key, signature)
  } catch {
    return false
  }
}
