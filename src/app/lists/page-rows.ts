/**
 * The rows of one page as bytes: outlines and places in JSON, then the words of all rows in UTF-16, so that a search looks through them as
 * they lie, without reading rows.
 *
 *     u32 length of the JSON | JSON { outlines, places } | padded to an even place | words
 *     words of a row:  text 01 text … 02 recorder 03 subject 03 subject 03 00
 */
import { concat, fromUtf8, u32be, utf8 } from '../../kit/bytes.ts'
import { type Asks, asksOf } from './filters.ts'
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
  readonly asks: Asks
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
