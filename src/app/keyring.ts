/**
 * Which dossiers a viewer can open: the grants found by trial, and only while their slots still stand.
 *
 * Slots carry no label, so a holder finds grants by trying (0.1 ms each). What was found is kept in the account's keyring
 * and, between two sign-ins, in the sealed notes of the session. How far was scanned advances whenever anybody registers anything,
 * so that neither tells what was found. Access is holding a grant; recusal is not holding one (R42).
 */
import type { DossierId } from '../domain/dossier/types.ts'
import { fromBase64Url, toBase64Url } from '../kit/bytes.ts'
import { sha256 } from '#primitives'
import type { SlotRow } from '../store/store.ts'
import type { DossierKeys } from '../vault/dossier-keys.ts'
import { readingPair } from '../vault/account-keys.ts'
import { openGrantWith } from '../vault/grants.ts'
import { type Keyring, emptyKeyring, openKeyring, sealKeyring } from '../vault/keyring.ts'
import { unlessDiskIsFull } from './full-disk.ts'
import { saveNotes } from './accounts/sessions.ts'
import type { AppContext, HeldKey, SessionNotes, Viewer } from './context.ts'

const SLOTS_PER_READ = 2000
/** Past this many finds the session's notes move into the keyring. */
const NOTES_LIMIT = 16

export type Held = { readonly dossierId: DossierId; readonly keys: DossierKeys }

const digestOf = (slot: Uint8Array): string => toBase64Url(sha256(slot).subarray(0, 8))

const keysOf = (held: HeldKey): DossierKeys => ({
  content: fromBase64Url(held.content),
  identity: held.identity === null ? null : fromBase64Url(held.identity),
})

async function scan(context: AppContext, viewer: Viewer, after: number): Promise<SessionNotes> {
  const found: HeldKey[] = []
  const pair = readingPair(viewer.secret)
  let scannedUpTo = after
  for (;;) {
    const slots = await context.store.slotsAfter(scannedUpTo, SLOTS_PER_READ)
    for (const { slotId, dossierId, slot } of slots) {
      const keys = openGrantWith(slot, pair)
      if (keys)
        found.push({
          dossierId,
          slotId,
          slotDigest: digestOf(slot),
          content: toBase64Url(keys.content),
          identity: keys.identity && toBase64Url(keys.identity),
        })
    }
    scannedUpTo = slots.at(-1)?.slotId ?? scannedUpTo
    if (slots.length < SLOTS_PER_READ) return { scannedUpTo, found }
  }
}

async function storedKeyring(context: AppContext, viewer: Viewer): Promise<Keyring> {
  const sealed = await context.store.keyring(viewer.accountId)
  return sealed ? openKeyring(sealed, viewer.secret) : emptyKeyring
}

/**
 * Every dossier the viewer holds a standing grant of. Scans what is new, and keeps what it found. A dossier whose key was renewed
 * appears once, with the newest grant.
 */
export async function heldDossiers(context: AppContext, viewer: Viewer): Promise<ReadonlyMap<DossierId, Held>> {
  const keyring = await storedKeyring(context, viewer)
  const since = Math.max(keyring.scannedUpTo, viewer.sessionNotes.scannedUpTo)
  const fresh = await scan(context, viewer, since)
  const noted = [...viewer.sessionNotes.found.filter(({ slotId }) => slotId > keyring.scannedUpTo), ...fresh.found]
  const entries: HeldKey[] = [...keyring.entries, ...noted]

  const starts = viewer.sessionNotes.scannedUpTo <= keyring.scannedUpTo && fresh.scannedUpTo > keyring.scannedUpTo
  await unlessDiskIsFull(async () => {
    if (starts || noted.length > NOTES_LIMIT) {
      const sealed = sealKeyring({ scannedUpTo: fresh.scannedUpTo, entries }, viewer.secret)
      await context.store.saveKeyring(viewer.accountId, sealed)
      // Only when the keyring has them may the notes let go of what was found.
      await saveNotes(context, viewer, { scannedUpTo: fresh.scannedUpTo, found: [] })
    } else if (fresh.scannedUpTo > since) {
      await saveNotes(context, viewer, { scannedUpTo: fresh.scannedUpTo, found: noted })
    }
  })
  return standing(context, entries)
}

/** Keeps the entries whose slot in the store is still the one that was opened. */
async function standing(context: AppContext, entries: readonly HeldKey[]): Promise<ReadonlyMap<DossierId, Held>> {
  const slots = new Map<number, SlotRow>()
  for (const row of await context.store.slotsById(entries.map(({ slotId }) => slotId))) slots.set(row.slotId, row)
  const held = new Map<DossierId, Held>()
  for (const entry of entries) {
    const row = slots.get(entry.slotId)
    if (row?.dossierId !== entry.dossierId || digestOf(row.slot) !== entry.slotDigest) continue
    held.set(row.dossierId, { dossierId: row.dossierId, keys: keysOf(entry) })
  }
  return held
}
