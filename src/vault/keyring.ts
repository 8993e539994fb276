/**
 * A keyring: the grants an account has found, kept as one sealed list so that lists and search need no trial.
 *
 * Its size steps by many entries at once, so that the keyring of somebody who records looks like that of somebody who does
 * not. What an entry remembers is locked under its slot: when the slot is overwritten, the memory opens nothing any more, not
 * even for whoever has the disk and the password (R42).
 */
import { sha256 } from '#primitives'
import { concat, fromBase64Url, fromUtf8, toBase64Url, utf8 } from '../kit/bytes.ts'
import { type AccountSecret, openForSelf, sealForSelf } from './account-keys.ts'
import { sealBroken } from './algorithm.ts'
import type { DossierKeys } from './dossier-keys.ts'
import { pad, unpad } from './padding.ts'
import { aeadOpen, aeadSeal } from './sodium.ts'

export type KeyringEntry = {
  readonly dossierId: string
  readonly slotId: number
  /** The dossier's keys under a key that is made of the slot's own bytes. */
  readonly held: string
}

const lockOf = (slot: Uint8Array): Uint8Array => sha256(concat(utf8('liuhen/held-grant@v1'), slot))

/** Remembers what a slot gave. */
export function holdGrant(dossierId: string, slotId: number, slot: Uint8Array, keys: DossierKeys): KeyringEntry {
  const seeds = keys.identity ? concat(keys.content, keys.identity) : keys.content
  return { dossierId, slotId, held: toBase64Url(aeadSeal(lockOf(slot), seeds, utf8(dossierId))) }
}

/** The keys, while the slot is still the one that gave them; null otherwise. */
export function heldGrant(entry: KeyringEntry, slot: Uint8Array): DossierKeys | null {
  const seeds = aeadOpen(lockOf(slot), fromBase64Url(entry.held), utf8(entry.dossierId))
  if (!seeds) return null
  return { content: seeds.slice(0, 32), identity: seeds.length === 64 ? seeds.slice(32) : null }
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

/** What was remembered in the form of 0.1.0, unlocked, is found once more by trying. */
export const readKeyring = (kept: Partial<Keyring>): Keyring => {
  const { scannedUpTo = 0, entries } = kept
  return entries?.every((entry) => Object.hasOwn(entry, 'held')) ? { scannedUpTo, entries } : emptyKeyring
}

/** Throws `sealBroken` when it is another account's or was changed. */
export function openKeyring(sealed: Uint8Array, secret: AccountSecret): Keyring {
  const text = unpad(openForSelf(secret, PURPOSE, sealed))
  if (!text) throw sealBroken('the keyring')
  return readKeyring(JSON.parse(fromUtf8(text)) as Partial<Keyring>)
}
