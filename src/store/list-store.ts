/** What lists ask of the store (docs/decisions/0011): sealed pages under tags, the locks of slots, and what changed since. */
import type { DossierId, Verb } from '../domain/dossier/types.ts'

export type SlotLock = { readonly block: number; readonly lock: Uint8Array }

export type DossierChange = {
  readonly leafIndex: number
  readonly dossierId: DossierId
  readonly verb: Verb
  /** Leaf index of the dossier's first event. */
  readonly registration: number
}

export type SealedPage = { readonly tag: string; readonly sealed: Uint8Array }

export type ListChange = {
  readonly head: SealedPage & { readonly before: Uint8Array | null }
  readonly pages: readonly SealedPage[]
  readonly dropped: readonly string[]
}

export interface ListStore {
  listPages(tags: readonly string[]): Promise<{ tag: string; sealed: Uint8Array }[]>
  /** All of it, while the head still holds the bytes of before (null: none yet). False when somebody else was faster. */
  saveListPages(change: ListChange): Promise<boolean>
  /** Random bytes, one for so many slots (slot-locks.ts), made anew by the database whenever one of these is overwritten. */
  slotLocks(): Promise<SlotLock[]>
  /** For blocks that have none yet; the others keep theirs. */
  makeSlotLocks(locks: readonly SlotLock[]): Promise<void>
  /** The events after that leaf index, in order, with where their dossiers begin in the trail. */
  changesAfter(leafIndex: number, limit: number): Promise<DossierChange[]>
  /** Where dossiers begin in the trail. */
  registrationsOf(ids: readonly DossierId[]): Promise<{ dossierId: DossierId; leafIndex: number }[]>
}
