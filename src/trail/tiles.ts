/**
 * Tiles: the hashes of the tree and the entries under it, as files that never change.
 *
 *     tile/0/273.p/112       level 0, tile 273, of which the first 112 hashes exist
 *     tile/1/000             level 1: each hash is the root of one full tile of level 0
 *     tile/entries/x001/000  the entries under tile/0/x001/000
 *
 * A full tile has 256 hashes, that is 8 levels of the tree; only its lowest level is stored. A partial tile never feeds
 * the level above. Format: docs/formats/tiles.md. Reading, keeping and serving files is for others.
 */
import { sha256 } from '#primitives'
import { concat } from '../kit/bytes.ts'
import { invariant } from '../kit/invariant.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { isCount } from './decimal.ts'
import { HASH_LENGTH, type HashReader, type NodeAddress } from './merkle.ts'

export const TILE_WIDTH = 256
const TILE_HEIGHT = 8
const MAX_LEVEL = 63
export const MAX_ENTRY_LENGTH = 0xffff

export interface TileAddress {
  readonly level: number | 'entries'
  readonly index: number
  /** How many hashes or entries the tile has: 256 when full. */
  readonly width: number
}

export function tilePath({ level, index, width }: TileAddress): string {
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').replaceAll(/...(?=.)/g, 'x$&/')
  const suffix = width === TILE_WIDTH ? '' : `.p/${width}`
  return `tile/${level}/${groups}${suffix}`
}

/** Undefined for any text that `tilePath` would not have written: whoever serves tiles answers «not found». */
export function parseTilePath(path: string): TileAddress | undefined {
  const parts = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/.exec(path)
  if (!parts) return undefined
  const [, level = '', groups = '', width] = parts
  const address: TileAddress = {
    level: level === 'entries' ? level : Number(level),
    index: Number(groups.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  }
  const exists = address.level === 'entries' || address.level <= MAX_LEVEL
  // Printing again refuses leading zeros, surplus groups, and a width of 0 or 256, in one comparison.
  return exists && isCount(address.index) && address.width > 0 && tilePath(address) === path ? address : undefined
}

/** How many hashes level `level` has in all in a tree of this size: floor(size / 256^level). */
export function hashCount(level: TileAddress['level'], treeSize: number): number {
  let count = treeSize
  for (let below = level === 'entries' ? 0 : level; below > 0; below -= 1) count = Math.floor(count / TILE_WIDTH)
  return count
}

/** The tile as it is in a tree of this size; undefined when the tree has no such tile. */
export function tileAt(level: TileAddress['level'], index: number, treeSize: number): TileAddress | undefined {
  const width = Math.min(TILE_WIDTH, hashCount(level, treeSize) - index * TILE_WIDTH)
  return width > 0 ? { level, index, width } : undefined
}

/**
 * The tiles to write before a checkpoint of `treeSize` is published, when those of `oldSize` are written already.
 * From size 0: all tiles of the tree. Entry bundles first, then level by level; never an empty tile.
 */
export function* tilesOf(treeSize: number, oldSize = 0): Generator<TileAddress> {
  invariant(isCount(treeSize) && isCount(oldSize) && oldSize <= treeSize, 'a trail only grows')
  yield* tilesOfLevel('entries', treeSize, oldSize)
  for (let level = 0; hashCount(level, treeSize) > 0; level += 1) yield* tilesOfLevel(level, treeSize, oldSize)
}

function* tilesOfLevel(level: TileAddress['level'], treeSize: number, oldSize: number): Generator<TileAddress> {
  const oldCount = hashCount(level, oldSize)
  if (hashCount(level, treeSize) === oldCount) return
  for (let index = Math.floor(oldCount / TILE_WIDTH); ; index += 1) {
    const tile = tileAt(level, index, treeSize)
    if (!tile) return
    yield tile
  }
}

/**
 * Reads complete nodes from the tiles of a tree of this size, each tile once per call.
 *
 * `readTile` answers the bytes of the tile asked for, or of the same tile when it had grown fuller, which is cut. Too few
 * bytes are a LiuhenError `tileMalformed`. Tiles are not trusted by this: whoever gets a proof from them checks the
 * finished proof against a signed root.
 */
export function tileHashReader(
  treeSize: number,
  readTile: (tile: TileAddress) => Promise<Uint8Array> | Uint8Array,
): HashReader {
  return {
    async readHashes(nodes) {
      const places = nodes.map((node) => placeOf(node, treeSize))
      const paths = new Map(places.map(({ tile }) => [tilePath(tile), tile]))
      const tiles = new Map<string, Uint8Array>()
      for (const [path, tile] of paths) tiles.set(path, cutTile(tile, await readTile(tile)))
      return places.map(({ tile, from, to }) => {
        const hashes = tiles.get(tilePath(tile))
        invariant(hashes, 'every tile that was asked for was read')
        return rootOfHashes(hashes.subarray(from * HASH_LENGTH, to * HASH_LENGTH))
      })
    },
  }
}

/** Which hashes of which tile a node is the root of. */
function placeOf({ level, index }: NodeAddress, treeSize: number): { tile: TileAddress; from: number; to: number } {
  const tileLevel = Math.floor(level / TILE_HEIGHT)
  const count = 2 ** (level % TILE_HEIGHT)
  const first = index * count
  const tile = tileAt(tileLevel, Math.floor(first / TILE_WIDTH), treeSize)
  const from = first % TILE_WIDTH
  invariant(tile && from + count <= tile.width, 'the node is complete in a tree of this size')
  return { tile, from, to: from + count }
}

/** The hashes of a tile out of the stored bytes. Throws a LiuhenError `tileMalformed` when they are too few or uneven. */
export function cutTile(tile: TileAddress, stored: Uint8Array): Uint8Array {
  const length = tile.width * HASH_LENGTH
  if (stored.length % HASH_LENGTH !== 0 || stored.length < length || stored.length > TILE_WIDTH * HASH_LENGTH)
    throw new LiuhenError('tileMalformed', `${tilePath(tile)} should have ${length} bytes and has ${stored.length}`)
  return stored.subarray(0, length)
}

/** The root over joined hashes: neighbours are paired level by level, an odd last one is carried up unchanged. */
export function rootOfHashes(joined: Uint8Array): Uint8Array {
  invariant(joined.length > 0 && joined.length % HASH_LENGTH === 0, 'one or more whole hashes')
  const hashes = Uint8Array.from(joined)
  const preimage = new Uint8Array(1 + 2 * HASH_LENGTH)
  preimage[0] = 1
  let count = joined.length / HASH_LENGTH
  while (count > 1) {
    const pairs = Math.floor(count / 2)
    for (let pair = 0; pair < pairs; pair += 1) {
      preimage.set(hashes.subarray(pair * 2 * HASH_LENGTH, (pair + 1) * 2 * HASH_LENGTH), 1)
      hashes.set(sha256(preimage), pair * HASH_LENGTH)
    }
    if (count % 2 === 1) hashes.copyWithin(pairs * HASH_LENGTH, (count - 1) * HASH_LENGTH, count * HASH_LENGTH)
    count = pairs + (count % 2)
  }
  return hashes.slice(0, HASH_LENGTH)
}

/** Joins entries to a bundle: for each a length of two bytes, then its bytes. */
export function joinBundle(entries: readonly Uint8Array[]): Uint8Array {
  invariant(entries.length <= TILE_WIDTH, 'a bundle has at most 256 entries')
  return concat(...entries.flatMap((entry) => [lengthPrefix(entry.length), entry]))
}

function lengthPrefix(length: number): Uint8Array {
  invariant(length <= MAX_ENTRY_LENGTH, 'an entry has at most 65,535 bytes')
  return Uint8Array.of(length >> 8, length & 0xff)
}

/** Throws a LiuhenError `tileMalformed` when the bundle ends within an entry or has more than 256. */
export function splitBundle(bundle: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = []
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.length)
  let offset = 0
  while (offset < bundle.length) {
    const start = offset + 2
    const end = start <= bundle.length ? start + view.getUint16(offset) : Number.POSITIVE_INFINITY
    if (end > bundle.length) throw new LiuhenError('tileMalformed', `The bundle ends within entry ${entries.length}`)
    if (entries.length === TILE_WIDTH) throw new LiuhenError('tileMalformed', 'The bundle has more than 256 entries')
    entries.push(bundle.slice(start, end))
    offset = end
  }
  return entries
}
