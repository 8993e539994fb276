import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import vectors from '../../test/vectors/trail/tiles.json' with { type: 'json' }
import { concat, toHex, utf8 } from '../kit/bytes.ts'
import {
  appendLeaf,
  checkConsistency,
  checkInclusion,
  consistencyProof,
  frontierAt,
  HASH_LENGTH,
  inclusionProof,
  leafHash,
  rootOfFrontier,
  type Frontier,
} from './merkle.ts'
import { TileBuilder, type BuiltTile } from './tile-builder.ts'
import {
  joinBundle,
  parseTilePath,
  rootOfHashes,
  splitBundle,
  tileHashReader,
  tilePath,
  tilesOf,
  type TileAddress,
} from './tiles.ts'

const pathsOf = (treeSize: number, oldSize = 0): string[] => [...tilesOf(treeSize, oldSize)].map(tilePath)
const address = ({ level, index, width }: (typeof vectors.paths)[number]): TileAddress => ({
  level: level === 'entries' ? level : Number(level),
  index,
  width,
})

describe('a tile path', () => {
  it.each(vectors.paths)('R26: $path stands for its place and back', (vector) => {
    expect(tilePath(address(vector))).toBe(vector.path)
    expect(parseTilePath(vector.path)).toEqual(address(vector))
  })

  it.each(vectors.notPaths)('R26: «%s» is not one', (path) => {
    expect(parseTilePath(path)).toBeUndefined()
  })

  it('parses back whatever place it stands for', () => {
    const level = fc.oneof(fc.nat(63), fc.constant('entries' as const))
    const places = fc.record({ level, index: fc.maxSafeNat(), width: fc.integer({ min: 1, max: 256 }) })
    fc.assert(
      fc.property(places, (place) => {
        expect(parseTilePath(tilePath(place))).toEqual(place)
      }),
    )
  })
})

describe('the files of a tree', () => {
  it.each(Object.entries(vectors.files))('R26: at size %s are exactly these', (treeSize, files) => {
    expect(pathsOf(Number(treeSize))).toEqual(files)
  })

  it.each(Object.entries(vectors.edges))('R26: at size %s end with these, and none is empty', (treeSize, edges) => {
    const tiles = [...tilesOf(Number(treeSize))]
    const lastOfLevels = tiles.filter(({ level }, i) => level !== tiles[i + 1]?.level)
    expect(lastOfLevels.map(tilePath)).toEqual(edges)
    expect(tiles.every(({ width }) => width > 0 && width <= 256)).toBe(true)
    for (const { level, index, width } of tiles)
      expect({ level, index, width }).toEqual(parseTilePath(tilePath({ level, index, width })))
    expect(tiles.filter(({ width }) => width < 256).length).toBeLessThanOrEqual(edges.length)
  })

  it('R26: written as the tree grows are those of the final size, but for the partial ones on the way', () => {
    const growth = fc.tuple(fc.nat(70_000), fc.nat(700)).map(([size, more]) => [size, size + more] as const)
    fc.assert(
      fc.property(growth, ([oldSize, treeSize]) => {
        const before = new Set(pathsOf(oldSize))
        expect(new Set(pathsOf(treeSize, oldSize))).toEqual(
          new Set(pathsOf(treeSize).filter((path) => !before.has(path))),
        )
      }),
      { numRuns: 40 },
    )
  })

  it('are none when nothing was added', () => {
    expect(pathsOf(256, 256)).toEqual([])
  })
})

describe('an entry bundle', () => {
  const { entries, hex } = vectors.bundle

  it('R26: has the worked bytes', () => {
    const bundle = joinBundle(entries.map(utf8))
    expect(toHex(bundle)).toBe(hex)
    expect(splitBundle(bundle)).toEqual(entries.map(utf8))
  })

  it('gives back the entries that were joined', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array(), { maxLength: 256 }), (all) => {
        expect(splitBundle(joinBundle(all))).toEqual(all)
      }),
    )
    const longest = new Uint8Array(65_535).fill(7)
    expect(splitBundle(joinBundle([longest]))).toEqual([longest])
    expect(() => joinBundle([new Uint8Array(65_536)])).toThrow('65,535')
  })

  it('R26: is refused when it is cut short or has too many entries', () => {
    const bundle = joinBundle(entries.map(utf8))
    const malformed = expect.objectContaining({ code: 'tileMalformed' })
    // Cut at a border between entries, a bundle is a shorter one: only the width in its path tells.
    for (const length of [1, 2, 4, 18, 19]) expect(() => splitBundle(bundle.subarray(0, length))).toThrow(malformed)
    expect(() => splitBundle(new Uint8Array(2 * 257))).toThrow(malformed)
  })
})

describe('tiles built from leaves', () => {
  const SIZE = 66_000
  const kept = new Map<string, Uint8Array>()
  const keep = ({ address, hashes }: BuiltTile) => kept.set(tilePath(address), hashes)
  const builder = new TileBuilder(keep)
  const roots = new Map<number, Uint8Array>()
  const builtRoots = new Map<number, Uint8Array>()
  const watched = [0, 1, 2, 255, 256, 257, 511, 512, 1000, 65_535, 65_536, 65_537, SIZE]
  let frontier: Frontier = []
  for (let size = 0; size <= SIZE; size += 1) {
    if (watched.includes(size)) {
      for (const tile of builder.partialTiles()) keep(tile)
      roots.set(size, rootOfFrontier(frontier))
      builtRoots.set(size, builder.root())
    }
    if (size === SIZE) break
    const leaf = leafHash(utf8(`entry ${size}`))
    builder.add(leaf)
    frontier = appendLeaf(frontier, size, leaf)
  }
  const readerAt = (treeSize: number) => tileHashReader(treeSize, (tile) => kept.get(tilePath(tile)) ?? utf8('missing'))
  const rootAt = (size: number) => roots.get(size) ?? utf8('')

  it.each(watched)('R26: give the root of the frontier at size %i', (size) => {
    expect(toHex(builtRoots.get(size) ?? utf8(''))).toBe(toHex(rootAt(size)))
  })

  it('R26: are exactly the files that existed at some size', () => {
    const files = watched.flatMap((size) => pathsOf(size)).filter((path) => !path.startsWith('tile/entries'))
    expect([...kept.keys()].sort()).toEqual([...new Set(files)].sort())
  })

  it.each(watched)('R26: give back the frontier at size %i', async (size) => {
    expect(toHex(rootOfFrontier(await frontierAt(size, readerAt(size))))).toBe(toHex(rootAt(size)))
  })

  it('R26: give proofs that hold', async () => {
    for (const treeSize of watched.slice(1))
      for (const at of watched.filter((size) => size < treeSize)) {
        const leaf = leafHash(utf8(`entry ${at}`))
        const inclusion = await inclusionProof(at, treeSize, readerAt(treeSize))
        const root = rootAt(treeSize)
        expect(checkInclusion({ leafIndex: at, treeSize, leaf, proof: inclusion, root })).toEqual({ ok: true })
        const consistency = await consistencyProof(at, treeSize, readerAt(treeSize))
        const growth = { oldSize: at, oldRoot: rootAt(at), treeSize, root, proof: consistency }
        expect(checkConsistency(growth)).toEqual({ ok: true })
      }
  })

  it('are read from a fuller tile when the partial one is gone', async () => {
    const full = tileHashReader(
      257,
      (tile) => kept.get(tilePath({ ...tile, width: 256 })) ?? kept.get(tilePath(tile)) ?? utf8(''),
    )
    expect(rootOfFrontier(await frontierAt(257, full))).toEqual(rootAt(257))
  })

  it('are refused when they have too few bytes', async () => {
    const short = tileHashReader(5, () => new Uint8Array(4 * HASH_LENGTH))
    await expect(frontierAt(5, short)).rejects.toMatchObject({ code: 'tileMalformed' })
  })

  it('have a root that pairs neighbours and carries an odd one', () => {
    const leaves = Array.from({ length: 256 }, (_, i) => leafHash(Uint8Array.of(i)))
    let grown: Frontier = []
    for (const [size, leaf] of leaves.entries()) {
      grown = appendLeaf(grown, size, leaf)
      expect(rootOfHashes(concat(...leaves.slice(0, size + 1)))).toEqual(Uint8Array.from(rootOfFrontier(grown)))
    }
  })
})
