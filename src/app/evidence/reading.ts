/** Evidence on its way out: byte-identical to what came in, whole or by range (R22). */
import { open } from 'node:fs/promises'
import type { EvidenceItem } from '../../domain/inquiry-record/content.ts'
import { fromBase64 } from '../../kit/bytes.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { openRange } from '../../vault/evidence.ts'
import type { AppContext } from '../context.ts'
import { sealedPath } from './places.ts'

/**
 * The bytes from `start` to `end`, both included, opened chunk by chunk. Throws `evidenceMissing` before the first byte when the sealed
 * file is gone, and `sealBroken` at the chunk that was changed.
 */
export async function* readEvidence(
  context: AppContext,
  item: EvidenceItem,
  start = 0,
  end = item.size - 1,
): AsyncGenerator<Uint8Array> {
  const file = await open(sealedPath(context, item.sealedName), 'r').catch((cause: unknown) => {
    throw new LiuhenError('evidenceMissing', 'an evidence file is missing from the evidence folder', { cause })
  })
  try {
    const readSealed = async (offset: number, length: number): Promise<Uint8Array> => {
      const bytes = new Uint8Array(length)
      const { bytesRead } = await file.read(bytes, 0, length, offset)
      return bytes.subarray(0, bytesRead)
    }
    yield* openRange(readSealed, { key: fromBase64(item.key), fileId: item.id, plainLength: item.size }, start, end)
  } finally {
    await file.close()
  }
}
