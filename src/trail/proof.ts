/**
 * A proof: what a recorder takes home, to show years later that an entry was in the trail, without asking us.
 *
 *     c2sp.org/tlog-proof@v1
 *     index 2
 *     sD/kkYo3YMErK38O1RzcvmYxjCViF8QnTW3hO1FzM7M=
 *     PqP4QjzxKxOY1um0aBFONo/Oq4a1O8xXrbKaFWTAIm0=
 *     KCSnzNosqnIMhcn7oei1tzXuz9sDh45Pjf5sNiUDC8Q=
 *
 *     liuhen.example/demo
 *     5
 *     +hQ5zrlGYXyoNBE7MRq82UNUUaaywd1N2w+z4fD2Tmw=
 *
 *     — liuhen.example/demo KvqKj26eh6p6GRfrE8+IqnxSd+ZO…
 *
 * Format: C2SP tlog-proof; docs/formats/proof.md. The same code checks on the server and in the browser (R26).
 */
import { fromBase64, toBase64 } from '../kit/bytes.ts'
import { invariant } from '../kit/invariant.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts'
import { isCount, parseDecimal } from './decimal.ts'
import { checkInclusion, HASH_LENGTH, leafHash } from './merkle.ts'
import { checkNote, parseNote, type CheckedSignature } from './note.ts'
import { isLogKey, parseVkey } from './verifier-key.ts'
import { attempt, fails, holds, type Verdict } from './verdict.ts'

const FIRST_LINE = 'c2sp.org/tlog-proof@v1'
/** No tree that fits our numbers has a longer path. */
const MAX_HASHES = 53
const MAX_EXTRA_LENGTH = 0xffff

export interface Proof {
  /** Anything that helps to find the entry again. Nobody signed it: show it, and believe nothing of it. */
  readonly extra?: Uint8Array
  readonly leafIndex: number
  /** Sibling hashes from the leaf upwards. */
  readonly hashes: readonly Uint8Array[]
  /** The checkpoint with all its signature lines, verbatim. */
  readonly checkpointNote: string
}

export function printProof({ extra, leafIndex, hashes, checkpointNote }: Proof): string {
  invariant(isCount(leafIndex) && hashes.length <= MAX_HASHES, 'a proof that can be parsed')
  invariant(extra === undefined || extra.length <= MAX_EXTRA_LENGTH, 'the extra line is short')
  const extraLine = extra ? `extra ${toBase64(extra)}\n` : ''
  const hashLines = hashes.map((hash) => `${toBase64(hash)}\n`).join('')
  return `${FIRST_LINE}\n${extraLine}index ${leafIndex}\n${hashLines}\n${checkpointNote}`
}

/** Throws a LiuhenError `proofMalformed` when the part before the checkpoint does not have the form above. */
export function parseProof(proof: string): Proof {
  const blankLine = proof.indexOf('\n\n')
  if (blankLine < 0) throw malformed('no blank line before the checkpoint')
  const [first, ...lines] = proof.slice(0, blankLine).split('\n')
  if (first !== FIRST_LINE) throw malformed(`the first line is not ${FIRST_LINE}`)
  const extra = lines[0]?.startsWith('extra ') ? decode(lines.shift()?.slice('extra '.length) ?? '') : undefined
  if (extra && extra.length > MAX_EXTRA_LENGTH) throw malformed('the extra line is too long')
  const leafIndex = parseDecimal(/^index (.+)$/.exec(lines.shift() ?? '')?.[1] ?? '')
  if (leafIndex === undefined) throw malformed('the index is missing, not decimal, or 2^53 or more')
  if (lines.length > MAX_HASHES) throw malformed(`more than ${MAX_HASHES} hashes`)
  const hashes = lines.map(decode)
  if (hashes.some(({ length }) => length !== HASH_LENGTH)) throw malformed('a hash does not have 32 bytes')
  return { ...(extra && { extra }), leafIndex, hashes, checkpointNote: proof.slice(blankLine + 2) }
}

export interface ProvenEntry {
  readonly leafIndex: number
  readonly checkpoint: Checkpoint
  /** By each of these moments, in whole seconds since 1970, the entry existed: a witness says so. */
  readonly cosignatures: readonly { readonly name: string; readonly posixSeconds: number }[]
}

/**
 * Checks that the trail, under a log key among the vkeys, holds exactly these bytes.
 *
 * Two kinds of keys may be given: the log's own (type 01 or 06, named as the checkpoint's origin), which must have signed, and
 * those of witnesses (type 04 or 06), whose statements are listed and which none must have made: how many are asked for is
 * the caller's policy. A failed verdict names the first thing that is wrong.
 */
export function checkProof(
  entry: Uint8Array,
  proofText: string,
  trustedVkeys: readonly string[],
): Verdict<ProvenEntry> {
  const keys = attempt('keyMalformed', () => trustedVkeys.map(parseVkey))
  if (!keys.ok) return keys
  const proof = attempt('proofMalformed', () => parseProof(proofText))
  if (!proof.ok) return proof
  const note = attempt('noteMalformed', () => parseNote(proof.value.checkpointNote))
  if (!note.ok) return note
  const signed = checkNote(note.value, keys.value)
  if (!signed.ok) return signed
  const checkpoint = attempt('checkpointMalformed', () => parseCheckpoint(signed.text))
  if (!checkpoint.ok) return checkpoint

  const { origin, treeSize, root } = checkpoint.value
  // A key may speak for the log of its own name only; a witness's signature does not stand in for the log's.
  if (!signed.signedBy.some(({ key }) => isLogKey(key, origin))) return fails({ code: 'logSignatureMissing', origin })
  const { leafIndex, hashes } = proof.value
  const inclusion = checkInclusion({ leafIndex, treeSize, leaf: leafHash(entry), proof: hashes, root })
  if (!inclusion.ok) return inclusion
  return holds({ leafIndex, checkpoint: checkpoint.value, cosignatures: cosignaturesIn(signed.signedBy, origin) })
}

/** What witnesses said; the log's own dated line is no witness's. */
export const cosignaturesIn = (
  signedBy: readonly CheckedSignature[],
  origin: string,
): { readonly name: string; readonly posixSeconds: number }[] =>
  signedBy.flatMap(({ key, cosignedAt }) =>
    cosignedAt === undefined || isLogKey(key, origin) ? [] : [{ name: key.name, posixSeconds: cosignedAt }],
  )

function decode(encoded: string): Uint8Array {
  try {
    return fromBase64(encoded)
  } catch (cause) {
    throw malformed('a line is not base64', cause)
  }
}

const malformed = (problem: string, cause?: unknown): LiuhenError =>
  new LiuhenError('proofMalformed', `Proof: ${problem}`, { cause })
