/**
 * The audit of a whole trail: hashes every entry again and names the first thing that does not fit (R26).
 *
 *     entries ──hash──> leaf hashes ──> tiles of every level ──> root
 *                            │                  │                  │
 *                       compared with the stored tiles     compared with the checkpoint and with older ones
 *
 * When stored tiles and entries disagree, the signed root decides which of the two was changed. When all fits together
 * under a valid new signature, only an older checkpoint that somebody kept shows a rewriting.
 * Signatures are checked before (note.ts). Streams in order, holding one unfinished tile a level.
 */
import { equalBytes, toHex } from '../kit/bytes.ts'
import { invariant } from '../kit/invariant.ts'
import { appendLeaf, emptyRoot, HASH_LENGTH, leafHash, rootOfFrontier, type Frontier } from './merkle.ts'
import { TileBuilder, type BuiltTile, type FullTile } from './tile-builder.ts'
import { rootOfHashes, TILE_WIDTH, tileAt, tilePath, type TileAddress } from './tiles.ts'
import { fails, holds, type Difference, type Failed, type Failure, type Verdict } from './verdict.ts'

/** A tree head whose signatures hold. `source` says where it was kept, for the finding: a witness, a printed paper. */
export interface KnownCheckpoint {
  readonly source: string
  readonly treeSize: number
  readonly root: Uint8Array
}

export interface AuditedTrail {
  readonly treeSize: number
  /** Entries after the checkpoint, which nobody has signed yet. They were counted, not compared. */
  readonly unsignedEntries: number
  readonly comparedTiles: number
}

export interface StoredTrail {
  /** All entries in order, in batches of any size. */
  readonly entries: AsyncIterable<readonly Uint8Array[]> | Iterable<readonly Uint8Array[]>
  /** The stored bytes of a tile, or of the same tile grown fuller; undefined when there is none. */
  readonly readTile: (tile: TileAddress) => Promise<Uint8Array | undefined> | Uint8Array | undefined
}

/** Audits a stored trail against its newest checkpoint and any others that somebody kept. */
export async function auditTrail(
  checkpoint: Pick<KnownCheckpoint, 'treeSize' | 'root'>,
  others: readonly KnownCheckpoint[],
  stored: StoredTrail,
): Promise<Verdict<AuditedTrail>> {
  const auditor = new Auditor(checkpoint, others)
  const compareTiles = async () => {
    for (const tile of auditor.takeTiles()) auditor.compareTile(tile, await stored.readTile(tile.address))
  }
  for await (const batch of stored.entries) {
    for (const entry of batch) auditor.add(entry)
    await compareTiles()
  }
  auditor.end()
  await compareTiles()
  return auditor.verdict()
}

/** A tile that the entries give, to be compared with the stored tile of that address. */
export type ExpectedTile = BuiltTile | FullTile

/** The audit step by step: `add` every entry, `compareTile` every tile of `takeTiles`, `end`, compare, `verdict`. */
export class Auditor {
  readonly #checkpoint: Pick<KnownCheckpoint, 'treeSize' | 'root'>
  readonly #others: readonly KnownCheckpoint[]
  readonly #rootAt = new Map<number, Uint8Array>()
  readonly #watchedSizes: number[]
  readonly #builder: TileBuilder
  readonly #stored = new StoredLeaves()
  #entryCount = 0
  #comparedTiles = 0
  #tiles: ExpectedTile[] = []
  #tileFinding: TileFinding | undefined

  constructor(checkpoint: Pick<KnownCheckpoint, 'treeSize' | 'root'>, others: readonly KnownCheckpoint[] = []) {
    this.#checkpoint = checkpoint
    this.#others = others.toSorted((a, b) => a.treeSize - b.treeSize)
    this.#watchedSizes = [...new Set([checkpoint.treeSize, ...others.map(({ treeSize }) => treeSize)])]
      .filter((size) => size > 0 && size <= checkpoint.treeSize)
      .sort((a, b) => b - a)
    this.#rootAt.set(0, emptyRoot())
    this.#builder = new TileBuilder((tile) => this.#tiles.push(tile))
  }

  add(entry: Uint8Array): void {
    this.#entryCount += 1
    if (this.#entryCount > this.#checkpoint.treeSize) return
    this.#builder.add(leafHash(entry))
    if (this.#entryCount === this.#watchedSizes.at(-1)) {
      this.#rootAt.set(this.#entryCount, this.#builder.root())
      this.#watchedSizes.pop()
    }
  }

  /** After the last entry: what is left in unfinished tiles becomes ready to compare. */
  end(): void {
    if (this.#entryCount >= this.#checkpoint.treeSize) this.#tiles.push(...this.#builder.partialTiles())
    // With entries missing the levels above say nothing; the hashes of the leaves that are there can still be compared.
    else this.#tiles.push(...this.#builder.partialTiles().filter(({ address }) => address.level === 0))
  }

  /** The tiles that became ready since the last call. */
  takeTiles(): ExpectedTile[] {
    const tiles = this.#tiles.map((tile) => ({ ...tile, address: this.#addressInTree(tile.address) }))
    this.#tiles = []
    return tiles
  }

  compareTile(expected: ExpectedTile, stored: Uint8Array | undefined): void {
    const { address, hashes } = expected
    this.#comparedTiles += 1
    const unusable = findUnusable(address, stored)
    if (unusable || !stored) {
      this.#tileFinding ??= unusable
      if (address.level === 0) this.#stored.lose()
      return
    }
    const hashIndex = firstDifference(hashes, stored)
    if (hashIndex !== undefined) this.#tileFinding ??= { address, hashIndex, ...difference(stored, hashes, hashIndex) }
    if (address.level === 0) this.#stored.add(expected, stored, hashIndex)
  }

  verdict(): Verdict<AuditedTrail> {
    return (
      this.#findMissingEntries() ??
      this.#findRollBack() ??
      this.#findBrokenTrail() ??
      this.#findContradiction() ??
      this.#findBrokenTile() ??
      holds({
        treeSize: this.#checkpoint.treeSize,
        unsignedEntries: this.#entryCount - this.#checkpoint.treeSize,
        comparedTiles: this.#comparedTiles,
      })
    )
  }

  #findMissingEntries(): Failed | undefined {
    if (this.#entryCount >= this.#checkpoint.treeSize) return undefined
    // An entry taken out of the middle shifts the rest: then the first that differs says more than the count.
    const finding = this.#tileFinding
    if (finding && 'hashIndex' in finding) return fails(entriesOrTile(finding))
    return fails({ code: 'entriesMissing', expected: this.#checkpoint.treeSize, found: this.#entryCount })
  }

  #findRollBack(): Failed | undefined {
    const newest = this.#others.at(-1)
    if (!newest || newest.treeSize <= this.#checkpoint.treeSize) return undefined
    const [expected, found] = [newest.treeSize, this.#checkpoint.treeSize]
    return fails({ code: 'checkpointRolledBack', source: newest.source, expected, found })
  }

  /** The entries do not give the signed root. */
  #findBrokenTrail(): Failed | undefined {
    const { treeSize, root: expected } = this.#checkpoint
    const found = this.#rootOf(treeSize)
    if (equalBytes(found, expected)) return undefined
    const storedRoot = this.#stored.root()
    const changed = this.#stored.differing
    if (storedRoot && equalBytes(storedRoot, expected) && changed[0]) return fails(changedEntry(changed[0], changed))
    const finding = this.#tileFinding
    if (finding && 'hashIndex' in finding) return fails(entriesOrTile(finding))
    const lastGood = this.#others.findLast(({ treeSize, root }) => equalBytes(this.#rootOf(treeSize), root))
    const lastGoodSize = lastGood?.treeSize ?? 0
    return fails({ code: 'trailDiffers', treeSize, lastGoodSize, expected: toHex(expected), found: toHex(found) })
  }

  /** The trail is sound in itself, but not the one that somebody else was shown. */
  #findContradiction(): Failed | undefined {
    for (const { source, treeSize, root } of this.#others) {
      const found = this.#rootOf(treeSize)
      if (equalBytes(found, root)) continue
      const differing = { expected: toHex(root), found: toHex(found) }
      return fails({ code: 'checkpointContradicted', source, treeSize, ...differing })
    }
    return undefined
  }

  #findBrokenTile(): Failed | undefined {
    const finding = this.#tileFinding
    if (!finding) return undefined
    if ('code' in finding) return fails(finding)
    const { address, ...rest } = finding
    return fails({ code: 'tileDiffers', path: tilePath(address), ...rest })
  }

  #rootOf(treeSize: number): Uint8Array {
    const root = this.#rootAt.get(treeSize)
    invariant(root, 'roots are asked for at watched sizes, after all entries')
    return root
  }

  /** A tile's address in the tree that was signed, which has more entries than we were given when some are missing. */
  #addressInTree({ level, index }: TileAddress): TileAddress {
    const address = tileAt(level, index, this.#checkpoint.treeSize)
    invariant(address, 'no tile is built beyond the checkpoint')
    return address
  }
}

interface TileDifference extends Difference {
  readonly address: TileAddress
  readonly hashIndex: number
}

type TileFinding = TileDifference | Extract<Failure, { readonly code: 'tileMissing' | 'tileLengthWrong' }>

interface LeafDifference extends Difference {
  readonly leafIndex: number
}

/**
 * The root that the stored level-0 tiles give: if it is the signed one, the tiles are right and the entries were
 * changed. Folds a full tile to its root, so that it costs nothing as long as nothing differs.
 */
class StoredLeaves {
  readonly differing: LeafDifference[] = []
  #frontier: Frontier = []
  #tileCount = 0
  #lastRoot: Uint8Array | undefined
  #lost = false

  /** A tile cannot be had: nothing can be said about the root of the rest. */
  lose(): void {
    this.#lost = true
  }

  add(expected: ExpectedTile, stored: Uint8Array, firstDiffering: number | undefined): void {
    const { address, hashes } = expected
    const whole = stored.subarray(0, address.width * HASH_LENGTH)
    const computedRoot = 'root' in expected && firstDiffering === undefined ? expected.root : undefined
    const root = computedRoot ?? rootOfHashes(whole)
    if (address.width === TILE_WIDTH) {
      this.#frontier = appendLeaf(this.#frontier, this.#tileCount, root)
      this.#tileCount += 1
    } else {
      this.#lastRoot = root
    }
    if (firstDiffering === undefined) return
    for (let at = firstDiffering; at * HASH_LENGTH < hashes.length && this.differing.length < 3; at += 1) {
      const leaf = difference(stored, hashes, at)
      if (leaf.expected !== leaf.found) this.differing.push({ leafIndex: address.index * TILE_WIDTH + at, ...leaf })
    }
  }

  root(): Uint8Array | undefined {
    if (this.#lost || (this.#tileCount === 0 && !this.#lastRoot)) return undefined
    return rootOfFrontier(this.#lastRoot ? [...this.#frontier, this.#lastRoot] : this.#frontier)
  }
}

function changedEntry(first: LeafDifference, differing: readonly LeafDifference[]): Failure {
  const [, second, third] = differing
  const swapped = second && !third && first.expected === second.found && first.found === second.expected
  if (swapped) return { code: 'entriesSwapped', leafIndex: first.leafIndex, otherIndex: second.leafIndex }
  return { code: 'entryDiffers', ...first }
}

/** Entries and tile disagree, and no signed root tells which is right: the range that the differing hash covers. */
function entriesOrTile({ address, hashIndex, expected, found }: TileDifference): Failure {
  const width = address.level === 'entries' ? 1 : TILE_WIDTH ** address.level
  const firstIndex = (address.index * TILE_WIDTH + hashIndex) * width
  const lastIndex = firstIndex + width - 1
  return { code: 'entriesOrTileDiffer', path: tilePath(address), firstIndex, lastIndex, expected, found }
}

function findUnusable(address: TileAddress, stored: Uint8Array | undefined): TileFinding | undefined {
  const path = tilePath(address)
  if (!stored) return { code: 'tileMissing', path }
  const expected = address.width * HASH_LENGTH
  const fits = stored.length === expected || stored.length === TILE_WIDTH * HASH_LENGTH
  return fits ? undefined : { code: 'tileLengthWrong', path, expected, found: stored.length }
}

function firstDifference(expected: Uint8Array, stored: Uint8Array): number | undefined {
  for (let i = 0; i < expected.length; i += 1) if (expected[i] !== stored[i]) return Math.floor(i / HASH_LENGTH)
  return undefined
}

/** What stands stored is the expectation, and what the entries give was found. */
function difference(stored: Uint8Array, hashes: Uint8Array, at: number): Difference {
  const [from, to] = [at * HASH_LENGTH, (at + 1) * HASH_LENGTH]
  return { expected: toHex(stored.subarray(from, to)), found: toHex(hashes.subarray(from, to)) }
}
