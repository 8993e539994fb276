/**
 * Which dossiers a viewer can open: the grants found by trial, and only while their slots still stand.
 *
 * Slots carry no label, so a holder finds grants by trying (0.1 ms each). What was found is kept in the account's keyring
 * and, between two sign-ins, in the sealed notes of the session. How far was scanned advances whenever anybody registers anything,
 * so that neither tells what was found. Access is holding a grant; recusal is not holding one (R42).
 */
import type { DossierId } from '../domain/dossier/types.ts'
import type { SlotRow } from '../store/store.ts'
import { readingPair } from '../vault/account-keys.ts'
import type { DossierKeys } from '../vault/dossier-keys.ts'
import { openGrantWith } from '../vault/grants.ts'
import {
  type Keyring,
  type KeyringEntry,
  emptyKeyring,
  heldGrant,
  holdGrant,
  openKeyring,
  sealKeyring,
} from '../vault/keyring.ts'
import { saveNotes } from './accounts/sessions.ts'
import type { AppContext, SessionNotes, Viewer } from './context.ts'
import { unlessDiskIsFull } from './full-disk.ts'

const SLOTS_PER_READ = 2000
/** Past this many finds the session's notes move into the keyring. */
const NOTES_LIMIT = 16
/** Slots count from 1. */
const NO_SLOT = 0

export type Held = { readonly dossierId: DossierId; readonly slotId: number; readonly keys: DossierKeys }

async function scan(context: AppContext, viewer: Viewer, after: number): Promise<SessionNotes> {
  const entries: KeyringEntry[] = []
  const pair = readingPair(viewer.secret)
  let scannedUpTo = after
  for (;;) {
    const slots = await context.store.slotsAfter(scannedUpTo, SLOTS_PER_READ)
    for (const { slotId, dossierId, slot } of slots) {
      const keys = openGrantWith(slot, pair)
      if (keys) entries.push(holdGrant(dossierId, slotId, slot, keys))
    }
    scannedUpTo = slots.at(-1)?.slotId ?? scannedUpTo
    if (slots.length < SLOTS_PER_READ) return { scannedUpTo, entries }
  }
}

async function storedKeyring(context: AppContext, viewer: Viewer): Promise<Keyring> {
  const sealed = await context.store.keyring(viewer.accountId)
  return sealed ? openKeyring(sealed, viewer.secret) : emptyKeyring
}

/** All that the viewer ever found, standing or not. Scans what is new, and keeps what it found. */
async function foundEntries(context: AppContext, viewer: Viewer): Promise<readonly KeyringEntry[]> {
  const keyring = await storedKeyring(context, viewer)
  const since = Math.max(keyring.scannedUpTo, viewer.sessionNotes.scannedUpTo)
  const fresh = await scan(context, viewer, since)
  const noted = [...viewer.sessionNotes.entries.filter(({ slotId }) => slotId > keyring.scannedUpTo), ...fresh.entries]
  const entries: KeyringEntry[] = [...keyring.entries, ...noted]

  const starts = viewer.sessionNotes.scannedUpTo <= keyring.scannedUpTo && fresh.scannedUpTo > keyring.scannedUpTo
  await unlessDiskIsFull(async () => {
    if (starts || noted.length > NOTES_LIMIT) {
      const sealed = sealKeyring({ scannedUpTo: fresh.scannedUpTo, entries }, viewer.secret)
      await context.store.saveKeyring(viewer.accountId, sealed)
      // Only when the keyring has them may the notes let go of what was found.
      await saveNotes(context, viewer, { scannedUpTo: fresh.scannedUpTo, entries: [] })
    } else if (fresh.scannedUpTo > since) {
      await saveNotes(context, viewer, { scannedUpTo: fresh.scannedUpTo, entries: noted })
    }
  })
  return entries
}

/**
 * Every dossier the viewer holds a standing grant of. A dossier whose key was renewed appears once, with the newest grant.
 */
export const heldDossiers = async (context: AppContext, viewer: Viewer): Promise<ReadonlyMap<DossierId, Held>> =>
  standing(context, await foundEntries(context, viewer))

/** The viewer's standing grant of one dossier, without unlocking all the others. The same reads whether there is one or not (R32). */
export async function heldDossier(context: AppContext, viewer: Viewer, id: DossierId | null): Promise<Held | null> {
  const entries = await foundEntries(context, viewer)
  const own = entries.filter(({ dossierId }) => dossierId === id)
  if (id && own.length > 0) return (await standing(context, own)).get(id) ?? null
  await context.store.slotsById([NO_SLOT])
  return null
}

/** Keeps the entries whose slot in the store is still the one that was opened: nothing else unlocks them. */
async function standing(context: AppContext, entries: readonly KeyringEntry[]): Promise<ReadonlyMap<DossierId, Held>> {
  const slots = new Map<number, SlotRow>()
  for (const row of await context.store.slotsById(entries.map(({ slotId }) => slotId))) slots.set(row.slotId, row)
  const held = new Map<DossierId, Held>()
  for (const entry of entries) {
    const row = slots.get(entry.slotId)
    const keys = row?.dossierId === entry.dossierId ? heldGrant(entry, row.slot) : null
    if (row && keys) held.set(row.dossierId, { dossierId: row.dossierId, slotId: row.slotId, keys })
  }
  return held
}
