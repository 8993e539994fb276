import { describe, expect, it } from 'vitest'
import checkpoints from '../../test/vectors/trail/checkpoints.json' with { type: 'json' }
import { fromHex, toHex } from '../kit/bytes.ts'
import { parseCheckpoint, printCheckpoint } from './checkpoint.ts'

describe('a checkpoint', () => {
  it.each(checkpoints.good)('R26: of size $treeSize prints and parses', ({ text, origin, treeSize, root }) => {
    expect(printCheckpoint({ origin, treeSize, root: fromHex(root) })).toBe(text)
    const parsed = parseCheckpoint(text)
    expect({ ...parsed, root: toHex(parsed.root) }).toEqual({ origin, treeSize, root })
  })

  it.each(checkpoints.broken)('R26: is refused when malformed: $why', ({ text }) => {
    expect(() => parseCheckpoint(text)).toThrow(expect.objectContaining({ code: 'checkpointMalformed' }))
  })

  it('is not printed when it could not be parsed', () => {
    const root = new Uint8Array(32)
    expect(() => printCheckpoint({ origin: 'two words', treeSize: 1, root })).toThrow('Invariant')
    expect(() => printCheckpoint({ origin: 'log', treeSize: 2 ** 53, root })).toThrow('Invariant')
    expect(() => printCheckpoint({ origin: 'log', treeSize: 1, root: root.subarray(1) })).toThrow('Invariant')
  })
})
