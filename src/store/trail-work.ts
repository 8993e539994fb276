/**
 * The trail's mathematics, as the store is given it. The store knows no hash and no key: it keeps what these compute.
 */
import type { Day } from '../kit/calendar.ts'
import type { DossierId } from '../domain/dossier/types.ts'
import type { TrailName } from './store.ts'

export type TrailWork = {
  readonly printLeafEntry: (event: {
    readonly dossierId: DossierId
    readonly sequence: number
    readonly date: Day
    readonly factsDigest: Uint8Array
    readonly sealedDigest: Uint8Array
    readonly slotsCommitment: Uint8Array
  }) => Uint8Array
  readonly printSecurityLeafEntry: (event: { readonly position: number; readonly bodyDigest: Uint8Array }) => Uint8Array
  readonly leafHash: (entry: Uint8Array) => Uint8Array
  readonly nodeHash: (left: Uint8Array, right: Uint8Array) => Uint8Array
  readonly emptyRoot: Uint8Array
  /** The signed note over a tree of this size and root. */
  readonly signCheckpoint: (trail: TrailName, size: number, root: Uint8Array) => string
} & SlotWork

/** All grant slots at one moment: their highest number, the entries of the register with the one that commits to them, the root of their tree. */
type SlotsStanding = { readonly slots: number; readonly entries: number; readonly root: Uint8Array }

/** What no event tells of a dossier, bound with each of its slots. */
export type SlotDossier = {
  readonly id: DossierId
  readonly number: string
  readonly contentKey: Uint8Array
  readonly identityKey: Uint8Array
  readonly keysSince: number
}

/** How the grant slots are bound to the trail (docs/decisions/0013). */
export type SlotWork = {
  readonly slotHash: (slot: {
    readonly slotId: number
    readonly dossier: SlotDossier
    readonly slot: Uint8Array
  }) => Uint8Array
  readonly missingSlotHash: Uint8Array
  readonly newSalt: () => Uint8Array
  readonly slotsCommitment: (standing: SlotsStanding, salt: Uint8Array) => Uint8Array
  /** What an entry of the register commits to; null for one of 0.1.0, and for bytes that are no entry. */
  readonly commitmentIn: (entry: Uint8Array) => Uint8Array | null
}
