/**
 * What an account remembers of a grant that it found, so that it need not be tried again.
 *
 * The memory is locked under its slot: when the slot is overwritten, it opens nothing any more, not even for whoever has the disk and the
 * password (R42).
 */
import { sha256 } from '#primitives'
import { concat, fromBase64Url, toBase64Url, utf8 } from '../kit/bytes.ts'
import type { DossierKeys } from './dossier-keys.ts'
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
