/**
 * The rows of one page as bytes: outlines and places in JSON, then the words of all rows in UTF-16, so that a search looks through them as
 * they lie, without reading rows.
 *
 *     u32 length of the JSON | JSON { outlines, places } | padded to an even place | words
 *     words of a row:  text 01 text … 02 recorder 03 subject 03 subject 03 00
 *
 * Beside it `words`: which characters may follow one another on the page, in eight filters by which these are, so that a search reads a small
 * one of each page and most pages not at all.
 */
import { concat, fromUtf8, u32be, utf8 } from '../../kit/bytes.ts'
import type { Outline, RowWords } from './outline.ts'

export type Row = { readonly outline: Outline; readonly words: string }

/** Which outline; where the row's words, its recorder and its subjects begin, in characters. */
type Place = readonly [outline: number, start: number, recorderAt: number, subjectsAt: number]
type Header = { readonly outlines: readonly Outline[]; readonly places: readonly Place[] }

export type OpenedRows = Header & { readonly text: Buffer }

const [BETWEEN, RECORDER, SUBJECT, END] = ['\u0001', '\u0002', '\u0003', '\u0000']

export const rowWords = ({ texts, recorder, subjects }: RowWords): string =>
  `${texts.join(BETWEEN)}${RECORDER}${recorder}${SUBJECT}${subjects.map((key) => key + SUBJECT).join('')}${END}`

/** No record but a stub. */
export const noWords = rowWords({ texts: [], recorder: '', subjects: [] })

export function printRows(rows: readonly Row[]): Uint8Array {
  const outlines = new Map<string, number>()
  let start = 0
  const places = rows.map(({ outline, words }): Place => {
    const text = JSON.stringify(outline)
    const index = outlines.get(text) ?? outlines.size
    outlines.set(text, index)
    const place: Place = [index, start, start + words.indexOf(RECORDER), start + words.indexOf(SUBJECT)]
    start += words.length
    return place
  })
  const header = utf8(`{"outlines":[${[...outlines.keys()].join(',')}],"places":${JSON.stringify(places)}}`)
  const even = new Uint8Array(header.length % 2)
  return concat(u32be(header.length), header, even, Buffer.from(rows.map(({ words }) => words).join(''), 'utf16le'))
}

export function readRows(bytes: Uint8Array): OpenedRows {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  const header = JSON.parse(fromUtf8(bytes.subarray(4, 4 + length))) as Header
  const begin = 4 + length + (length % 2)
  return { ...header, text: Buffer.from(bytes.buffer, bytes.byteOffset + begin, bytes.byteLength - begin) }
}

/** All rows apart, to be printed again. */
export function rowsIn({ outlines, places, text }: OpenedRows): Row[] {
  const words = text.toString('utf16le')
  return places.map(([outline, start], i) => ({
    outline: outlines[outline] as Outline,
    words: words.slice(start, places[i + 1]?.[1]),
  }))
}

/** What is looked for: words as they were typed and made plain, or a subject. */
export type Needle = {
  readonly bytes: Buffer
  /** Which filters to ask, and for which bits. */
  readonly asks: readonly { readonly filter: number; readonly bits: readonly number[] }[]
  readonly isSubject: boolean
}

const needle = (text: string, isSubject: boolean): Needle => ({
  bytes: Buffer.from(text, 'utf16le'),
  asks: asksOf(text),
  isSubject,
})
export const needleOf = (plainText: string): Needle => needle(plainText, false)
export const subjectNeedle = (key: string): Needle => needle(`${SUBJECT}${key}${SUBJECT}`, true)

export type Hit = { readonly row: number; readonly in: 'texts' | 'recorder' | 'subjects' }

/** Each row that holds the needle, once, with the first part that holds it. */
export function hitsIn({ places, text }: OpenedRows, { bytes }: Needle): Hit[] {
  const hits: Hit[] = []
  let row = 0
  for (let at = text.indexOf(bytes, 0, 'utf16le'); at !== -1;) {
    const character = at / 2
    while (row + 1 < places.length && (places[row + 1]?.[1] ?? 0) <= character) row += 1
    const [, , recorderAt = 0, subjectsAt = 0] = places[row] ?? []
    hits.push({ row, in: character < recorderAt ? 'texts' : character < subjectsAt ? 'recorder' : 'subjects' })
    const next = places[row + 1]
    if (!next) break
    at = text.indexOf(bytes, next[1] * 2, 'utf16le')
  }
  return hits
}

export const FILTERS_PER_PAGE = 8
/** With its length before it, one step of the padding. */
const FILTER_BYTES = 4 * 1024 - 4
const FILTER_BITS = FILTER_BYTES * 8
/** One after the other, on the pages that the ones before left over. */
const FILTERS_ASKED = 4

/** Up to three characters that follow one another: in which filter, and at which bit. */
function placeOf(first: number, second: number, third: number): readonly [filter: number, bit: number] {
  let hash = Math.imul(first ^ 0x9e37, 0x85eb_ca6b) ^ Math.imul(second + 0x79b9, 0xc2b2_ae35)
  hash = Math.imul(hash ^ (hash >>> 15) ^ Math.imul(third + 0x3c6e, 0x1b87_3593), 0x2c1b_3c6d)
  hash = Math.imul(hash ^ (hash >>> 13), 0x297a_2d39)
  hash = (hash ^ (hash >>> 16)) >>> 0
  return [hash % FILTERS_PER_PAGE, Math.floor(hash / FILTERS_PER_PAGE) % FILTER_BITS]
}

/** Three at a time, which leaves the fewest pages; shorter words by what they have. */
function asksOf(text: string): Needle['asks'] {
  const asked = new Map<number, number[]>()
  for (let i = 0; i < Math.max(1, text.length - 2); i += 1) {
    const at = (k: number): number => (i + k < text.length ? text.charCodeAt(i + k) : 0)
    const [filter, bit] = placeOf(at(0), at(1), at(2))
    asked.set(filter, [...(asked.get(filter) ?? []), bit])
  }
  return [...asked]
    .map(([filter, bits]) => ({ filter, bits }))
    .toSorted((a, b) => b.bits.length - a.bits.length)
    .slice(0, FILTERS_ASKED)
}

export function printFilters(rows: readonly Row[]): Uint8Array[] {
  const filters = Array.from({ length: FILTERS_PER_PAGE }, () => new Uint8Array(FILTER_BYTES))
  const set = ([filter, bit]: readonly [number, number]): void => {
    const bytes = filters[filter]
    if (bytes) bytes[bit >>> 3] = (bytes[bit >>> 3] ?? 0) | (1 << (bit & 7))
  }
  for (const { words } of rows)
    for (let i = 0; i < words.length; i += 1) {
      const [first, second, third] = [words.charCodeAt(i), words.charCodeAt(i + 1), words.charCodeAt(i + 2)]
      set(placeOf(first, 0, 0))
      if (i + 1 < words.length) set(placeOf(first, second, 0))
      if (i + 2 < words.length) set(placeOf(first, second, third))
    }
  return filters
}

/** False only when no row of the page holds what these bits are of. */
export const mayHold = (filter: Uint8Array, bits: readonly number[]): boolean =>
  bits.every((bit) => ((filter[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0)
