/** Sealed sizes step up, so that a length tells little about what it holds. */
import { u32be, concat } from '../kit/bytes.ts'
import { invariant } from '../kit/invariant.ts'

const STEPS = [1024, 4096, 16_384, 65_536] as const
const LARGE_STEP = 65_536

/** The padded length for `length` bytes: 1, 4, 16, 64 KiB, then multiples of 64 KiB. */
export const stepFor = (length: number): number =>
  STEPS.find((step) => length <= step) ?? Math.ceil(length / LARGE_STEP) * LARGE_STEP

/** Length, bytes, zeros up to `size`. */
export function pad(bytes: Uint8Array, size = stepFor(bytes.length + 4)): Uint8Array {
  invariant(bytes.length + 4 <= size, 'the padded size has room')
  return concat(u32be(bytes.length), bytes, new Uint8Array(size - 4 - bytes.length))
}

/** Null when the stated length does not fit: whoever calls knows what was broken. */
export function unpad(padded: Uint8Array): Uint8Array | null {
  if (padded.length < 4) return null
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0)
  return length <= padded.length - 4 ? padded.subarray(4, 4 + length) : null
}
