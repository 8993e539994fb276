import { describe, expect, test } from 'vitest'
import { addToFilter, emptyFilter, mayHold, PIECES, printIndex, shareOf } from './filters.ts'
import { needleOf, rowWords, subjectNeedle } from './page-rows.ts'

const filterOf = (...words: readonly string[]): Uint8Array => {
  const filter = emptyFilter()
  for (const each of words) addToFilter(filter, each)
  return filter
}
const words = [
  rowWords({
    texts: ['2026-7f3k9q', '某商行占道经营案'],
    recorder: '宋怡林',
    subjects: ['outside:方某', 'internal:p1'],
  }),
  rowWords({ texts: ['另一案𠮷野家'], recorder: '', subjects: [] }),
  rowWords({ texts: ['占道经营又占道经营'], recorder: '占道', subjects: ['outside:方某某'] }),
]
const NOTHING = new Uint8Array()

describe('the filter of a page', () => {
  const filter = filterOf(...words)
  const pass = ({ asks }: ReturnType<typeof needleOf>): boolean => mayHold(filter, asks.bits)

  test('never passes over what is there', () => {
    for (const each of words)
      for (let from = 0; from < each.length; from += 1)
        for (let to = from + 1; to <= each.length; to += 1) expect(pass(needleOf(each.slice(from, to)))).toBe(true)
    expect(pass(subjectNeedle('outside:方某某'))).toBe(true)
  })

  test('passes over most that is not', () => {
    const absent = Array.from({ length: 500 }, (_, n) => `第${n}户违建`)
    expect(absent.filter((text) => pass(needleOf(text))).length).toBeLessThan(5)
    expect(pass(needleOf('鑫'))).toBe(false)
  })

  test('is the same whether rows came at once or one after the other', () => {
    const grown = filterOf(...words.slice(0, 2))
    addToFilter(grown, words[2] ?? '')
    expect(grown).toEqual(filter)
  })
})

describe('the index of a shelf', () => {
  const pages = [filterOf(words[0] ?? ''), filterOf(), filterOf(words[1] ?? '', words[2] ?? '')]
  const index = printIndex(pages)
  const columnsFor = (text: string): number[] =>
    [...pages.keys()].filter((column) =>
      needleOf(text).asks.pieces.every(({ piece, bits }) => mayHold(shareOf(index[piece] ?? NOTHING, column), bits)),
    )

  test('says of each page what its own filter says', () => {
    expect(index).toHaveLength(PIECES)
    for (const text of [
      '占道经营',
      '某商行',
      '𠮷野家',
      '宋怡林',
      '经',
      '占道经营又占道经营',
      '没有这样的词语',
      '2026-7f3k9q',
    ])
      for (const [column, filter] of pages.entries())
        // A long word asks less of the index; neither passes over what is there.
        if (text.length <= 8)
          expect(columnsFor(text).includes(column), text).toBe(mayHold(filter, needleOf(text).asks.bits))
    expect(columnsFor('占道经营')).toEqual([0, 2])
    expect(columnsFor('占道经营又占道经营')).toEqual([2])
    expect(columnsFor('2026-7f3k9q')).toEqual([0])
    expect(columnsFor('没有这样的词语')).toEqual([])
  })
})
