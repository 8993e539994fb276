/**
 * What a leaf entry says of the grant slots: nothing that can be read, and enough to find any of them changed (R26, R42).
 *
 * The slots are the leaves of a tree of their own (RFC 6962 2.1), in the order of their numbers, each with its dossier's number and public keys. An entry commits to its root as it
 * stood when the entry was written, under a salt. Only the newest salt is kept, so nobody can tell which entries wrote slots:
 *
 *     leaf        "liuhen/slot@v1\n" "slot <number>\n" "dossier <id>\n" "number <register number>\n" "content <key>\n" "identity <key>\n"
 *                 "keys-since <sequence>\n" || the slot's bytes
 *     commitment  SHA-256("liuhen/slots@v1\n" "slots <highest number>\n" "entries <size of the register with it>\n" || salt || root)
 *
 * Why so: docs/decisions/0013. Format: docs/formats/leaf-entry.md.
 */
import { sha256 } from '#primitives'
import { concat, toBase64, utf8 } from '../kit/bytes.ts'
import { leafHash } from './merkle.ts'

/** What no event tells of a dossier: whoever put a key of his own there would read what is sealed to it from then on. */
export type SlotDossier = {
  readonly id: string
  readonly number: string
  readonly contentKey: Uint8Array
  readonly identityKey: Uint8Array
  readonly keysSince: number
}

export type NumberedSlot = { readonly slotId: number; readonly dossier: SlotDossier; readonly slot: Uint8Array }

/** All slots at one moment. */
export type SlotsStanding = {
  /** The highest slot number. */
  readonly slots: number
  /** Entries of the register, with the one that commits to this. */
  readonly entries: number
  readonly root: Uint8Array
}

/** What stands before the slot's bytes: its number, and what is the same for all slots of a dossier. */
export const slotNumberLines = (slotId: number): string => `liuhen/slot@v1\nslot ${slotId}\n`
export const slotDossierLines = (dossier: SlotDossier): string =>
  `dossier ${dossier.id}\nnumber ${dossier.number}\n` +
  `content ${toBase64(dossier.contentKey)}\nidentity ${toBase64(dossier.identityKey)}\nkeys-since ${dossier.keysSince}\n`

export const slotHash = ({ slotId, dossier, slot }: NumberedSlot): Uint8Array =>
  leafHash(concat(utf8(slotNumberLines(slotId) + slotDossierLines(dossier)), slot))

/** In the place of a number that no slot has: a database may leave numbers out. */
export const missingSlotHash: Uint8Array = leafHash(utf8('liuhen/no-slot@v1\n'))

export const slotsCommitment = ({ slots, entries, root }: SlotsStanding, salt: Uint8Array): Uint8Array =>
  sha256(concat(utf8(`liuhen/slots@v1\nslots ${slots}\nentries ${entries}\n`), salt, root))
