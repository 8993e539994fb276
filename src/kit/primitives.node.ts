/** SHA-256 and Ed25519 checking from Node's own crypto. The browser twin is primitives.browser.ts; `#primitives` picks one. */
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
