/**
 * Whether the register answers and is whole at its head: for the load balancer and the operator's page, in milliseconds. The full
 * comparison of everything is `liuhen check`.
 */
import { equalBytes } from '../kit/bytes.ts'
import { invariant } from '../kit/invariant.ts'
import type { Store, TrailHead, TrailName } from '../store/store.ts'
import { parseCheckpoint } from '../trail/checkpoint.ts'
import { frontierAt, rootOfFrontier } from '../trail/merkle.ts'
import { checkNote, parseNote } from '../trail/note.ts'
import { tileHashReader, tilePath } from '../trail/tiles.ts'
import { parseVkey } from '../trail/verifier-key.ts'
import { trailFile } from './trail-files.ts'

export type HeadHealth =
  | { readonly ok: true; readonly size: number }
  | { readonly ok: false; readonly problem: 'rootDiffers' | 'checkpointDiffers' | 'checkpointUnsigned' }

/** Computes the head's root again from the stored hashes, and checks the checkpoint over it. Throws what the store throws. */
export async function headHealth(store: Store, trail: TrailName, vkey: string): Promise<HeadHealth> {
  const head = await store.head(trail)
  const frontier = await frontierAt(
    head.size,
    tileHashReader(head.size, async (tile) => {
      const file = await trailFile(store, trail, tilePath(tile))
      invariant(file, `${tilePath(tile)} is in a tree of ${head.size}`)
      return file.bytes
    }),
  )
  if (!equalBytes(rootOfFrontier(frontier), head.root)) return { ok: false, problem: 'rootDiffers' }
  return checkpointHealth(head, vkey)
}

function checkpointHealth({ size, root, checkpoint }: TrailHead, vkey: string): HeadHealth {
  const verdict = checkNote(parseNote(checkpoint), [parseVkey(vkey)])
  if (!verdict.ok) return { ok: false, problem: 'checkpointUnsigned' }
  const signed = parseCheckpoint(verdict.text)
  return signed.treeSize === size && equalBytes(signed.root, root)
    ? { ok: true, size }
    : { ok: false, problem: 'checkpointDiffers' }
}
