/**
 * The Merkle tree of RFC 6962 section 2.1 over SHA-256: hashes, the frontier that an appender keeps, and proofs.
 *
 *            root 5                leaf  H(0x00 || entry)
 *           /      \               node  H(0x01 || left || right)
 *        root 4     l4             empty H("")
 *        /    \
 *      .        .                  An odd last hash is carried up unchanged, never doubled.
 *     / \      / \
 *   l0   l1  l2   l3               Node address: level 0 are leaves; (2, 0) is the node over leaves 0..3.
 *
 * Proving and checking share no code on purpose: proofs follow the recursive definition, checks follow RFC 9162.
 * Sizes are numbers up to 2^53-1, so halving is a division: the bit operators would cut at 2^32.
 * Tiles, where the hashes of complete nodes are kept, are in tiles.ts.
 */
import { sha256 } from '#primitives'
import { equalBytes, toHex } from '../kit/bytes.ts'
import { invariant } from '../kit/invariant.ts'
import { isCount } from './decimal.ts'
import { fails, holds, type Failed, type Verdict } from './verdict.ts'

export const HASH_LENGTH = 32

export function leafHash(entry: Uint8Array): Uint8Array {
  const preimage = new Uint8Array(1 + entry.length) // The first byte stays 0x00.
  preimage.set(entry, 1)
  return sha256(preimage)
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const preimage = new Uint8Array(1 + 2 * HASH_LENGTH)
  preimage[0] = 1
  preimage.set(left, 1)
  preimage.set(right, 1 + HASH_LENGTH)
  return sha256(preimage)
}

export const emptyRoot = (): Uint8Array => sha256(new Uint8Array(0))

/**
 * The roots of the largest complete subtrees, from left to right: one for each binary one of the tree size.
 * All that is needed to append, O(log n) hashes.
 */
export type Frontier = readonly Uint8Array[]

/** The frontier after one more leaf. `treeSize` is the size before. */
export function appendLeaf(frontier: Frontier, treeSize: number, leaf: Uint8Array): Frontier {
  invariant(isCount(treeSize + 1), 'a tree has at most 2^53-1 leaves')
  const next = [...frontier]
  let hash = leaf
  // Each trailing binary one of the size is a complete subtree that the new leaf completes to a larger one.
  for (let rest = treeSize; rest % 2 === 1; rest = half(rest)) {
    const left = next.pop()
    invariant(left, 'the frontier belongs to this tree size')
    hash = nodeHash(left, hash)
  }
  next.push(hash)
  return next
}

export function rootOfFrontier(frontier: Frontier): Uint8Array {
  const last = frontier[frontier.length - 1]
  if (!last) return emptyRoot()
  return frontier.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last)
}

/** A complete node: the root over the leaves from `index * 2^level` up to `(index + 1) * 2^level`. */
export interface NodeAddress {
  readonly level: number
  readonly index: number
}

/** Where proofs take their hashes from. Answers in the order asked, and asks for complete nodes only. */
export interface HashReader {
  readHashes(nodes: readonly NodeAddress[]): Promise<readonly Uint8Array[]>
}

/** Leaves from `start` up to, without, `end`. */
interface Range {
  readonly start: number
  readonly end: number
}

export async function frontierAt(treeSize: number, reader: HashReader): Promise<Frontier> {
  return reader.readHashes(completeNodes({ start: 0, end: treeSize }))
}

/** The sibling hashes from the leaf upwards (RFC 6962 2.1.1). The leaf must be in the tree. */
export async function inclusionProof(leafIndex: number, treeSize: number, reader: HashReader): Promise<Uint8Array[]> {
  invariant(isCount(treeSize) && isCount(leafIndex) && leafIndex < treeSize, 'a proven leaf is in the tree')
  return rootsOf(inclusionRanges(leafIndex, treeSize), reader)
}

/** What leads from the root at `oldSize` to the root at `treeSize` (RFC 6962 2.1.2). Empty when `oldSize` is 0. */
export async function consistencyProof(oldSize: number, treeSize: number, reader: HashReader): Promise<Uint8Array[]> {
  invariant(isCount(treeSize) && isCount(oldSize) && oldSize <= treeSize, 'the old tree is not larger')
  return rootsOf(consistencyRanges(oldSize, treeSize), reader)
}

export interface InclusionClaim {
  readonly leafIndex: number
  readonly treeSize: number
  readonly leaf: Uint8Array
  readonly proof: readonly Uint8Array[]
  readonly root: Uint8Array
}

/**
 * Checks by RFC 9162 2.1.3.2 that the leaf stands at this index under this root.
 *
 * The tree size must come from where the root comes, a signed checkpoint: a proof alone does not fix it (the path of
 * leaf 0 is the same in trees of 3 and of 4 leaves).
 */
export function checkInclusion({ leafIndex, treeSize, leaf, proof, root }: InclusionClaim): Verdict {
  if (!isCount(leafIndex) || !isCount(treeSize) || leafIndex >= treeSize)
    return fails({ code: 'indexOutsideTree', leafIndex, treeSize })
  const misfit = findMisfit([leaf, ...proof, root])
  if (misfit) return misfit

  let [index, last, hash] = [leafIndex, treeSize - 1, leaf]
  for (const sibling of proof) {
    if (last === 0) return lengthWrong(inclusionRanges(leafIndex, treeSize), proof) // A surplus hash.
    if (index % 2 === 1 || index === last) {
      hash = nodeHash(sibling, hash)
      // An odd last hash was carried up: skip the levels where it had no sibling.
      while (index % 2 === 0 && index !== 0) [index, last] = [half(index), half(last)]
    } else {
      hash = nodeHash(hash, sibling)
    }
    ;[index, last] = [half(index), half(last)]
  }
  if (last !== 0) return lengthWrong(inclusionRanges(leafIndex, treeSize), proof)
  return compareRoots('rootDiffers', treeSize, root, hash)
}

export interface ConsistencyClaim {
  readonly oldSize: number
  readonly oldRoot: Uint8Array
  readonly treeSize: number
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** Checks by RFC 9162 2.1.4.2 that the tree begins with the old tree. Both sizes must be authentic, as above. */
export function checkConsistency({ oldSize, oldRoot, treeSize, root, proof }: ConsistencyClaim): Verdict {
  if (!isCount(oldSize) || !isCount(treeSize) || oldSize > treeSize)
    return fails({ code: 'sizesReversed', oldSize, treeSize })
  const misfit = findMisfit([oldRoot, root, ...proof])
  if (misfit) return misfit
  if (oldSize === 0 || oldSize === treeSize) {
    if (proof.length > 0) return lengthWrong([], proof)
    if (treeSize === 0 || oldSize > 0) return compareRoots('rootDiffers', treeSize, oldRoot, root)
    return compareRoots('oldRootDiffers', 0, oldRoot, emptyRoot())
  }

  // A complete old tree is itself the first hash, and therefore left out of the proof.
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof
  const [first, ...rest] = path
  if (!first) return lengthWrong(consistencyRanges(oldSize, treeSize), proof)
  let [index, last, oldHash, hash] = [oldSize - 1, treeSize - 1, first, first]
  while (index % 2 === 1) [index, last] = [half(index), half(last)]
  for (const sibling of rest) {
    if (last === 0) return lengthWrong(consistencyRanges(oldSize, treeSize), proof)
    if (index % 2 === 1 || index === last) {
      oldHash = nodeHash(sibling, oldHash)
      hash = nodeHash(sibling, hash)
      while (index % 2 === 0 && index !== 0) [index, last] = [half(index), half(last)]
    } else {
      hash = nodeHash(hash, sibling)
    }
    ;[index, last] = [half(index), half(last)]
  }
  if (last !== 0) return lengthWrong(consistencyRanges(oldSize, treeSize), proof)
  const oldVerdict = compareRoots('oldRootDiffers', oldSize, oldRoot, oldHash)
  return oldVerdict.ok ? compareRoots('rootDiffers', treeSize, root, hash) : oldVerdict
}

/** Descends to the leaf and notes what lies on the other side at each fork. */
function inclusionRanges(leafIndex: number, treeSize: number): Range[] {
  const siblings: Range[] = []
  let [start, end] = [0, treeSize]
  while (end - start > 1) {
    const fork = start + splitPoint(end - start)
    siblings.push(leafIndex < fork ? { start: fork, end } : { start, end: fork })
    if (leafIndex < fork) end = fork
    else start = fork
  }
  return siblings.reverse()
}

/** Descends to the right edge of the old tree; that last subtree itself is listed unless it is the whole old tree. */
function consistencyRanges(oldSize: number, treeSize: number): Range[] {
  if (oldSize === 0) return []
  const parts: Range[] = []
  let [start, end] = [0, treeSize]
  while (end !== oldSize) {
    const fork = start + splitPoint(end - start)
    parts.push(oldSize <= fork ? { start: fork, end } : { start, end: fork })
    if (oldSize <= fork) end = fork
    else start = fork
  }
  if (start > 0) parts.push({ start, end })
  return parts.reverse()
}

async function rootsOf(ranges: readonly Range[], reader: HashReader): Promise<Uint8Array[]> {
  const nodes = ranges.map(completeNodes)
  const hashes = await reader.readHashes(nodes.flat())
  let offset = 0
  return nodes.map(({ length }) => rootOfFrontier(hashes.slice(offset, (offset += length))))
}

/** The largest complete nodes that together cover the range, from left to right. */
function completeNodes({ start, end }: Range): NodeAddress[] {
  const nodes: NodeAddress[] = []
  let from = start
  while (from < end) {
    let [level, width] = [0, 1]
    while (width * 2 <= end - from && from % (width * 2) === 0) [level, width] = [level + 1, width * 2]
    nodes.push({ level, index: from / width })
    from += width
  }
  return nodes
}

/** The largest power of two smaller than a size above 1. */
function splitPoint(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}

const half = (value: number): number => Math.floor(value / 2)

const isPowerOfTwo = (size: number): boolean => size === 1 || splitPoint(size) * 2 === size

/** A hash of another length would move the border between left and right inside a node's preimage. */
function findMisfit(hashes: readonly Uint8Array[]): Failed | undefined {
  const misfit = hashes.find((hash) => hash.length !== HASH_LENGTH)
  return misfit && fails({ code: 'hashLengthWrong', expected: HASH_LENGTH, found: misfit.length })
}

const lengthWrong = (ranges: readonly Range[], proof: readonly Uint8Array[]): Failed =>
  fails({ code: 'proofLengthWrong', expected: ranges.length, found: proof.length })

function compareRoots(
  code: 'rootDiffers' | 'oldRootDiffers',
  treeSize: number,
  expected: Uint8Array,
  found: Uint8Array,
): Verdict {
  if (equalBytes(expected, found)) return holds({})
  return fails({ code, treeSize, expected: toHex(expected), found: toHex(found) })
}
