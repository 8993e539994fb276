import { describe, expect, it } from 'vitest'
import { toHex, utf8 } from '../kit/bytes.ts'
import { auditTrail, type KnownCheckpoint, type StoredTrail } from './audit.ts'
import { leafHash } from './merkle.ts'
import { TileBuilder } from './tile-builder.ts'
import { tilePath } from './tiles.ts'

const SIZE = 700
const EARLIER = 300
const texts = (prefix = 'entry', size = SIZE) => Array.from({ length: size }, (_, i) => `${prefix} ${i}`)
const leafHex = (text: string) => toHex(leafHash(utf8(text)))

/** A trail as it lies in storage: its entries, its tiles, and a checkpoint at its end. */
interface Kept {
  entries: string[]
  readonly tiles: Map<string, Uint8Array>
  readonly checkpoint: KnownCheckpoint
}

function aTrail(entries = texts()): Kept {
  const tiles = new Map<string, Uint8Array>()
  const builder = new TileBuilder(({ address, hashes }) => tiles.set(tilePath(address), hashes))
  for (const entry of entries) builder.add(leafHash(utf8(entry)))
  for (const { address, hashes } of builder.partialTiles()) tiles.set(tilePath(address), hashes)
  return {
    entries: [...entries],
    tiles,
    checkpoint: { source: 'self', treeSize: entries.length, root: builder.root() },
  }
}

const storedTrail = ({ entries, tiles }: Kept): StoredTrail => ({
  entries: Array.from({ length: Math.ceil(entries.length / 100) }, (_, i) =>
    entries.slice(i * 100, (i + 1) * 100).map((text) => utf8(text)),
  ),
  readTile: (tile) => tiles.get(tilePath(tile)),
})

const audit = (trail: Kept, others: readonly KnownCheckpoint[] = [], checkpoint = trail.checkpoint) =>
  auditTrail(checkpoint, others, storedTrail(trail))

const earlier = { ...aTrail(texts('entry', EARLIER)).checkpoint, source: 'witness' }

function flipIn(tiles: Map<string, Uint8Array>, path: string, offset: number): void {
  const tile = Uint8Array.from(tiles.get(path) ?? [])
  tile[offset] = (tile[offset] ?? 0) ^ 1
  tiles.set(path, tile)
}

describe('an audit', () => {
  it('R26: finds nothing in a sound trail', async () => {
    expect(await audit(aTrail(), [earlier])).toEqual({ ok: true, treeSize: SIZE, unsignedEntries: 0, comparedTiles: 4 })
  })

  it.each([0, 1, 255, 256, 257, 512])('R26: finds nothing in a sound trail of %i entries', async (size) => {
    expect(await audit(aTrail(texts('entry', size)))).toMatchObject({ ok: true, treeSize: size })
  })

  it('counts entries after the checkpoint as not yet signed', async () => {
    const trail = aTrail()
    trail.entries.push('one more')
    expect(await audit(trail)).toMatchObject({ ok: true, unsignedEntries: 1 })
  })

  it.each([0, 5, 255, 256, 511, 512, 699])('R26: names a changed entry: %i', async (leafIndex) => {
    const trail = aTrail()
    trail.entries[leafIndex] = 'changed'
    expect(await audit(trail, [earlier])).toEqual({
      ok: false,
      code: 'entryDiffers',
      leafIndex,
      expected: leafHex(`entry ${leafIndex}`),
      found: leafHex('changed'),
    })
  })

  it('R26: names a swapped pair of entries', async () => {
    const trail = aTrail()
    ;[trail.entries[10], trail.entries[600]] = [trail.entries[600] ?? '', trail.entries[10] ?? '']
    expect(await audit(trail)).toEqual({ ok: false, code: 'entriesSwapped', leafIndex: 10, otherIndex: 600 })
  })

  it.each([
    ['tile/0/000', 7],
    ['tile/0/001', 255],
    ['tile/0/002.p/188', 187],
    ['tile/1/000.p/2', 1],
  ])('R26: names a changed tile: %s', async (path, hashIndex) => {
    const trail = aTrail()
    flipIn(trail.tiles, path, hashIndex * 32 + 31)
    expect(await audit(trail, [earlier])).toMatchObject({ ok: false, code: 'tileDiffers', path, hashIndex })
  })

  it('R26: names a missing tile, and one of a wrong length', async () => {
    const trail = aTrail()
    trail.tiles.set('tile/1/000.p/2', new Uint8Array(63))
    expect(await audit(trail)).toEqual({
      ok: false,
      code: 'tileLengthWrong',
      path: 'tile/1/000.p/2',
      expected: 64,
      found: 63,
    })
    trail.tiles.delete('tile/0/001')
    expect(await audit(trail)).toEqual({ ok: false, code: 'tileMissing', path: 'tile/0/001' })
  })

  it('R26: names deleted last entries', async () => {
    const trail = aTrail()
    trail.entries = trail.entries.slice(0, -1)
    expect(await audit(trail, [earlier])).toEqual({
      ok: false,
      code: 'entriesMissing',
      expected: SIZE,
      found: SIZE - 1,
    })
    trail.entries = []
    expect(await audit(trail)).toEqual({ ok: false, code: 'entriesMissing', expected: SIZE, found: 0 })
  })

  it.each([
    [3, 'tile/0/000'],
    [600, 'tile/0/002.p/188'],
  ])('R26: names where an entry was taken out of the middle: %i', async (firstIndex, path) => {
    const trail = aTrail()
    trail.entries.splice(firstIndex, 1)
    const range = { firstIndex, lastIndex: firstIndex }
    expect(await audit(trail)).toMatchObject({ ok: false, code: 'entriesOrTileDiffer', path, ...range })
  })

  it('R26: names a rolled back checkpoint', async () => {
    const newest = { ...aTrail(texts('entry', SIZE + 1)).checkpoint, source: 'printed paper' }
    expect(await audit(aTrail(), [newest, earlier])).toEqual({
      ok: false,
      code: 'checkpointRolledBack',
      source: 'printed paper',
      expected: SIZE + 1,
      found: SIZE,
    })
  })

  it('R26: names a rewritten tree, which only an older checkpoint shows', async () => {
    const rewritten = aTrail(texts('rewritten'))
    expect(await audit(rewritten)).toMatchObject({ ok: true })
    expect(await audit(rewritten, [earlier])).toMatchObject({
      ok: false,
      code: 'checkpointContradicted',
      source: 'witness',
      treeSize: EARLIER,
      expected: toHex(earlier.root),
    })
  })

  it('R26: names two checkpoints of one size', async () => {
    const other = { ...aTrail(texts('other')).checkpoint, source: 'witness' }
    expect(await audit(aTrail(), [other])).toMatchObject({ code: 'checkpointContradicted', treeSize: SIZE })
  })

  it('R26: names the size up to which a trail rewritten without a signature is good', async () => {
    const rewritten = aTrail([...texts('entry', 500), ...texts('rewritten', 200)])
    expect(await audit(rewritten, [earlier], aTrail().checkpoint)).toMatchObject({
      ok: false,
      code: 'trailDiffers',
      treeSize: SIZE,
      lastGoodSize: EARLIER,
    })
  })

  it('R26: names the entries of which entry and tile were both changed, from the level above', async () => {
    const trail = aTrail()
    const changed = aTrail(texts().with(300, 'changed'))
    trail.entries = changed.entries
    trail.tiles.set('tile/0/001', changed.tiles.get('tile/0/001') ?? new Uint8Array())
    expect(await audit(trail)).toMatchObject({
      ok: false,
      code: 'entriesOrTileDiffer',
      path: 'tile/1/000.p/2',
      firstIndex: 256,
      lastIndex: 511,
    })
  })
})
