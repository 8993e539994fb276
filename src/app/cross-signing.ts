/**
 * The registry's second signature on a checkpoint, ML-DSA-44 (type 06), for readers who no longer trust elliptic curves
 * alone. It is made when a checkpoint is shown, not when it is kept: it is fifty times as long as the first, and what it
 * says is the same. C2SP tlog-cosignature; docs/formats/checkpoint.md.
 */
import type { TrailName } from '../store/store.ts'
import { cosignText, parseNote, printSignatureLine } from '../trail/note.ts'
import { printVkey, type VerifierKey } from '../trail/verifier-key.ts'

export type CosigningKey = { readonly key: VerifierKey; readonly sign: (message: Uint8Array) => Uint8Array }

export type CrossSigning = {
  /** The checkpoint with the registry's own line of type 06 after those that it has. */
  readonly sign: (trail: TrailName, checkpointNote: string) => string
  /** The public key of that line, as text. */
  readonly vkey: (trail: TrailName) => string
}

/** The log's own line makes no statement about time. */
const NO_TIME = 0

export function crossSigning(keyOf: (trail: TrailName) => CosigningKey): CrossSigning {
  // The newest checkpoint is asked for again and again, and a signature takes milliseconds.
  const newest = new Map<TrailName, { readonly text: string; readonly line: string }>()
  return {
    sign(trail, checkpointNote) {
      const { text } = parseNote(checkpointNote)
      let signed = newest.get(trail)
      if (signed?.text !== text) {
        const { key, sign } = keyOf(trail)
        signed = { text, line: printSignatureLine(cosignText(text, key, NO_TIME, sign)) }
        newest.set(trail, signed)
      }
      return checkpointNote + signed.line
    },
    vkey: (trail) => printVkey(keyOf(trail).key),
  }
}
