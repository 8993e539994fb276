import { array, assert, integer, property, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Stroke, extend, settled, toField } from './strokes.ts'

/** A wave as a hand draws it: many points close together. */
const wave = (points: number): Stroke =>
  Array.from({ length: points }, (_, i): [number, number] => [
    Math.round((i / points) * 1000),
    Math.round(200 + 150 * Math.sin(i / 20)),
  ])

/** Every second point jumps: nothing can be left out without being seen. */
const scribble = (points: number): Stroke =>
  Array.from({ length: points }, (_, i): [number, number] => [i % 1000, i % 2 === 0 ? 0 : 400])

describe('a place on the canvas', () => {
  it('scales to the field, whatever the canvas measures', () => {
    expect(toField(250, 100, 500, 200)).toEqual([500, 200])
    expect(toField(0, 0, 312, 125)).toEqual([0, 0])
  })

  it('stays within the field when the finger runs out of it', () => {
    expect(toField(-20, 900, 500, 200)).toEqual([0, 400])
    expect(toField(501, -1, 500, 200)).toEqual([1000, 0])
  })
})

describe('a stroke that grows', () => {
  it('takes a point that can be told from the last, and no other', () => {
    expect(extend([[10, 10]], [12, 12])).toEqual([[10, 10]])
    expect(extend([[10, 10]], [14, 10])).toEqual([
      [10, 10],
      [14, 10],
    ])
  })
})

describe('what the form carries', () => {
  it('keeps the ends of a straight line and nothing between', () => {
    const line = Array.from({ length: 50 }, (_, i): [number, number] => [i * 10, i * 4])
    expect(settled([line])).toEqual([
      [
        [0, 0],
        [490, 196],
      ],
    ])
  })

  it('keeps a corner, a closed loop and a dot', () => {
    const corner: Stroke = [
      [0, 0],
      [100, 0],
      [100, 100],
    ]
    const loop: Stroke = [
      [0, 0],
      [50, 80],
      [100, 0],
      [0, 0],
    ]
    expect(settled([corner, loop, [[7, 7]]])).toEqual([corner, loop, [[7, 7]]])
  })

  it('leaves no drawn point further than one unit from the kept line', () => {
    const drawn = wave(900)
    const kept = settled([drawn])[0] ?? []
    expect(kept.length).toBeLessThan(drawn.length / 2)
    for (const point of drawn) expect(distanceToPath(point, kept)).toBeLessThanOrEqual(1)
  })

  it('does not know strokes without points', () => {
    expect(settled([])).toEqual([])
    expect(settled([[]])).toEqual([])
  })

  it('R19: never exceeds what the server takes, whatever was drawn', () => {
    const point = tuple(integer({ min: 0, max: 1000 }), integer({ min: 0, max: 400 }))
    const drawings = array(array(point, { maxLength: 300 }), { maxLength: 260 })
    assert(
      property(drawings, (strokes) => expectTaken(settled(strokes))),
      { numRuns: 20 },
    )
    expectTaken(settled([scribble(9000)]))
    expectTaken(settled(Array.from({ length: 300 }, () => scribble(60))))
    expectTaken(settled([wave(20_000)]))
  })
})

function expectTaken(strokes: readonly Stroke[]): void {
  expect(strokes.length).toBeLessThanOrEqual(200)
  for (const stroke of strokes) expect(stroke.length).toBeLessThanOrEqual(2000)
  expect(JSON.stringify(strokes).length).toBeLessThanOrEqual(60_000)
}

function distanceToPath([x, y]: readonly [number, number], path: Stroke): number {
  return Math.min(
    ...path.slice(1).map(([bx, by], i) => {
      const [ax, ay] = path[i] ?? [0, 0]
      const lengthSquared = (bx - ax) ** 2 + (by - ay) ** 2
      const t = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / lengthSquared))
      return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay))
    }),
  )
}
