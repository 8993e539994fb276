/** All of a new dossier that is sealed: its keys, everybody's grants and the first event. Most of the work of a registration is here. */
import { newDossierKeys, type NewDossierKeys } from './dossier-keys.ts'
import { type Recipient, sealGrants } from './grants.ts'
import { type EventTexts, sealEvent } from './sealed-event.ts'

export type NewDossier = { readonly recipients: readonly Recipient[]; readonly event: EventTexts }

export type SealedDossier = NewDossierKeys & {
  /** In random order, padded with decoys. */
  readonly slots: readonly Uint8Array[]
  readonly sealedEvent: Uint8Array
}

/** Draws new keys. Throws when a reading key is none. */
export function sealNewDossier({ recipients, event }: NewDossier): SealedDossier {
  const { keys, publicKeys } = newDossierKeys()
  return { keys, publicKeys, slots: sealGrants(keys, recipients), sealedEvent: sealEvent(event, publicKeys) }
}
