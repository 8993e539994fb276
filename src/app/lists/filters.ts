/**
 * Which characters may follow one another on a page, so that a search reads rows of few pages: eight filters a page, by which characters
 * these are. And the index of a shelf: the same bits of many pages beside one another, cut into pieces, so that a search reads one small piece
 * of each shelf instead of a filter of each page.
 */

export const FILTERS_PER_PAGE = 8
/** With its length before it, one step of the padding. */
const FILTER_BYTES = 4 * 1024 - 4
const FILTER_BITS = FILTER_BYTES * 8
/** One after the other, on the pages that the ones before left over. */
const ASKED = 6

/** A piece of the index: so many bytes of one filter, of each page in turn. */
const PIECES_PER_FILTER = 12
const PIECE_BYTES = FILTER_BYTES / PIECES_PER_FILTER
export const PIECES = FILTERS_PER_PAGE * PIECES_PER_FILTER

export type Bits = readonly number[]
/** What is asked for one word: bits of a page's filters, and of the pieces of an index (counted within a page's share of the piece). */
export type Asks = {
  readonly filters: readonly { readonly filter: number; readonly bits: Bits }[]
  readonly pieces: readonly { readonly piece: number; readonly bits: Bits }[]
}

/** Up to three characters that follow one another: in which filter, and at which bit. */
function placeOf(first: number, second: number, third: number): readonly [filter: number, bit: number] {
  let hash = Math.imul(first ^ 0x9e37, 0x85eb_ca6b) ^ Math.imul(second + 0x79b9, 0xc2b2_ae35)
  hash = Math.imul(hash ^ (hash >>> 15) ^ Math.imul(third + 0x3c6e, 0x1b87_3593), 0x2c1b_3c6d)
  hash = Math.imul(hash ^ (hash >>> 13), 0x297a_2d39)
  hash = (hash ^ (hash >>> 16)) >>> 0
  return [hash % FILTERS_PER_PAGE, Math.floor(hash / FILTERS_PER_PAGE) % FILTER_BITS]
}

/** Three at a time, which leaves the fewest pages; shorter words by what they have. */
export function asksOf(text: string): Asks {
  const filters = new Map<number, number[]>()
  const pieces = new Map<number, number[]>()
  const add = (to: Map<number, number[]>, where: number, bit: number): void => {
    to.set(where, [...(to.get(where) ?? []), bit])
  }
  for (let i = 0; i < Math.max(1, text.length - 2); i += 1) {
    const at = (k: number): number => (i + k < text.length ? text.charCodeAt(i + k) : 0)
    const [filter, bit] = placeOf(at(0), at(1), at(2))
    add(filters, filter, bit)
    const piece = Math.floor(bit / (PIECE_BYTES * 8))
    add(pieces, filter * PIECES_PER_FILTER + piece, bit - piece * PIECE_BYTES * 8)
  }
  return {
    filters: mostFirst(filters).map(([filter, bits]) => ({ filter, bits })),
    pieces: mostFirst(pieces).map(([piece, bits]) => ({ piece, bits })),
  }
}

const mostFirst = (asked: ReadonlyMap<number, number[]>): [number, number[]][] =>
  [...asked].toSorted(([, a], [, b]) => b.length - a.length).slice(0, ASKED)

export const emptyFilters = (): Uint8Array[] =>
  Array.from({ length: FILTERS_PER_PAGE }, () => new Uint8Array(FILTER_BYTES))

export function addToFilters(filters: readonly Uint8Array[], words: string): void {
  const set = ([filter, bit]: readonly [number, number]): void => {
    const bytes = filters[filter]
    if (bytes) bytes[bit >>> 3] = (bytes[bit >>> 3] ?? 0) | (1 << (bit & 7))
  }
  for (let i = 0; i < words.length; i += 1) {
    const [first, second, third] = [words.charCodeAt(i), words.charCodeAt(i + 1), words.charCodeAt(i + 2)]
    set(placeOf(first, 0, 0))
    if (i + 1 < words.length) set(placeOf(first, second, 0))
    if (i + 2 < words.length) set(placeOf(first, second, third))
  }
}

/** False only when no row of the page holds what these bits are of. */
export const mayHold = (filter: Uint8Array, bits: Bits): boolean =>
  bits.every((bit) => ((filter[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0)

/** `pages`: the filters of each page in turn. Answers as many pieces as an index has. */
export function printIndex(pages: readonly (readonly Uint8Array[])[]): Uint8Array[] {
  const pieces = Array.from({ length: PIECES }, () => new Uint8Array(PIECE_BYTES * pages.length))
  for (const [column, filters] of pages.entries())
    for (const [filter, bytes] of filters.entries())
      for (let n = 0; n < PIECES_PER_FILTER; n += 1)
        pieces[filter * PIECES_PER_FILTER + n]?.set(
          bytes.subarray(n * PIECE_BYTES, (n + 1) * PIECE_BYTES),
          column * PIECE_BYTES,
        )
  return pieces
}

/** The share of one page in a piece of the index, for `mayHold`. */
export const shareOf = (piece: Uint8Array, column: number): Uint8Array =>
  piece.subarray(column * PIECE_BYTES, (column + 1) * PIECE_BYTES)
