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
  }) => Uint8Array
  readonly printSecurityLeafEntry: (event: { readonly position: number; readonly bodyDigest: Uint8Array }) => Uint8Array
  readonly leafHash: (entry: Uint8Array) => Uint8Array
  readonly nodeHash: (left: Uint8Array, right: Uint8Array) => Uint8Array
  readonly emptyRoot: Uint8Array
  /** The signed note over a tree of this size and root. */
  readonly signCheckpoint: (trail: TrailName, size: number, root: Uint8Array) => string
}
