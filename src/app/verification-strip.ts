/**
 * What stands at the foot of every paper: the newest checkpoint, so that a sheet in somebody's drawer is one more witness of the trail; on a paper
 * about a record its place in the trail as well. A recovery sheet has none: it is printed before there is a trail.
 */
import type { VerificationStrip } from '../documents/verification-strip.ts'
import { toBase64, toHex } from '../kit/bytes.ts'
import { invariant } from '../kit/invariant.ts'
import type { AppContext } from './context.ts'
import type { OpenedRecord } from './inquiries/opening.ts'

/** Groups of four of the registration's leaf hash: what the check page shows for the proof file. */
export const checkCodeOf = (leafHash: Uint8Array): string =>
  (toHex(leafHash.subarray(0, 16)).toUpperCase().match(/.{4}/g) ?? []).join('-')

/** How long the register's trail is, and its root hash, at this moment. */
async function newestCheckpoint({ store }: AppContext): Promise<string> {
  const head = await store.head('register')
  return `检查点 ${head.size}　${toBase64(head.root)}`
}

/** For a paper about a record. */
export async function verificationStrip(
  context: AppContext,
  { leafIndex, record }: OpenedRecord,
): Promise<VerificationStrip> {
  const [leaf] = await context.store.leafHashes('register', leafIndex, 1)
  invariant(leaf, 'the registration is in the trail')
  return {
    url: `${context.address}/check`,
    checkCode: checkCodeOf(leaf),
    lines: [
      `登记编号 ${record.registerNumber}　第 ${leafIndex} 项`,
      await newestCheckpoint(context),
      '持登记证明文件，可在“核验”页面或者用第三方工具核对',
    ],
  }
}

/** For a paper about no record in particular. */
export const checkpointStrip = async (context: AppContext): Promise<VerificationStrip> => ({
  url: `${context.address}/trail/checkpoint`,
  lines: [await newestCheckpoint(context), '印制时专库留痕链的条数与根值，可与此后公布的检查点核对'],
})
