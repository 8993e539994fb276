import { describe, expect, test } from 'vitest'
import type { Outline } from './outline.ts'
import { hitsIn, needleOf, printRows, readRows, type Row, rowsIn, rowWords, subjectNeedle } from './page-rows.ts'

const outline = (isRecorder: boolean): Outline => ({ status: 'transferred', isRecorder })
const row = (texts: readonly string[], recorder = '', subjects: readonly string[] = []): Row => ({
  outline: outline(false),
  words: rowWords({ texts, recorder, subjects }),
})
const rows = [
  row(['2026-7f3k9q', '某商行占道经营案'], '宋怡林', ['outside:方某', 'internal:p1']),
  { outline: outline(true), words: rowWords({ texts: ['另一案𠮷野家'], recorder: '', subjects: [] }) },
  row(['占道经营又占道经营'], '占道', ['outside:方某某']),
]
const hits = (text: string) => hitsIn(readRows(printRows(rows)), needleOf(text))

describe('the rows of a page', () => {
  test('come back as they were, also none at all', () => {
    expect(rowsIn(readRows(printRows(rows)))).toEqual(rows)
    expect(rowsIn(readRows(printRows([])))).toEqual([])
    // As it lies in a larger piece of memory, at an odd place.
    const printed = printRows(rows)
    const larger = new Uint8Array(printed.length + 8)
    larger.set(printed, 5)
    expect(rowsIn(readRows(larger.subarray(5, 5 + printed.length)))).toEqual(rows)
  })

  test('are found once each, by the first part that holds the words', () => {
    expect(hits('占道经营')).toEqual([
      { row: 0, in: 'texts' },
      { row: 2, in: 'texts' },
    ])
    expect(hits('宋怡')).toEqual([{ row: 0, in: 'recorder' }])
    expect(hits('占道')[1]).toEqual({ row: 2, in: 'texts' })
    expect(hits('𠮷野')).toEqual([{ row: 1, in: 'texts' }])
    expect(hits('outside')).toEqual([
      { row: 0, in: 'subjects' },
      { row: 2, in: 'subjects' },
    ])
    expect(hits('9q某商')).toEqual([])
    expect(hits('案另一')).toEqual([])
  })

  test('a subject is found whole', () => {
    const page = readRows(printRows(rows))
    expect(hitsIn(page, subjectNeedle('outside:方某'))).toEqual([{ row: 0, in: 'subjects' }])
    expect(hitsIn(page, subjectNeedle('internal:p1'))).toEqual([{ row: 0, in: 'subjects' }])
    expect(hitsIn(page, subjectNeedle('internal:p'))).toEqual([])
  })
})
