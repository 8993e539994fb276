/**
 * A cosignature: a witness's statement that, at a time, a checkpoint was the largest consistent one it had seen.
 *
 *     cosignature/v1
 *     time 1800000000
 *     liuhen.example/demo
 *     5
 *     +hQ5zrlGYXyoNBE7MRq82UNUUaaywd1N2w+z4fD2Tmw=
 *
 * That is the signed message: two lines before the whole text of the checkpoint. The signature line carries
 * `u64 seconds || 64 bytes Ed25519`. Format: C2SP tlog-cosignature, type 04; see docs/formats/checkpoint.md.
 * When a witness may sign at all (R26: never a shrinking tree) is decided where its memory is, not here.
 */
import { checkEd25519 } from '#primitives'
import { concat, utf8 } from '../kit/bytes.ts'
import { invariant } from '../kit/invariant.ts'
import type { VerifierKey } from './verifier-key.ts'

const TIME_LENGTH = 8
const SIGNATURE_LENGTH = 64

export interface Cosignature {
  /** Whole seconds since 1970, as the witness's clock had it. */
  readonly posixSeconds: number
  readonly signature: Uint8Array
}

export const cosignatureMessage = (checkpointText: string, posixSeconds: number): Uint8Array =>
  utf8(`cosignature/v1\ntime ${posixSeconds}\n${checkpointText}`)

/** Signs with a witness's key. What comes back stands in a signature line after the key ID. */
export function cosign(
  checkpointText: string,
  posixSeconds: number,
  sign: (message: Uint8Array) => Uint8Array,
): Uint8Array {
  invariant(isCosigningTime(posixSeconds), 'a cosignature has a time in whole seconds')
  return printCosignature({ posixSeconds, signature: sign(cosignatureMessage(checkpointText, posixSeconds)) })
}

export function printCosignature({ posixSeconds, signature }: Cosignature): Uint8Array {
  const time = new Uint8Array(TIME_LENGTH)
  new DataView(time.buffer).setBigUint64(0, BigInt(posixSeconds))
  return concat(time, signature)
}

/** Undefined when the length is wrong, or the time is zero or beyond an exact number: then nothing was stated. */
export function readCosignature(payload: Uint8Array): Cosignature | undefined {
  if (payload.length !== TIME_LENGTH + SIGNATURE_LENGTH) return undefined
  const posixSeconds = Number(new DataView(payload.buffer, payload.byteOffset, TIME_LENGTH).getBigUint64(0))
  return isCosigningTime(posixSeconds) ? { posixSeconds, signature: payload.slice(TIME_LENGTH) } : undefined
}

/** The cosignature that the payload carries, when it holds for this text and key; undefined otherwise. */
export function openCosignature(
  key: VerifierKey,
  checkpointText: string,
  payload: Uint8Array,
): Cosignature | undefined {
  const cosignature = readCosignature(payload)
  if (!cosignature) return undefined
  const message = cosignatureMessage(checkpointText, cosignature.posixSeconds)
  return checkEd25519(key.publicKey, message, cosignature.signature) ? cosignature : undefined
}

const isCosigningTime = (seconds: number): boolean => Number.isSafeInteger(seconds) && seconds > 0
