/**
 * The trail as outsiders fetch it: tiles, entry bundles, proofs. Full tiles are stored; a partial one is cut from what is there.
 * Whoever reads them checks against the signed root (ledger formats, C2SP tlog-tiles).
 */
import { concat } from '../kit/bytes.ts'
import { invariant } from '../kit/invariant.ts'
import type { Store, TrailName } from '../store/store.ts'
import type { AppContext } from './context.ts'
import { consistencyProof, frontierAt, inclusionProof, rootOfFrontier, type HashReader } from '../trail/merkle.ts'
import { printProof } from '../trail/proof.ts'
import { TILE_WIDTH, type TileAddress, joinBundle, parseTilePath, tileAt, tileHashReader } from '../trail/tiles.ts'

/** A tile's or bundle's bytes, for any width that a published checkpoint had. */
async function tileBytes(store: Store, trail: TrailName, { level, index, width }: TileAddress): Promise<Uint8Array> {
  if (level === 'entries') return joinBundle(await store.leaves(trail, index * TILE_WIDTH, width))
  const stored = await store.fullTile(trail, level, index)
  if (stored) return stored.subarray(0, width * 32)
  if (level === 0) return concat(...(await store.leafHashes(trail, index * TILE_WIDTH, width)))
  // Above level 0 each is the root of one full tile below, as the next full tile of this level will take it.
  const roots = await store.tileHashes(trail, level, index * TILE_WIDTH, width)
  invariant(roots.length === width, `tile ${level}/${index} has ${width} full tiles below`)
  return concat(...roots)
}

/** The file at `path` (`tile/…`), or null when the tree has no such tile or the path is not exactly one. */
export async function trailFile(
  store: Store,
  trail: TrailName,
  path: string,
): Promise<{ bytes: Uint8Array; full: boolean } | null> {
  const asked = parseTilePath(path)
  if (!asked) return null
  const { size } = await store.head(trail)
  const there = tileAt(asked.level, asked.index, size)
  if (!there || there.width < asked.width) return null
  return { bytes: await tileBytes(store, trail, asked), full: asked.width === TILE_WIDTH }
}

const readerOf = (store: Store, trail: TrailName, size: number): HashReader =>
  tileHashReader(size, (tile) => tileBytes(store, trail, tile))

/** The root that the trail had at `size`, computed again from the stored hashes of the tree of `treeSize`. */
export const rootAt = async (store: Store, trail: TrailName, size: number, treeSize: number): Promise<Uint8Array> =>
  rootOfFrontier(await frontierAt(size, readerOf(store, trail, treeSize)))

/** What shows a witness that the trail at `treeSize` extends itself at `oldSize`. */
export const consistencyOf = (
  store: Store,
  trail: TrailName,
  oldSize: number,
  treeSize: number,
): Promise<Uint8Array[]> => consistencyProof(oldSize, treeSize, readerOf(store, trail, treeSize))

/** The newest checkpoint that a witness cosigned, with its lines; the newest of all as long as none has. */
export async function cosignedCheckpoint(store: Store, trail: TrailName): Promise<string> {
  const cosigned = await store.newestCosigned(trail)
  return cosigned ? cosigned.note + cosigned.lines.join('') : (await store.head(trail)).checkpoint
}

/** The newest checkpoint, with what witnesses said of just this one. */
export async function headCheckpoint(store: Store, trail: TrailName): Promise<string> {
  const { size, checkpoint } = await store.head(trail)
  return checkpoint + (await store.cosignatures(trail, size)).join('')
}

/**
 * The proof that the entry at `leafIndex` is in the trail, against the newest checkpoint that witnesses cosigned, or the newest of
 * all while none that holds the entry has been. The entry itself rides in the `extra` line, so that one file is enough to check.
 */
export async function proofOfLeaf(
  { store, crossSigning }: Pick<AppContext, 'store' | 'crossSigning'>,
  trail: TrailName,
  leafIndex: number,
): Promise<string> {
  const cosigned = await store.newestCosigned(trail)
  if (cosigned && cosigned.size > leafIndex) {
    const note = crossSigning.sign(trail, cosigned.note + cosigned.lines.join(''))
    return proofAt(store, trail, leafIndex, cosigned.size, note)
  }
  const { size, checkpoint } = await store.head(trail)
  return proofAt(store, trail, leafIndex, size, crossSigning.sign(trail, checkpoint))
}

/** The same against the newest checkpoint with its first signature only: short enough for a QR code. */
export async function shortProofOfLeaf(store: Store, trail: TrailName, leafIndex: number): Promise<string> {
  const { size, checkpoint } = await store.head(trail)
  return proofAt(store, trail, leafIndex, size, checkpoint)
}

async function proofAt(
  store: Store,
  trail: TrailName,
  leafIndex: number,
  size: number,
  checkpointNote: string,
): Promise<string> {
  const [entry] = await store.leaves(trail, leafIndex, 1)
  invariant(entry, `leaf ${leafIndex} exists`)
  const hashes = await inclusionProof(leafIndex, size, readerOf(store, trail, size))
  return printProof({ extra: entry, leafIndex, hashes, checkpointNote })
}
