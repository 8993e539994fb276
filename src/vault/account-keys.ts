/**
 * An account's keys: one secret of 32 bytes, from which everything the account can do is derived. It leaves the browser's
 * session and the password only for the length of a request.
 *
 * Reading: X25519, what grants are sealed to. Signing: Ed25519, under every event. Tags: what finds the account's own rows
 * without naming the account. The host key opens none of it.
 */
import type { Brand } from '../kit/brand.ts'
import { concat, toBase64Url, u32be, utf8 } from '../kit/bytes.ts'
import { invariant } from '../kit/invariant.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { algorithms, bodyOf, sealBroken, withAlgorithm } from './algorithm.ts'
import {
  type BoxPair,
  type SignPair,
  aeadOpen,
  aeadSeal,
  argon2id,
  checkDetached,
  keptBoxPair,
  keptSignPair,
  keyedHash,
  randomBytes,
  signDetached,
  subkey,
} from './sodium.ts'

export type AccountSecret = Brand<Uint8Array, 'AccountSecret'>
export type AccountPublic = { readonly readingKey: Uint8Array; readonly signingKey: Uint8Array }

const SECRET_LENGTH = 32
/** Which subkey is which. Never renumbered: what is sealed today must open in thirty years. */
const subkeys = { reading: 1, signing: 2, tag: 3, self: 4, lists: 5 } as const
const CONTEXT = 'liuhenac'

/** For as long as the secret is in memory, and no longer. */
const known = new WeakMap<AccountSecret, Map<keyof typeof subkeys, Uint8Array>>()

function derived(secret: AccountSecret, which: keyof typeof subkeys): Uint8Array {
  const keys = known.get(secret) ?? new Map<keyof typeof subkeys, Uint8Array>()
  known.set(secret, keys)
  const key = keys.get(which) ?? subkey(secret, CONTEXT, subkeys[which])
  keys.set(which, key)
  return key
}

export const newAccountSecret = (): AccountSecret => randomBytes(SECRET_LENGTH) as AccountSecret

export function accountSecretFrom(bytes: Uint8Array): AccountSecret {
  invariant(bytes.length === SECRET_LENGTH, 'an account secret has 32 bytes')
  return bytes as AccountSecret
}

/** The pair that grants are sealed to. */
export const readingPair = (secret: AccountSecret): BoxPair => keptBoxPair(derived(secret, 'reading'))

const signingPair = (secret: AccountSecret): SignPair => keptSignPair(derived(secret, 'signing'))

export const accountPublic = (secret: AccountSecret): AccountPublic => ({
  readingKey: readingPair(secret).publicKey,
  signingKey: signingPair(secret).publicKey,
})

export const signWithAccount = (secret: AccountSecret, message: Uint8Array): Uint8Array =>
  signDetached(message, signingPair(secret))

/** False, never a throw, for a malformed key or signature. */
export const checkAccountSignature = (signingKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
  checkDetached(signature, message, signingKey)

/** The n-th tag of the account for a purpose: 16 bytes as base64url, to others indistinguishable from random. */
export const ownTag = (secret: AccountSecret, purpose: string, n: number): string =>
  toBase64Url(keyedHash(derived(secret, 'tag'), concat(u32be(n), utf8(purpose)), 16))

/** Seals for the account alone. What is sealed for one purpose does not open for another. */
export const sealForSelf = (secret: AccountSecret, purpose: string, plaintext: Uint8Array): Uint8Array =>
  withAlgorithm(algorithms.aead, aeadSeal(derived(secret, 'self'), plaintext, utf8(purpose)))

/** Throws `sealBroken` for another account, another purpose, or a changed byte. */
export function openForSelf(secret: AccountSecret, purpose: string, sealed: Uint8Array): Uint8Array {
  const plaintext = aeadOpen(derived(secret, 'self'), bodyOf(algorithms.aead, sealed, purpose), utf8(purpose))
  if (!plaintext) throw sealBroken(purpose)
  return plaintext
}

/** A key that needs these bytes beside the secret: when they are gone, so is the key. */
export const keyUnder = (secret: AccountSecret, lock: Uint8Array): Uint8Array =>
  keyedHash(derived(secret, 'lists'), lock, 32)

/** Argon2id: passes over the memory, and the memory in MiB. */
export type PasswordCost = { readonly passes: number; readonly memoryMiB: number }
export const passwordCosts = {
  interactive: { passes: 3, memoryMiB: 64 },
  /** For tests only: a password under it is worth little. */
  test: { passes: 1, memoryMiB: 1 },
} as const satisfies Record<string, PasswordCost>

const SALT_LENGTH = 16
const HEADER_LENGTH = 1 + 4 + 4
/** A sealed secret that asks for more was not made by us. */
const MAX_COST: PasswordCost = { passes: 16, memoryMiB: 1024 }

/** The account secret under a password: algorithm, passes, memory, salt, then the sealed secret. */
export async function sealWithPassword(
  secret: AccountSecret,
  password: string,
  cost: PasswordCost = passwordCosts.interactive,
): Promise<Uint8Array> {
  const salt = randomBytes(SALT_LENGTH)
  const header = concat(Uint8Array.of(algorithms.password), u32be(cost.passes), u32be(cost.memoryMiB))
  const key = await argon2id(password, salt, cost.passes, cost.memoryMiB * 1024 ** 2)
  return concat(header, salt, aeadSeal(key, secret, concat(header, salt)))
}

/** Throws `passwordWrong` when the password is another, `sealBroken` when the bytes cannot be a sealed secret. */
export async function openWithPassword(sealed: Uint8Array, password: string): Promise<AccountSecret> {
  if (sealed.length <= HEADER_LENGTH + SALT_LENGTH || sealed[0] !== algorithms.password)
    throw sealBroken('the account secret')
  const header = sealed.subarray(0, HEADER_LENGTH)
  const view = new DataView(header.buffer, header.byteOffset)
  const cost: PasswordCost = { passes: view.getUint32(1), memoryMiB: view.getUint32(5) }
  if (cost.passes < 1 || cost.passes > MAX_COST.passes || cost.memoryMiB < 1 || cost.memoryMiB > MAX_COST.memoryMiB)
    throw sealBroken('the account secret')
  const salt = sealed.subarray(HEADER_LENGTH, HEADER_LENGTH + SALT_LENGTH)
  const key = await argon2id(password, salt, cost.passes, cost.memoryMiB * 1024 ** 2)
  const secret = aeadOpen(key, sealed.subarray(HEADER_LENGTH + SALT_LENGTH), concat(header, salt))
  if (!secret) throw new LiuhenError('passwordWrong', 'the password does not open this account')
  return accountSecretFrom(secret)
}
