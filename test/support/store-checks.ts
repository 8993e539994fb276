/** What tests of the store look at again and again. */
import { parseCheckpoint, type Checkpoint } from '../../src/trail/checkpoint.ts'
import { parseNote } from '../../src/trail/note.ts'
import { TileBuilder } from '../../src/trail/tile-builder.ts'
import type { AppendResult, Store, TrailName } from '../../src/store/store.ts'
import { testTrailWork } from './trail-work.ts'

export const checkpointOf = (note: string): Checkpoint => parseCheckpoint(parseNote(note).text)

export function appended(result: AppendResult): Extract<AppendResult, { kind: 'appended' }> {
  if (result.kind !== 'appended') throw new Error(`expected an append, found ${result.kind}`)
  return result
}

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** The full tiles and the root that the stored leaves must give, computed from scratch. */
export async function fromScratch(store: Store, trail: TrailName = 'register') {
  const { size } = await store.head(trail)
  const tiles = new Map<string, Uint8Array>()
  const builder = new TileBuilder(({ address, hashes }) => tiles.set(`${address.level}/${address.index}`, hashes))
  for (const entry of await store.leaves(trail, 0, size)) builder.add(testTrailWork.leafHash(entry))
  return { size, root: builder.root(), tiles }
}
