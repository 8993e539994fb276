/**
 * What a check answers: it holds, with what was learned, or it does not, with the first thing that is wrong.
 *
 * A verdict carries codes and values, never sentences: the words for people are in the catalogues and on the command
 * line. Hashes are lower-case hexadecimal, so that a person can compare them with a printed paper.
 *
 * The rule of this folder: `parse…` throws a LiuhenError on malformed input, `check…` always returns a verdict.
 */
import { LiuhenError } from '../kit/liuhen-error.ts'

export type Verdict<Learned extends object = object> = ({ readonly ok: true } & Learned) | Failed

export type Failed = { readonly ok: false } & Failure

export type Failure =
  // The input cannot be read at all. `problem` says where reading stopped, in English, for logs and bug reports.
  | {
      readonly code: 'proofMalformed' | 'noteMalformed' | 'checkpointMalformed' | 'keyMalformed'
      readonly problem: string
    }
  // Merkle proofs.
  | { readonly code: 'indexOutsideTree'; readonly leafIndex: number; readonly treeSize: number }
  | { readonly code: 'sizesReversed'; readonly oldSize: number; readonly treeSize: number }
  | { readonly code: 'hashLengthWrong'; readonly expected: number; readonly found: number }
  | { readonly code: 'proofLengthWrong'; readonly expected: number; readonly found: number }
  | ({ readonly code: 'rootDiffers' | 'oldRootDiffers'; readonly treeSize: number } & Difference)
  // Signatures.
  | { readonly code: 'signatureBroken'; readonly name: string; readonly keyId: string }
  | { readonly code: 'noKnownSignature'; readonly found: readonly string[] }
  | { readonly code: 'logSignatureMissing'; readonly origin: string }
  // A trust policy (policy.ts): too few of the witnesses it asks for.
  | { readonly code: 'quorumMissing'; readonly quorum: string; readonly cosignedBy: readonly string[] }
  // The audit of a whole trail (audit.ts).
  | { readonly code: 'entriesMissing'; readonly expected: number; readonly found: number }
  | ({ readonly code: 'entryDiffers'; readonly leafIndex: number } & Difference)
  | { readonly code: 'entriesSwapped'; readonly leafIndex: number; readonly otherIndex: number }
  | { readonly code: 'tileMissing'; readonly path: string }
  | ({ readonly code: 'tileDiffers'; readonly path: string; readonly hashIndex: number } & Difference)
  | { readonly code: 'tileLengthWrong'; readonly path: string; readonly expected: number; readonly found: number }
  | ({ readonly code: 'entriesOrTileDiffer'; readonly path: string } & LeafRange & Difference)
  | ({ readonly code: 'trailDiffers'; readonly treeSize: number; readonly lastGoodSize: number } & Difference)
  | {
      readonly code: 'checkpointRolledBack'
      readonly source: string
      readonly expected: number
      readonly found: number
    }
  | ({ readonly code: 'checkpointContradicted'; readonly source: string; readonly treeSize: number } & Difference)

export interface Difference {
  readonly expected: string
  readonly found: string
}

export interface LeafRange {
  readonly firstIndex: number
  readonly lastIndex: number
}

export const holds = <Learned extends object>(learned: Learned): { readonly ok: true } & Learned => ({
  ok: true,
  ...learned,
})

export const fails = (failure: Failure): Failed => ({ ok: false, ...failure })

type Unreadable = Extract<Failure, { readonly problem: string }>['code']

/** A parser's throw as a verdict. Anything else that is thrown is a mistake of ours and goes on. */
export function attempt<Value>(
  code: Unreadable,
  parse: () => Value,
): { readonly ok: true; readonly value: Value } | Failed {
  try {
    return { ok: true, value: parse() }
  } catch (error) {
    if (error instanceof LiuhenError) return fails({ code, problem: error.message })
    throw error
  }
}
