/** Reading goes on while the disk is full. */
import { LiuhenError } from '../kit/liuhen-error.ts'

/**
 * For what is kept only to be faster next time, or to count idle minutes: a disk without room does not stop the reader. Everything else that
 * fails is thrown on.
 */
export async function unlessDiskIsFull(keep: () => Promise<unknown>): Promise<void> {
  try {
    await keep()
  } catch (error) {
    if (!(error instanceof LiuhenError && error.code === 'diskFull')) throw error
  }
}
