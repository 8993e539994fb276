/** SHA-256 and Ed25519 checking in the browser, without `crypto.subtle`, which plain HTTP pages and older engines lack. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'

export const sha256 = (bytes: Uint8Array): Uint8Array => nobleSha256(bytes)

/** Checks an Ed25519 signature (RFC 8032). False, never a throw, for a malformed key or signature. */
export function checkEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, publicKey)
  } catch {
    return false
  }
}

/** The browser has no ML-DSA-44: whoever checks here passes over such lines, and accepts none of them. */
export const checksMlDsa44 = false

export const checkMlDsa44 = (_publicKey: Uint8Array, _message: Uint8Array, _signature: Uint8Array): boolean => false
