/**
 * A cosignature: a witness's statement that, at a time, a checkpoint was the largest consistent one it had seen.
 *
 *     cosignature/v1
 *     time 1800000000
 *     liuhen.example/demo
 *     5
 *     +hQ5zrlGYXyoNBE7MRq82UNUUaaywd1N2w+z4fD2Tmw=
 *
 * That is the signed message of type 04 (Ed25519): two lines before the whole text of the checkpoint. Type 06 (ML-DSA-44)
 * signs the same facts as bytes, with the name of the signer:
 *
 *     "subtree/v1\n\0" || u8 length || name || u64 seconds || u8 length || origin || u64 0 || u64 size || root
 *
 * The signature line carries `u64 seconds || signature`. Format: C2SP tlog-cosignature; see docs/formats/witness.md.
 * When a witness may sign at all (R26: never a shrinking tree) is decided where its memory is, not here.
 */
import { checkEd25519, checkMlDsa44 } from '#primitives'
import { concat, utf8 } from '../kit/bytes.ts'
import { invariant } from '../kit/invariant.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { COSIGNER_KEY_TYPE, isLogKey, LOG_KEY_TYPE, ML_DSA_KEY_TYPE, type VerifierKey } from './verifier-key.ts'

const TIME_LENGTH = 8
const SIGNATURE_LENGTHS: ReadonlyMap<number, number> = new Map([
  [COSIGNER_KEY_TYPE, 64],
  [ML_DSA_KEY_TYPE, 2420],
])

export interface Cosignature {
  /** Whole seconds since 1970, as the witness's clock had it. 0 only from a log itself: it says nothing about time. */
  readonly posixSeconds: number
  readonly signature: Uint8Array
}

/** What a key of type 04 or 06 signs. Throws a LiuhenError `checkpointMalformed` for type 06 when the text is no checkpoint. */
export function cosignatureMessage(key: VerifierKey, checkpointText: string, posixSeconds: number): Uint8Array {
  if (key.type !== ML_DSA_KEY_TYPE) return utf8(`cosignature/v1\ntime ${posixSeconds}\n${checkpointText}`)
  const { origin, treeSize, root } = parseCheckpoint(checkpointText)
  return concat(
    utf8('subtree/v1\n\0'),
    shortText(key.name),
    u64(posixSeconds),
    shortText(origin),
    u64(0),
    u64(treeSize),
    root,
  )
}

/** Signs with a witness's key. What comes back stands in a signature line after the key ID. */
export function cosign(
  key: VerifierKey,
  checkpointText: string,
  posixSeconds: number,
  sign: (message: Uint8Array) => Uint8Array,
): Uint8Array {
  invariant(isTimeOf(key, checkpointText, posixSeconds), 'a cosignature has a time in whole seconds')
  return printCosignature({ posixSeconds, signature: sign(cosignatureMessage(key, checkpointText, posixSeconds)) })
}

export const printCosignature = ({ posixSeconds, signature }: Cosignature): Uint8Array =>
  concat(u64(posixSeconds), signature)

/** Undefined when the length is not one of a cosignature, or the time is beyond an exact number. */
export function readCosignature(type: number, payload: Uint8Array): Cosignature | undefined {
  const length = SIGNATURE_LENGTHS.get(type)
  if (length === undefined || payload.length !== TIME_LENGTH + length) return undefined
  const posixSeconds = Number(new DataView(payload.buffer, payload.byteOffset, TIME_LENGTH).getBigUint64(0))
  return Number.isSafeInteger(posixSeconds) ? { posixSeconds, signature: payload.slice(TIME_LENGTH) } : undefined
}

/** The cosignature that the payload carries, when it holds for this text and key; undefined otherwise. */
export function openCosignature(
  key: VerifierKey,
  checkpointText: string,
  payload: Uint8Array,
): Cosignature | undefined {
  const cosignature = readCosignature(key.type, payload)
  if (!cosignature || !isTimeOf(key, checkpointText, cosignature.posixSeconds)) return undefined
  const message = messageIfCheckpoint(key, checkpointText, cosignature.posixSeconds)
  if (!message) return undefined
  const check = key.type === ML_DSA_KEY_TYPE ? checkMlDsa44 : checkEd25519
  return check(key.publicKey, message, cosignature.signature) ? cosignature : undefined
}

function messageIfCheckpoint(key: VerifierKey, checkpointText: string, posixSeconds: number): Uint8Array | undefined {
  try {
    return cosignatureMessage(key, checkpointText, posixSeconds)
  } catch (error) {
    if (error instanceof LiuhenError) return undefined
    throw error
  }
}

/** Time 0 states nothing: a witness always says when; a log that signs its own head need not. */
function isTimeOf(key: VerifierKey, checkpointText: string, seconds: number): boolean {
  if (!Number.isSafeInteger(seconds) || seconds < 0) return false
  const origin = checkpointText.slice(0, checkpointText.indexOf('\n'))
  return seconds > 0 || (key.type !== LOG_KEY_TYPE && isLogKey(key, origin))
}

function u64(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value))
  return bytes
}

/** A length byte and the text. A name of more than 255 bytes cannot be signed so, and no checkpoint under it is valid. */
function shortText(text: string): Uint8Array {
  const bytes = utf8(text)
  if (bytes.length > 0xff) throw new LiuhenError('checkpointMalformed', 'Checkpoint: a name is longer than 255 bytes')
  return concat(Uint8Array.of(bytes.length), bytes)
}
