/**
 * What a log sends to a witness: how far the witness had seen it, how the tree went on from there, the new checkpoint.
 *
 *     old 2
 *     IdbNi/1KxJACHVUDGrFJbyO5FqgUXpff+eniyA1eelE=
 *     KCSnzNosqnIMhcn7oei1tzXuz9sDh45Pjf5sNiUDC8Q=
 *
 *     liuhen.example/demo
 *     5
 *     +hQ5zrlGYXyoNBE7MRq82UNUUaaywd1N2w+z4fD2Tmw=
 *
 *     — liuhen.example/demo KvqKj26eh6p6GRfrE8+IqnxSd+ZO…
 *
 * Format: C2SP tlog-witness, add-checkpoint; docs/formats/witness.md. Prints and parses only: nothing is believed here.
 */
import { fromBase64, toBase64 } from '../kit/bytes.ts'
import { invariant } from '../kit/invariant.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { isCount, parseDecimal } from './decimal.ts'
import { HASH_LENGTH } from './merkle.ts'

/** The specification's limit. */
const MAX_HASHES = 63

export interface WitnessRequest {
  /** The size of the last checkpoint that the witness cosigned; 0 when there was none. */
  readonly oldSize: number
  /** The consistency proof from there; empty when the old size is 0 or the new one. */
  readonly proof: readonly Uint8Array[]
  /** The new checkpoint with its signature lines, verbatim. */
  readonly checkpointNote: string
}

export function printWitnessRequest({ oldSize, proof, checkpointNote }: WitnessRequest): string {
  invariant(isCount(oldSize) && proof.length <= MAX_HASHES, 'a witness request that can be parsed')
  return `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${checkpointNote}`
}

/** Throws a LiuhenError `witnessRequestMalformed` when the part before the checkpoint does not have the form above. */
export function parseWitnessRequest(body: string): WitnessRequest {
  const blankLine = body.indexOf('\n\n')
  if (blankLine < 0) throw malformed('no blank line before the checkpoint')
  const [first = '', ...lines] = body.slice(0, blankLine).split('\n')
  const oldSize = parseDecimal(/^old (.+)$/.exec(first)?.[1] ?? '')
  if (oldSize === undefined) throw malformed('the first line is not «old size»')
  if (lines.length > MAX_HASHES) throw malformed(`more than ${MAX_HASHES} hashes`)
  return { oldSize, proof: lines.map(hashIn), checkpointNote: body.slice(blankLine + 2) }
}

function hashIn(line: string): Uint8Array {
  let hash: Uint8Array
  try {
    hash = fromBase64(line)
  } catch (cause) {
    throw malformed('a line is not base64', cause)
  }
  if (hash.length !== HASH_LENGTH) throw malformed('a hash does not have 32 bytes')
  return hash
}

const malformed = (problem: string, cause?: unknown): LiuhenError =>
  new LiuhenError('witnessRequestMalformed', `Witness request: ${problem}`, { cause })
