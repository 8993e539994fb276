import { expect, it } from 'vitest'
import { dayInWords } from './day-in-words.ts'
import { extend, settled, toField } from './strokes.ts'

it('says a typed day in words, and nothing for what is no day', () => {
  for (const typed of ['2026-11-22', '2026/11/22', ' 2026年11月22日 '])
    expect(dayInWords(typed, false)).toBe('2026年11月22日 星期日')
  expect(dayInWords('2026-11-22', true)).toMatch(/^Sunday,? 22 November 2026$/)
  for (const typed of ['', '2026-2-30', '2026-13-1', '昨天']) expect(dayInWords(typed, false)).toBeNull()
})

it('R84: keeps a drawn signature within its field and to what a form may carry', () => {
  expect(toField(250, 100, 500, 200)).toEqual([500, 200])
  expect(toField(-5, 900, 500, 200)).toEqual([0, 400])
  const stroke = [[10, 10]] as const
  expect(extend(stroke, [12, 11])).toBe(stroke)
  expect(extend(stroke, [20, 10])).toEqual([
    [10, 10],
    [20, 10],
  ])
  const scribble = Array.from({ length: 2000 }, (_, i) => [(i * 37) % 1000, (i * 61) % 400] as const)
  const carried = settled([scribble, scribble, scribble])
  expect(carried.length).toBeGreaterThan(0)
  expect(carried.flat().length).toBeLessThanOrEqual(4000)
  for (const { length } of carried) expect(length).toBeLessThanOrEqual(2000)
})
