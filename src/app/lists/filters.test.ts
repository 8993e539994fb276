import { describe, expect, test } from 'vitest'
import { addToFilters, emptyFilters, FILTERS_PER_PAGE, mayHold, PIECES, printIndex, shareOf } from './filters.ts'
import { needleOf, rowWords, subjectNeedle } from './page-rows.ts'

const filtersOf = (...words: readonly string[]): Uint8Array[] => {
  const filters = emptyFilters()
  for (const each of words) addToFilters(filters, each)
  return filters
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

describe('the filters of a page', () => {
  const filters = filtersOf(...words)
  const pass = ({ asks }: ReturnType<typeof needleOf>): boolean =>
    asks.filters.every(({ filter, bits }) => mayHold(filters[filter] ?? NOTHING, bits))

  test('never pass over what is there', () => {
    expect(filters).toHaveLength(FILTERS_PER_PAGE)
    for (const each of words)
      for (let from = 0; from < each.length; from += 1)
        for (let to = from + 1; to <= each.length; to += 1) expect(pass(needleOf(each.slice(from, to)))).toBe(true)
    expect(pass(subjectNeedle('outside:方某某'))).toBe(true)
  })

  test('pass over most that is not', () => {
    const absent = Array.from({ length: 500 }, (_, n) => `第${n}户违建`)
    expect(absent.filter((text) => pass(needleOf(text))).length).toBeLessThan(5)
    expect(pass(needleOf('鑫'))).toBe(false)
  })

  test('are the same whether rows came at once or one after the other', () => {
    const grown = filtersOf(...words.slice(0, 2))
    addToFilters(grown, words[2] ?? '')
    expect(grown).toEqual(filters)
  })
})

describe('the index of a shelf', () => {
  const pages = [filtersOf(words[0] ?? ''), filtersOf(), filtersOf(words[1] ?? '', words[2] ?? '')]
  const index = printIndex(pages)
  const columnsFor = (text: string): number[] =>
    [...pages.keys()].filter((column) =>
      needleOf(text).asks.pieces.every(({ piece, bits }) => mayHold(shareOf(index[piece] ?? NOTHING, column), bits)),
    )

  test('says of each page what its own filters say', () => {
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
      for (const [column, filters] of pages.entries()) {
        const { asks } = needleOf(text)
        const byPage = asks.filters.every(({ filter, bits }) => mayHold(filters[filter] ?? NOTHING, bits))
        // A long word asks more of one than of the other; neither passes over what is there.
        if (text.length <= 5) expect(columnsFor(text).includes(column), `${text} ${column}`).toBe(byPage)
      }
    expect(columnsFor('占道经营')).toEqual([0, 2])
    expect(columnsFor('占道经营又占道经营')).toEqual([2])
    expect(columnsFor('2026-7f3k9q')).toEqual([0])
    expect(columnsFor('没有这样的词语')).toEqual([])
  })
})
