/**
 * A public key that signs notes, and its text form, the vkey:
 *
 *     liuhen.example/demo+2afa8a8f+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c
 *     name                key ID   base64 of the type byte and the public key
 *
 * Format: C2SP signed-note. The key ID is the first four bytes of SHA-256(name || 0x0A || type || public key): it finds
 * the key for a signature line and proves nothing by itself.
 */
import { sha256 } from '#primitives'
import { concat, fromBase64, toBase64, toHex, utf8 } from '../kit/bytes.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'

/** The signature types that we check. A key of type 06 (ML-DSA-44) is the log's where its name is the origin, and a witness's elsewhere. */
export const LOG_KEY_TYPE = 0x01
export const COSIGNER_KEY_TYPE = 0x04
export const ML_DSA_KEY_TYPE = 0x06

export type KeyType = typeof LOG_KEY_TYPE | typeof COSIGNER_KEY_TYPE | typeof ML_DSA_KEY_TYPE

export interface VerifierKey {
  readonly name: string
  /** Eight digits of lower-case hexadecimal. */
  readonly keyId: string
  readonly type: KeyType
  readonly publicKey: Uint8Array
}

const ED25519_PUBLIC_KEY_LENGTH = 32
const ML_DSA_44_PUBLIC_KEY_LENGTH = 1312

/** Names of keys and origins of logs: not empty, no space of any kind, no control character, no plus sign. */
export const isKeyName = (name: string): boolean => /^[^\s+\p{Cc}\p{Cs}]+$/u.test(name)

/** Throws a LiuhenError `keyMalformed` for a name, type or length that cannot be. */
export function verifierKey(name: string, type: number, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name)) throw malformed('the name is empty or holds a space or a plus sign')
  if (!isKeyType(type)) throw malformed(`signature type ${type} is not supported`)
  const length = type === ML_DSA_KEY_TYPE ? ML_DSA_44_PUBLIC_KEY_LENGTH : ED25519_PUBLIC_KEY_LENGTH
  if (publicKey.length !== length) throw malformed(`a public key of type ${type} has ${length} bytes`)
  const keyId = toHex(sha256(concat(utf8(name), Uint8Array.of(0x0a, type), publicKey)).subarray(0, 4))
  return { name, keyId, type, publicKey }
}

const isKeyType = (type: number): type is KeyType =>
  type === LOG_KEY_TYPE || type === COSIGNER_KEY_TYPE || type === ML_DSA_KEY_TYPE

/** Whether the key may speak for the log of this origin: a log's key of its name. */
export const isLogKey = ({ type, name }: VerifierKey, origin: string): boolean =>
  (type === LOG_KEY_TYPE || type === ML_DSA_KEY_TYPE) && name === origin

export const printVkey = ({ name, keyId, type, publicKey }: VerifierKey): string =>
  `${name}+${keyId}+${toBase64(concat(Uint8Array.of(type), publicKey))}`

/** Throws a LiuhenError `keyMalformed` when the text is not a vkey, or its key ID is not that of its key. */
export function parseVkey(vkey: string): VerifierKey {
  // Only the first two plus signs divide: base64 may hold more.
  const parts = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(vkey)
  if (!parts) throw malformed('not of the form name+id+key')
  const [, name = '', keyId = '', encoded = ''] = parts
  const [type = 0, ...publicKey] = decodeKey(encoded)
  const key = verifierKey(name, type, Uint8Array.from(publicKey))
  if (key.keyId !== keyId) throw malformed(`the key ID is ${keyId}, but the key has ${key.keyId}`)
  return key
}

function decodeKey(encoded: string): Uint8Array {
  try {
    return fromBase64(encoded)
  } catch (cause) {
    throw malformed('the key is not base64', cause)
  }
}

const malformed = (problem: string, cause?: unknown): LiuhenError =>
  new LiuhenError('keyMalformed', `Verifier key: ${problem}`, { cause })
