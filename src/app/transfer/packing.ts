/** What goes into a transfer package, as its contents and its readable page are given it. */
import type { EvidenceItem } from '../../domain/inquiry-record/content.ts'
import type { Superior } from '../../domain/inquiry-record/transfer.ts'
import type { OpenedRecord } from '../inquiries/opening.ts'

export type Packing = {
  readonly opened: OpenedRecord
  readonly superior: Superior
  readonly reason: string
  /** The public key of the register's trail. */
  readonly vkey: string
  /** Bytes of evidence that have passed. */
  readonly onProgress: (done: number, of: number) => void
}

/** One original, under its name in the package. */
export type PackedEvidence = { readonly file: string; readonly item: EvidenceItem }
