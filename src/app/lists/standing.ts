/** A grant counts only while its slot in the store is still the one that was opened: nothing else unlocks what was remembered (R42). */
import type { DossierId } from '../../domain/dossier/types.ts'
import type { SlotRow } from '../../store/store.ts'
import type { DossierKeys } from '../../vault/dossier-keys.ts'
import { heldGrant } from '../../vault/keyring.ts'
import type { AppContext } from '../context.ts'
import type { Entry } from './lists.ts'

export type Held = {
  readonly dossierId: DossierId
  readonly slotId: number
  readonly slot: Uint8Array
  readonly keys: DossierKeys
}

/** A dossier whose grant was given again appears once, with the newest. */
export async function standing(context: AppContext, entries: readonly Entry[]): Promise<ReadonlyMap<DossierId, Held>> {
  const slots = new Map<number, SlotRow>()
  for (const row of await context.store.slotsById(entries.map(({ slotId }) => slotId))) slots.set(row.slotId, row)
  const held = new Map<DossierId, Held>()
  for (const entry of entries) {
    const row = slots.get(entry.slotId)
    const keys = row?.dossierId === entry.dossierId ? heldGrant(entry, row.slot) : null
    if (row && keys) held.set(row.dossierId, { dossierId: row.dossierId, slotId: row.slotId, slot: row.slot, keys })
  }
  return held
}
