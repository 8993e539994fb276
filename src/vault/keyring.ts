/**
 * A keyring: the grants an account has found, kept as one sealed list so that lists and search need no trial.
 *
 * Its size steps by many entries at once, so that the keyring of somebody who records looks like that of somebody who does
 * not. An entry counts only while its slot still stands; that check is the reader's.
 */
import { fromUtf8, utf8 } from '../kit/bytes.ts'
import { type AccountSecret, openForSelf, sealForSelf } from './account-keys.ts'
import { sealBroken } from './algorithm.ts'
import { pad, unpad } from './padding.ts'

export type KeyringEntry = {
  readonly dossierId: string
  readonly slotId: number
  readonly slotDigest: string
  readonly content: string
  readonly identity: string | null
}

export type Keyring = { readonly scannedUpTo: number; readonly entries: readonly KeyringEntry[] }

export const emptyKeyring: Keyring = { scannedUpTo: 0, entries: [] }

const PURPOSE = 'keyring'
/** Room for some 256 entries, the first and every further step. */
const STEP = 64 * 1024

export function sealKeyring(keyring: Keyring, secret: AccountSecret): Uint8Array {
  const text = utf8(JSON.stringify(keyring))
  return sealForSelf(secret, PURPOSE, pad(text, Math.ceil((text.length + 4) / STEP) * STEP))
}

/** Throws `sealBroken` when it is another account's or was changed. */
export function openKeyring(sealed: Uint8Array, secret: AccountSecret): Keyring {
  const text = unpad(openForSelf(secret, PURPOSE, sealed))
  if (!text) throw sealBroken('the keyring')
  return JSON.parse(fromUtf8(text)) as Keyring
}
