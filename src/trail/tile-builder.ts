/**
 * Builds the tiles of a tree from its leaf hashes, in order, holding only the right edge: one unfinished tile a level.
 *
 *     level 1   [r0 r1 .. .. ]        r0: root of the full tile 0 of level 0
 *     level 0   [l512 l513 .. ]       after 514 leaves; tiles 0 and 1 have been handed out
 */
import { invariant } from '../kit/invariant.ts'
import { emptyRoot, HASH_LENGTH } from './merkle.ts'
import { rootOfHashes, TILE_WIDTH, type TileAddress } from './tiles.ts'

export interface BuiltTile {
  readonly address: TileAddress
  /** The hashes, joined: 32 bytes for each of the tile's width. */
  readonly hashes: Uint8Array
}

/** `root` is the tile's own root: the hash that it contributes to the level above. */
export interface FullTile extends BuiltTile {
  readonly root: Uint8Array
}

interface Level {
  hashes: Uint8Array
  tileIndex: number
  count: number
}

export class TileBuilder {
  readonly #levels: Level[] = []
  readonly #onFull: (tile: FullTile) => void

  /** `onFull` is told of every full tile, a lower level before the one above. */
  constructor(onFull: (tile: FullTile) => void) {
    this.#onFull = onFull
  }

  add(leaf: Uint8Array): void {
    this.#put(0, leaf)
  }

  /** The root of the tree over all leaves so far. */
  root(): Uint8Array {
    let below: Uint8Array | undefined
    for (const { hashes, count } of this.#levels) {
      // The incomplete rest of the levels below stands right of this level's complete hashes.
      const row = new Uint8Array((count + (below ? 1 : 0)) * HASH_LENGTH)
      row.set(hashes.subarray(0, count * HASH_LENGTH))
      if (below) row.set(below, count * HASH_LENGTH)
      if (row.length > 0) below = rootOfHashes(row)
    }
    return below ?? emptyRoot()
  }

  /** The unfinished tiles, lowest level first. A level that ends with a full tile has none. */
  partialTiles(): BuiltTile[] {
    return this.#levels.flatMap(({ hashes, tileIndex, count }, level) =>
      count === 0
        ? []
        : [{ address: { level, index: tileIndex, width: count }, hashes: hashes.slice(0, count * HASH_LENGTH) }],
    )
  }

  #put(level: number, hash: Uint8Array): void {
    const row = (this.#levels[level] ??= { hashes: new Uint8Array(TILE_WIDTH * HASH_LENGTH), tileIndex: 0, count: 0 })
    invariant(hash.length === HASH_LENGTH, 'a tile holds hashes')
    row.hashes.set(hash, row.count * HASH_LENGTH)
    row.count += 1
    if (row.count < TILE_WIDTH) return
    const root = rootOfHashes(row.hashes)
    this.#onFull({ address: { level, index: row.tileIndex, width: TILE_WIDTH }, hashes: row.hashes, root })
    // The full tile was given away: a new row, so that whoever has it may keep it.
    row.hashes = new Uint8Array(TILE_WIDTH * HASH_LENGTH)
    row.tileIndex += 1
    row.count = 0
    this.#put(level + 1, root)
  }
}
