import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import tree from '../../test/vectors/trail/tree.json' with { type: 'json' }
import { fromHex, toHex, utf8 } from '../kit/bytes.ts'
import {
  appendLeaf,
  checkConsistency,
  checkInclusion,
  consistencyProof,
  emptyRoot,
  frontierAt,
  inclusionProof,
  leafHash,
  nodeHash,
  rootOfFrontier,
  type ConsistencyClaim,
  type Frontier,
  type HashReader,
  type InclusionClaim,
} from './merkle.ts'

const LARGEST = 1100
const leaves = Array.from({ length: LARGEST }, (_, i) => leafHash(utf8(`entry ${i}`)))

/** The definition of RFC 6962 2.1, word by word: what everything else here is compared with. */
function definedRoot(over: readonly Uint8Array[]): Uint8Array {
  if (over.length === 0) return emptyRoot()
  if (over.length === 1) return over[0] ?? emptyRoot()
  let split = 1
  while (split * 2 < over.length) split *= 2
  return nodeHash(definedRoot(over.slice(0, split)), definedRoot(over.slice(split)))
}

function readerOf(all: readonly Uint8Array[]): HashReader {
  const known = new Map<string, Uint8Array>()
  return {
    readHashes: async (nodes) =>
      nodes.map(({ level, index }) => {
        const place = `${level}/${index}`
        const hash = known.get(place) ?? definedRoot(all.slice(index * 2 ** level, (index + 1) * 2 ** level))
        known.set(place, hash)
        return hash
      }),
  }
}

const reader = readerOf(leaves)
const roots: Uint8Array[] = [emptyRoot()]
const frontiers: Frontier[] = [[]]
for (const [size, leaf] of leaves.entries()) {
  const frontier = appendLeaf(frontiers[size] ?? [], size, leaf)
  frontiers.push(frontier)
  roots.push(rootOfFrontier(frontier))
}
const rootAt = (size: number): Uint8Array => roots[size] ?? emptyRoot()
const leafAt = (index: number): Uint8Array => leaves[index] ?? emptyRoot()

const inclusionClaim = async (leafIndex: number, treeSize: number): Promise<InclusionClaim> => ({
  leafIndex,
  treeSize,
  leaf: leafAt(leafIndex),
  proof: await inclusionProof(leafIndex, treeSize, reader),
  root: rootAt(treeSize),
})

const consistencyClaim = async (oldSize: number, treeSize: number): Promise<ConsistencyClaim> => ({
  oldSize,
  oldRoot: rootAt(oldSize),
  treeSize,
  root: rootAt(treeSize),
  proof: await consistencyProof(oldSize, treeSize, reader),
})

function flip(hash: Uint8Array, bit: number): Uint8Array {
  const flipped = Uint8Array.from(hash)
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return flipped
}

const flipIn = (hashes: readonly Uint8Array[], at: number, bit: number): Uint8Array[] =>
  hashes.map((hash, i) => (i === at ? flip(hash, bit) : hash))

/** Every claim that differs from a true one in the given bit of one hash, and by one hash too few or too many. */
function falseInclusions(claim: InclusionClaim, bit: number): InclusionClaim[] {
  return [
    { ...claim, leaf: flip(claim.leaf, bit) },
    { ...claim, root: flip(claim.root, bit) },
    ...claim.proof.map((_, at) => ({ ...claim, proof: flipIn(claim.proof, at, bit) })),
    { ...claim, proof: [...claim.proof, claim.leaf] },
    ...(claim.proof.length > 0 ? [{ ...claim, proof: claim.proof.slice(1) }] : []),
  ]
}

function falseConsistencies(claim: ConsistencyClaim, bit: number): ConsistencyClaim[] {
  return [
    { ...claim, oldRoot: flip(claim.oldRoot, bit) },
    // The empty tree is the beginning of every tree, so nothing binds the root of the larger one then.
    ...(claim.oldSize > 0 ? [{ ...claim, root: flip(claim.root, bit) }] : []),
    ...claim.proof.map((_, at) => ({ ...claim, proof: flipIn(claim.proof, at, bit) })),
    { ...claim, proof: [...claim.proof, claim.root] },
    ...(claim.proof.length > 0 ? [{ ...claim, proof: claim.proof.slice(1) }] : []),
  ]
}

const holds = (claims: readonly InclusionClaim[]) => claims.filter((claim) => checkInclusion(claim).ok)
const agrees = (claims: readonly ConsistencyClaim[]) => claims.filter((claim) => checkConsistency(claim).ok)

describe('the worked tree', () => {
  const worked = tree.entries.map((entry) => leafHash(utf8(entry)))

  it('R26: hashes leaves, the empty entry among them, and the empty tree', () => {
    expect(worked.map(toHex)).toEqual(tree.leaves)
    expect(toHex(emptyRoot())).toBe(tree.emptyRoot)
  })

  it('R26: has the worked root at each size', () => {
    expect(tree.roots.map((_, i) => toHex(definedRoot(worked.slice(0, i + 1))))).toEqual(tree.roots)
    let frontier: Frontier = []
    const appended = worked.map((leaf, size) => toHex(rootOfFrontier((frontier = appendLeaf(frontier, size, leaf)))))
    expect(appended).toEqual(tree.roots)
  })

  it.each(tree.inclusion)('R26: proves leaf $leafIndex in $treeSize', async ({ leafIndex, treeSize, proof }) => {
    expect((await inclusionProof(leafIndex, treeSize, readerOf(worked))).map(toHex)).toEqual(proof)
    const claim = { leafIndex, treeSize, leaf: worked[leafIndex] ?? emptyRoot(), proof: proof.map(fromHex) }
    expect(checkInclusion({ ...claim, root: fromHex(tree.roots[treeSize - 1] ?? '') })).toEqual({ ok: true })
  })

  it.each(tree.consistency)('R26: proves $oldSize to $treeSize', async ({ oldSize, treeSize, proof }) => {
    expect((await consistencyProof(oldSize, treeSize, readerOf(worked))).map(toHex)).toEqual(proof)
    const [oldRoot, root] = [oldSize, treeSize].map((size) => fromHex(tree.roots[size - 1] ?? ''))
    expect(
      oldRoot && root && checkConsistency({ oldSize, oldRoot, treeSize, root, proof: proof.map(fromHex) }),
    ).toEqual({
      ok: true,
    })
  })
})

describe('every tree', () => {
  it('R26: up to 1100 leaves has the defined root, from the frontier and from stored hashes alike', async () => {
    for (let size = 0; size <= LARGEST; size += 1) {
      expect(rootOfFrontier(await frontierAt(size, reader))).toEqual(rootAt(size))
      expect(frontiers[size]?.length).toBe(size.toString(2).replaceAll('0', '').length)
      if (size <= 130 || size % 97 === 0) expect(toHex(rootAt(size))).toBe(toHex(definedRoot(leaves.slice(0, size))))
    }
  })

  it('R26: up to 130 leaves proves each leaf, and a changed bit, index or length breaks each proof', async () => {
    for (let treeSize = 1; treeSize <= 130; treeSize += 1)
      for (let leafIndex = 0; leafIndex < treeSize; leafIndex += 1) {
        const claim = await inclusionClaim(leafIndex, treeSize)
        if (!checkInclusion(claim).ok) expect.fail(`leaf ${leafIndex} of ${treeSize}`)
        const elsewhere = Array.from({ length: 8 }, (_, bit) => ({ ...claim, leafIndex: leafIndex ^ (1 << bit) }))
        const wrong = [...falseInclusions(claim, (leafIndex * 131 + treeSize) % 256), ...elsewhere]
        expect(holds(wrong)).toEqual([])
      }
  })

  it('R26: up to 130 leaves begins with each smaller one, and a changed bit or length breaks each proof', async () => {
    for (let treeSize = 0; treeSize <= 130; treeSize += 1)
      for (let oldSize = 0; oldSize <= treeSize; oldSize += 1) {
        const claim = await consistencyClaim(oldSize, treeSize)
        if (!checkConsistency(claim).ok) expect.fail(`${oldSize} to ${treeSize}`)
        expect(agrees(falseConsistencies(claim, (oldSize * 131 + treeSize) % 256))).toEqual([])
        const others = [oldSize - 1, oldSize + 1].filter((size) => size >= 0 && size <= treeSize)
        expect(others.filter((size) => checkConsistency({ ...claim, oldSize: size }).ok)).toEqual([])
      }
  })

  it('R26: up to 9 leaves fails for every single bit of every hash', async () => {
    for (let treeSize = 1; treeSize <= 9; treeSize += 1)
      for (let at = 0; at < treeSize; at += 1) {
        const [inclusion, consistency] = [await inclusionClaim(at, treeSize), await consistencyClaim(at + 1, treeSize)]
        for (let bit = 0; bit < 256; bit += 1) {
          expect(holds(falseInclusions(inclusion, bit))).toHaveLength(0)
          expect(agrees(falseConsistencies(consistency, bit))).toHaveLength(0)
        }
      }
  })

  it('R26: up to 1100 leaves, drawn at random, proves and breaks in the same way', async () => {
    const drawn = fc.tuple(fc.integer({ min: 1, max: LARGEST }), fc.nat(), fc.nat(255))
    await fc.assert(
      fc.asyncProperty(drawn, async ([treeSize, draw, bit]) => {
        const inclusion = await inclusionClaim(draw % treeSize, treeSize)
        const consistency = await consistencyClaim(draw % (treeSize + 1), treeSize)
        expect([checkInclusion(inclusion), checkConsistency(consistency)]).toEqual([{ ok: true }, { ok: true }])
        expect([holds(falseInclusions(inclusion, bit)), agrees(falseConsistencies(consistency, bit))]).toEqual([[], []])
      }),
      { numRuns: 1500 },
    )
  })
})

describe('a check names what is wrong', () => {
  const [one, two] = [leafAt(0), leafAt(1)]

  it('refuses an index outside the tree, also one that is no count', () => {
    for (const leafIndex of [1, 2, -1, 0.5, Number.NaN, 2 ** 53])
      expect(checkInclusion({ leafIndex, treeSize: 1, leaf: one, proof: [], root: one })).toMatchObject({
        ok: false,
        code: 'indexOutsideTree',
      })
  })

  it('refuses an old tree larger than the new one', () => {
    const claim = { oldSize: 2, oldRoot: two, treeSize: 1, root: one, proof: [] }
    expect(checkConsistency(claim)).toEqual({ ok: false, code: 'sizesReversed', oldSize: 2, treeSize: 1 })
  })

  it('refuses a hash that does not have 32 bytes', () => {
    const claim = { leafIndex: 0, treeSize: 2, leaf: one, root: rootAt(2) }
    expect(checkInclusion({ ...claim, proof: [two.subarray(1)] })).toEqual({
      ok: false,
      code: 'hashLengthWrong',
      expected: 32,
      found: 31,
    })
  })

  it('says how many hashes a proof should have', () => {
    const claim = { leafIndex: 0, treeSize: 5, leaf: one, root: rootAt(5), proof: [two] }
    expect(checkInclusion(claim)).toEqual({ ok: false, code: 'proofLengthWrong', expected: 3, found: 1 })
    const growth = { oldSize: 3, oldRoot: rootAt(3), treeSize: 5, root: rootAt(5), proof: [] }
    expect(checkConsistency(growth)).toEqual({ ok: false, code: 'proofLengthWrong', expected: 4, found: 0 })
  })

  it('says which root was expected and which was found', () => {
    const claim = { leafIndex: 1, treeSize: 2, leaf: one, proof: [one], root: rootAt(2) }
    const found = toHex(nodeHash(one, one))
    expect(checkInclusion(claim)).toEqual({
      ok: false,
      code: 'rootDiffers',
      treeSize: 2,
      expected: toHex(rootAt(2)),
      found,
    })
  })

  it('handles sizes above 2^32 without cutting them', () => {
    const treeSize = 2 ** 40 + 1
    const claim = { leafIndex: 2 ** 40, treeSize, leaf: two, proof: [one], root: nodeHash(one, two) }
    expect(checkInclusion(claim)).toEqual({ ok: true })
    expect(checkInclusion({ ...claim, leafIndex: 2 ** 40 - 1 })).toMatchObject({
      code: 'proofLengthWrong',
      expected: 41,
    })
    const growth = { oldSize: 2 ** 40, oldRoot: one, treeSize, root: nodeHash(one, two), proof: [two] }
    expect(checkConsistency(growth)).toEqual({ ok: true })
  })
})
