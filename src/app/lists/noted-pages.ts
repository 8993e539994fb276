/** The pages of all shelves by their place among all, as the shelves note them: what each holds is told only of those that are asked for. */
import type { Lists } from './lists.ts'
import type { OpenedRows } from './page-rows.ts'
import { type Counted, countedOn, type PageNote, placeOf, type Shelf } from './shelves.ts'

/** Nothing is counted where one of the page's locks was made anew, and nobody opens it any more. */
export type Noted = { readonly note: PageNote; readonly counted: readonly Counted[] | null }

export class NotedPages {
  readonly count: number
  /** Places of those that nobody opens any more. */
  readonly unopened: readonly number[]
  readonly #shelves: readonly Shelf[]
  /** The place of each shelf's first page. */
  readonly #starts: readonly number[]
  readonly #counted: ReadonlyMap<number, readonly Counted[] | null>

  private constructor(shelves: readonly Shelf[], counted: ReadonlyMap<number, readonly Counted[] | null>) {
    let count = 0
    this.#starts = shelves.map(({ pages }) => (count += pages.length) - pages.length)
    this.count = count
    this.#shelves = shelves
    this.#counted = counted
    this.unopened = [...counted].flatMap(([place, counted]) => (counted ? [] : [place]))
  }

  /** Where the counts of a shelf do not open, those pages give them that do. */
  static async on(shelves: readonly Shelf[], lists: Lists): Promise<NotedPages> {
    const counted = new Map<number, readonly Counted[] | null>()
    let place = 0
    for (const { pages, counts } of shelves) {
      if (!counts)
        for (const [i, note] of pages.entries()) {
          const rows = await lists.rowsIfOpen(note)
          counted.set(place + i, rows && countedIn(rows))
        }
      place += pages.length
    }
    return new NotedPages(shelves, counted)
  }

  at(place: number): Noted | undefined {
    const n = this.#starts.findLastIndex((start) => start <= place)
    const [shelf, i] = [this.#shelves[n], place - (this.#starts[n] ?? 0)]
    const note = shelf?.pages[i]
    if (!shelf || !note) return undefined
    return { note, counted: shelf.counts ? countedOn(shelf.counts, i) : (this.#counted.get(place) ?? null) }
  }

  /** Of a shelf's pages. */
  placesOn(shelf: number): number[] {
    const start = this.#starts[shelf] ?? 0
    return Array.from({ length: this.#shelves[shelf]?.pages.length ?? 0 }, (_, i) => start + i)
  }

  /** Which page the dossiers of a leaf index stand on. */
  placeOf(leafIndex: number): number {
    const n = placeOf(this.#shelves, leafIndex)
    return (this.#starts[n] ?? 0) + placeOf(this.#shelves[n]?.pages ?? [], leafIndex)
  }
}

const countedIn = ({ outlines, places }: OpenedRows): Counted[] =>
  outlines.map((outline, i) => [JSON.stringify(outline), places.filter(([which]) => which === i).length])
