/** The few libsodium functions that the vault uses, over plain Uint8Arrays. Nothing here is an invention of ours. */
import { Buffer } from 'node:buffer'
import sodium from 'sodium-native'

export const buffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

export function randomBytes(length: number): Uint8Array {
  const bytes = Buffer.alloc(length)
  sodium.randombytes_buf(bytes)
  return bytes
}

/** Overwrites a secret whose life has ended. */
export const wipe = (secret: Uint8Array): void => sodium.sodium_memzero(buffer(secret))

/** A subkey of a 32-byte secret (BLAKE2b, crypto_kdf). `context` has eight characters. */
export function subkey(secret: Uint8Array, context: string, id: number, length = 32): Uint8Array {
  const key = Buffer.alloc(length)
  sodium.crypto_kdf_derive_from_key(key, id, Buffer.from(context.padEnd(8, '_').slice(0, 8)), buffer(secret))
  return key
}

/** Keyed BLAKE2b. */
export function keyedHash(key: Uint8Array, message: Uint8Array, length: number): Uint8Array {
  const digest = Buffer.alloc(length)
  sodium.crypto_generichash(digest, buffer(message), buffer(key))
  return digest
}

const NONCE_LENGTH = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
const TAG_LENGTH = sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES
/** What authenticated encryption adds: nonce and tag. */
export const AEAD_OVERHEAD = NONCE_LENGTH + TAG_LENGTH

/**
 * XChaCha20-Poly1305: prefix || nonce || ciphertext with tag. The prefix is not authenticated; it is taken here so that a chunk of
 * evidence is written once and never copied.
 */
export function aeadSeal(
  key: Uint8Array,
  message: Uint8Array,
  associated: Uint8Array,
  prefix: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const sealed = new Uint8Array(prefix.length + NONCE_LENGTH + message.length + TAG_LENGTH)
  sealed.set(prefix)
  const nonce = buffer(sealed.subarray(prefix.length, prefix.length + NONCE_LENGTH))
  sodium.randombytes_buf(nonce)
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    buffer(sealed.subarray(prefix.length + NONCE_LENGTH)),
    buffer(message),
    buffer(associated),
    null,
    nonce,
    buffer(key),
  )
  return sealed
}

/** Null when the key, the associated data or any byte differs. */
export function aeadOpen(key: Uint8Array, sealed: Uint8Array, associated: Uint8Array): Uint8Array | null {
  if (sealed.length < AEAD_OVERHEAD) return null
  const message = Buffer.alloc(sealed.length - AEAD_OVERHEAD)
  try {
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      message,
      null,
      buffer(sealed.subarray(NONCE_LENGTH)),
      buffer(associated),
      buffer(sealed.subarray(0, NONCE_LENGTH)),
      buffer(key),
    )
    return message
  } catch {
    return null
  }
}

export type BoxPair = { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array }

/** The X25519 pair of a 32-byte seed. */
export function boxPair(seed: Uint8Array): BoxPair {
  const publicKey = Buffer.alloc(sodium.crypto_box_PUBLICKEYBYTES)
  const secretKey = Buffer.alloc(sodium.crypto_box_SECRETKEYBYTES)
  sodium.crypto_box_seed_keypair(publicKey, secretKey, buffer(seed))
  return { publicKey, secretKey }
}

/** The same pair again for as long as the seed is in memory: making one is a third of opening a box. */
function kept<Pair extends object>(make: (seed: Uint8Array) => Pair): (seed: Uint8Array) => Pair {
  const pairs = new WeakMap<Uint8Array, Pair>()
  return (seed) => {
    const pair = pairs.get(seed) ?? make(seed)
    pairs.set(seed, pair)
    return pair
  }
}

/** For seeds that are used again and again in one request: a record is opened event by event, hits are signed one by one. */
export const keptBoxPair = kept(boxPair)

export const BOX_OVERHEAD = sodium.crypto_box_SEALBYTES

export function boxSeal(message: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const sealed = Buffer.alloc(message.length + BOX_OVERHEAD)
  sodium.crypto_box_seal(sealed, buffer(message), buffer(publicKey))
  return sealed
}

/** Null when the box is another's, or was changed. */
export function boxOpen(sealed: Uint8Array, pair: BoxPair): Uint8Array | null {
  if (sealed.length < BOX_OVERHEAD) return null
  const message = Buffer.alloc(sealed.length - BOX_OVERHEAD)
  return sodium.crypto_box_seal_open(message, buffer(sealed), buffer(pair.publicKey), buffer(pair.secretKey))
    ? message
    : null
}

export type SignPair = { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array }

/** The Ed25519 pair of a 32-byte seed. */
export function signPair(seed: Uint8Array): SignPair {
  const publicKey = Buffer.alloc(sodium.crypto_sign_PUBLICKEYBYTES)
  const secretKey = Buffer.alloc(sodium.crypto_sign_SECRETKEYBYTES)
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, buffer(seed))
  return { publicKey, secretKey }
}

export const keptSignPair = kept(signPair)

export function signDetached(message: Uint8Array, pair: SignPair): Uint8Array {
  const signature = Buffer.alloc(sodium.crypto_sign_BYTES)
  sodium.crypto_sign_detached(signature, buffer(message), buffer(pair.secretKey))
  return signature
}

export const checkDetached = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean =>
  signature.length === sodium.crypto_sign_BYTES &&
  publicKey.length === sodium.crypto_sign_PUBLICKEYBYTES &&
  sodium.crypto_sign_verify_detached(buffer(signature), buffer(message), buffer(publicKey))

/** Argon2id on a worker thread: 32 bytes from a password. `memory` in bytes. */
export function argon2id(password: string, salt: Uint8Array, passes: number, memory: number): Promise<Uint8Array> {
  const key = Buffer.alloc(32)
  const secret = Buffer.from(password.normalize('NFKC'))
  return new Promise((resolve, reject) => {
    sodium.crypto_pwhash_async(
      key,
      secret,
      buffer(salt),
      passes,
      memory,
      sodium.crypto_pwhash_ALG_ARGON2ID13,
      (error: Error | null) => {
        wipe(secret)
        if (error) reject(error)
        else resolve(key)
      },
    )
  })
}
