import { beforeAll, describe, expect, test } from 'vitest'
import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { concat, utf8 } from '../kit/bytes.ts'
import {
  EVIDENCE_CHUNK_LENGTH,
  EvidenceDigests,
  newEvidenceKey,
  openChunk,
  openRange,
  sealChunk,
  sealedChunkLength,
  sealedOffsetOf,
} from './evidence.ts'
import { withFlippedByte } from './test-bytes.ts'

const sealBroken = { code: 'sealBroken' }
const key = newEvidenceKey()
const fileId = '录音-01'
const plain = new Uint8Array(2 * EVIDENCE_CHUNK_LENGTH + 1234)
for (let i = 0; i < plain.length; i += 1) plain[i] = (i * 31 + (i >> 12)) & 0xff
let sealed = new Uint8Array()

beforeAll(() => {
  sealed = Uint8Array.from(
    concat(
      ...[0, 1, 2].map((index) =>
        sealChunk(
          key,
          fileId,
          index,
          index === 2,
          plain.subarray(index * EVIDENCE_CHUNK_LENGTH, (index + 1) * EVIDENCE_CHUNK_LENGTH),
        ),
      ),
    ),
  )
})

async function read(file: Uint8Array, start: number, end: number, plainLength = plain.length): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  const readSealed = (offset: number, length: number): Promise<Uint8Array> =>
    Promise.resolve(file.subarray(offset, offset + length))
  for await (const part of openRange(readSealed, { key, fileId, plainLength }, start, end)) parts.push(part)
  return concat(...parts)
}

describe('sealed evidence', () => {
  test('R22: comes back byte for byte, and its chunks lie where the layout says', async () => {
    expect(sealed).toHaveLength(sealedOffsetOf(2) + sealedChunkLength(1234))
    expect(Buffer.compare(await read(sealed, 0, plain.length - 1), plain)).toBe(0)
    expect(Buffer.from(sealed).indexOf(plain.subarray(0, 64))).toBe(-1)
  })

  test('R22: every range equals the slice of the original', async () => {
    const edge = EVIDENCE_CHUNK_LENGTH
    const edges = fc.constantFrom(0, 1, edge - 1, edge, edge + 1, 2 * edge - 1, 2 * edge, plain.length - 1)
    const offset = fc.oneof(edges, fc.nat(plain.length - 1))
    await fc.assert(
      fc.asyncProperty(offset, offset, async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)]
        expect(Buffer.compare(await read(sealed, start, end), plain.subarray(start, end + 1))).toBe(0)
      }),
      { numRuns: 30 },
    )
  })

  test('R22: a range that ends after the file gives what there is, one that begins after it gives nothing', async () => {
    const tail = await read(sealed, plain.length - 5, 9 * EVIDENCE_CHUNK_LENGTH)
    expect([...tail]).toEqual([...plain.subarray(-5)])
    expect(await read(sealed, 5 * EVIDENCE_CHUNK_LENGTH, 9 * EVIDENCE_CHUNK_LENGTH)).toHaveLength(0)
  })

  test('R22: chunks that were swapped, repeated or cut off are noticed', async () => {
    const chunk = (index: number): Uint8Array => sealed.subarray(sealedOffsetOf(index), sealedOffsetOf(index + 1))
    const last = plain.length - 1
    await expect(read(concat(chunk(1), chunk(0), chunk(2)), 0, last)).rejects.toMatchObject(sealBroken)
    await expect(read(concat(chunk(0), chunk(0), chunk(2)), 0, last)).rejects.toMatchObject(sealBroken)
    await expect(read(sealed.subarray(0, -1), 0, last)).rejects.toMatchObject(sealBroken)
    await expect(read(sealed.subarray(0, sealedOffsetOf(2)), 0, last)).rejects.toMatchObject(sealBroken)
    // Whoever also shortens the stated length meets a chunk that does not say it is the last.
    const shorter = 2 * EVIDENCE_CHUNK_LENGTH
    await expect(read(sealed, 0, shorter - 1, shorter)).rejects.toMatchObject(sealBroken)
  })

  test('R35: every changed byte, another key, file, index or last-flag is noticed', () => {
    const chunk = sealChunk(key, fileId, 3, false, utf8('证据'))
    expect([...openChunk(key, fileId, 3, false, chunk)]).toEqual([...utf8('证据')])
    for (let at = 0; at < chunk.length; at += 1)
      expect(() => openChunk(key, fileId, 3, false, withFlippedByte(chunk, at))).toThrow(
        expect.objectContaining(sealBroken),
      )
    const others = [
      [newEvidenceKey(), fileId, 3, false],
      [key, '录音-02', 3, false],
      [key, fileId, 4, false],
      [key, fileId, 3, true],
    ] as const
    for (const [otherKey, id, index, isLast] of others)
      expect(() => openChunk(otherKey, id, index, isLast, chunk)).toThrow(expect.objectContaining(sealBroken))
  })

  test('R22: the digests of the original are SHA-256 and SM3, whatever the parts it came in', () => {
    const known = new EvidenceDigests()
    known.update(utf8('abc'))
    expect(known.finish()).toEqual({
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      sm3: '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    })
    const digests = new EvidenceDigests()
    for (let at = 0; at < plain.length; at += 777_777) digests.update(plain.subarray(at, at + 777_777))
    expect(digests.finish().sha256).toBe(createHash('sha256').update(plain).digest('hex'))
  })
})
