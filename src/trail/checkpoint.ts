/**
 * A checkpoint: how long the trail is, and its root hash.
 *
 *     liuhen.example/demo
 *     5
 *     +hQ5zrlGYXyoNBE7MRq82UNUUaaywd1N2w+z4fD2Tmw=
 *
 * Format: docs/formats/checkpoint.md. Samples, good and broken: test/vectors/trail.
 * Prints and parses the text only. Signing is in note.ts; keeping, and never signing two trees, is in store.
 */
import { equalBytes, fromBase64, toBase64 } from '../kit/bytes.ts'
import { invariant } from '../kit/invariant.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { isCount, parseDecimal } from './decimal.ts'
import { emptyRoot, HASH_LENGTH } from './merkle.ts'
import { isKeyName } from './verifier-key.ts'

export interface Checkpoint {
  /** The unique name of the log, equal to the name of its key. */
  readonly origin: string
  readonly treeSize: number
  readonly root: Uint8Array
}

export function printCheckpoint({ origin, treeSize, root }: Checkpoint): string {
  invariant(isKeyName(origin) && isCount(treeSize) && root.length === HASH_LENGTH, 'a checkpoint that can be parsed')
  return `${origin}\n${treeSize}\n${toBase64(root)}\n`
}

/**
 * Throws a LiuhenError `checkpointMalformed` for anything that `printCheckpoint` would not have written.
 *
 * Extension lines are refused as well: no checkpoint of ours has any, and a cosignature of type 06 would not cover them.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const checkpoint = parseCheckpointLines(text)
  if (!hasPossibleRoot(checkpoint)) throw malformed('the root of size 0 is not the empty root')
  return checkpoint
}

/** False for an empty tree under another root than that of nothing. */
export const hasPossibleRoot = ({ treeSize, root }: Checkpoint): boolean =>
  treeSize > 0 || equalBytes(root, emptyRoot())

/** Like `parseCheckpoint`, but size 0 may have any root: for a witness, who answers such a claim differently. */
export function parseCheckpointLines(text: string): Checkpoint {
  const [origin = '', size = '', encodedRoot = '', end, ...surplus] = text.split('\n')
  if (end !== '' || surplus.length > 0) throw malformed('it does not have exactly three lines')
  if (!isKeyName(origin)) throw malformed('the origin is empty or holds a space or a plus sign')
  const treeSize = parseDecimal(size)
  if (treeSize === undefined) throw malformed('the size is not a decimal number below 2^53')
  const root = decodeRoot(encodedRoot)
  if (root.length !== HASH_LENGTH) throw malformed('the root does not have 32 bytes')
  return { origin, treeSize, root }
}

function decodeRoot(encoded: string): Uint8Array {
  try {
    return fromBase64(encoded)
  } catch (cause) {
    throw malformed('the root is not base64', cause)
  }
}

const malformed = (problem: string, cause?: unknown): LiuhenError =>
  new LiuhenError('checkpointMalformed', `Checkpoint: ${problem}`, { cause })
