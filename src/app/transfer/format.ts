/** What the files of a transfer package are called and hold: shared by who packs and who opens (docs/formats/transfer.md). */
import type { Superior } from '../../domain/inquiry-record/transfer.ts'
import type { EvidenceItem } from '../../domain/inquiry-record/content.ts'
import type { Identity } from '../../domain/dossier/types.ts'
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'

export const TRANSFER_FORMAT = 'liuhen/transfer@v1'

export const eventFolder = (sequence: number): string => `events/${String(sequence).padStart(4, '0')}`
/** Files of an event, in this order. */
export const eventFiles = [
  'content.json',
  'identity.json',
  'facts.json',
  'sealed.bin',
  'entry.txt',
  'proof.tlog-proof',
] as const
export type EventFile = (typeof eventFiles)[number]

export type TransferredRecordFile = {
  readonly format: typeof TRANSFER_FORMAT
  readonly bureau: string
  readonly dossierId: string
  readonly registerNumber: string
  readonly packedAt: string
  readonly reason: string
  readonly superior: Superior
  readonly events: number
  readonly recorder: Identity
  readonly record: RegisteredRecord
}

/** The public key under which the recovery sheets sign, where there is one; the newest seeds, base64: the first event under them carries those of before (docs/formats/sealing.md). */
export type KeysFile = {
  readonly content: string
  readonly identity: string
  readonly since: number
  readonly recoverySigningKey: string | null
}

export type AccountsFile = readonly {
  readonly accountId: string
  readonly personId: string
  readonly name: string
  /** Base64: the present one first, then those of before. Empty for an account that never signed. */
  readonly signingKeys: readonly string[]
}[]

/** The keys of the sealed files open nothing outside the register: they stay in the events, as they were signed. */
export const withoutFileKeys = (value: unknown): string =>
  JSON.stringify(value, (name, inner: unknown) => (name === 'sealedName' || name === 'key' ? undefined : inner))

export type EvidenceFile = readonly ({ readonly file: string } & Omit<EvidenceItem, 'key' | 'sealedName'>)[]
