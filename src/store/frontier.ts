/**
 * The frontier of a tree as the head row keeps it: the roots of its complete subtrees, largest first, joined
 * (RFC 6962 2.1). One hash for each binary one of the size, so that an append reads one row instead of the tree.
 */
import { concat } from '../kit/bytes.ts'
import { invariant } from '../kit/invariant.ts'

export const HASH_LENGTH = 32

type NodeHash = (left: Uint8Array, right: Uint8Array) => Uint8Array

export const splitHashes = (joined: Uint8Array): Uint8Array[] =>
  Array.from({ length: joined.length / HASH_LENGTH }, (_, i) => joined.subarray(i * HASH_LENGTH, (i + 1) * HASH_LENGTH))

/** The frontier with more leaves after the first `size`. */
export function extendFrontier(
  joined: Uint8Array,
  size: number,
  leafHashes: readonly Uint8Array[],
  nodeHash: NodeHash,
): Uint8Array {
  const frontier = splitHashes(joined)
  let count = size
  for (const leaf of leafHashes) {
    let hash = leaf
    // Every trailing binary one of the size is a complete subtree that this leaf makes part of a larger one.
    for (let rest = count; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = frontier.pop()
      invariant(left, 'the frontier belongs to its size')
      hash = nodeHash(left, hash)
    }
    frontier.push(hash)
    count += 1
  }
  return concat(...frontier)
}

/** Null for the empty tree, whose root is no hash of hashes. */
export function rootOf(joined: Uint8Array, nodeHash: NodeHash): Uint8Array | null {
  const hashes = splitHashes(joined)
  const last = hashes.pop()
  return last ? hashes.reduceRight((right, left) => nodeHash(left, right), last) : null
}
