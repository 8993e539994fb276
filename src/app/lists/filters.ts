/**
 * Which characters may follow one another on a page, so that a search reads rows of few pages: one filter a page. And the index of a
 * shelf: the same bits of many pages beside one another, cut into pieces, so that a search reads one small piece of each shelf instead of
 * the filters of all its pages.
 */

/** How many pieces an index has, and how many bytes of each page stand in one. */
export const PIECES = 96
const PIECE_BYTES = 85
const PIECE_BITS = PIECE_BYTES * 8
/** With its length before it, one step of the padding. */
const FILTER_BYTES = PIECES * PIECE_BYTES
const FILTER_BITS = FILTER_BYTES * 8
/** So many pieces one after the other, each for the pages that the ones before left over. */
const ASKED = 6

export type Bits = readonly number[]
/** What is asked for one word: bits of a page's filter, and of the pieces of an index (counted within a page's share of the piece). */
export type Asks = {
  readonly bits: Bits
  readonly pieces: readonly { readonly piece: number; readonly bits: Bits }[]
}

/** Up to three characters that follow one another: at which bit. */
function bitOf(first: number, second: number, third: number): number {
  let hash = Math.imul(first ^ 0x9e37, 0x85eb_ca6b) ^ Math.imul(second + 0x79b9, 0xc2b2_ae35)
  hash = Math.imul(hash ^ (hash >>> 15) ^ Math.imul(third + 0x3c6e, 0x1b87_3593), 0x2c1b_3c6d)
  hash = Math.imul(hash ^ (hash >>> 13), 0x297a_2d39)
  return ((hash ^ (hash >>> 16)) >>> 0) % FILTER_BITS
}

/** Three at a time, which leaves the fewest pages; shorter words by what they have. */
export function asksOf(text: string): Asks {
  const bits: number[] = []
  const pieces = new Map<number, number[]>()
  for (let i = 0; i < Math.max(1, text.length - 2); i += 1) {
    const at = (k: number): number => (i + k < text.length ? text.charCodeAt(i + k) : 0)
    const bit = bitOf(at(0), at(1), at(2))
    bits.push(bit)
    const piece = Math.floor(bit / PIECE_BITS)
    pieces.set(piece, [...(pieces.get(piece) ?? []), bit - piece * PIECE_BITS])
  }
  return {
    bits,
    pieces: [...pieces]
      .map(([piece, bits]) => ({ piece, bits }))
      .toSorted((a, b) => b.bits.length - a.bits.length)
      .slice(0, ASKED),
  }
}

export const emptyFilter = (): Uint8Array => new Uint8Array(FILTER_BYTES)

export function addToFilter(filter: Uint8Array, words: string): void {
  const set = (bit: number): void => {
    filter[bit >>> 3] = (filter[bit >>> 3] ?? 0) | (1 << (bit & 7))
  }
  for (let i = 0; i < words.length; i += 1) {
    const [first, second, third] = [words.charCodeAt(i), words.charCodeAt(i + 1), words.charCodeAt(i + 2)]
    set(bitOf(first, 0, 0))
    if (i + 1 < words.length) set(bitOf(first, second, 0))
    if (i + 2 < words.length) set(bitOf(first, second, third))
  }
}

/** False only when no row of the page holds what these bits are of. */
export const mayHold = (filter: Uint8Array, bits: Bits): boolean =>
  bits.every((bit) => ((filter[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0)

/** Of the filters of pages in turn. */
export const printIndex = (filters: readonly Uint8Array[]): Uint8Array[] =>
  Array.from({ length: PIECES }, (_, piece) => {
    const bytes = new Uint8Array(PIECE_BYTES * filters.length)
    for (const [column, filter] of filters.entries())
      bytes.set(filter.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES), column * PIECE_BYTES)
    return bytes
  })

/** The share of one page in a piece of the index, for `mayHold`. */
export const shareOf = (piece: Uint8Array, column: number): Uint8Array =>
  piece.subarray(column * PIECE_BYTES, (column + 1) * PIECE_BYTES)
