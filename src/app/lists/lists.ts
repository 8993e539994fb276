/** An account's pages for the length of one request, as they are true at its beginning. */
import type { DossierId } from '../../domain/dossier/types.ts'
import { fromUtf8 } from '../../kit/bytes.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import type { AccountSecret } from '../../vault/account-keys.ts'
import type { KeyringEntry } from '../../vault/keyring.ts'
import { type ListPart, listTag, openListPart, openLockedPart } from '../../vault/list-seals.ts'
import type { AppContext, Viewer } from '../context.ts'
import { mayHold, shareOf } from './filters.ts'
import { type Needle, type OpenedRows, readRows } from './page-rows.ts'
import {
  type IndexNote,
  indexOpens,
  keyUnderLocks,
  type Locks,
  type PageNote,
  pieceSerial,
  placeOf,
  type Shelf,
} from './shelves.ts'

/** A grant that was found, of a dossier that begins at this leaf of the trail. */
export type Entry = KeyringEntry & { readonly dossierId: DossierId; readonly registration: number }

export type ListPage = {
  readonly note: PageNote
  /** Of its shelf; it may not cover the page. */
  readonly index: IndexNote | null
}

/** A row of a page. */
export type Spot = { readonly page: PageNote; readonly row: number }

/** Another request of the account wrote the pages meanwhile: whoever catches this begins again. */
export class MovedOn extends Error {}

type Unsaved = ReadonlyMap<string, Uint8Array>
type Sealed = { readonly serial: number; readonly blocks: readonly number[] }

export class Lists {
  /** In order of registration. */
  readonly shelves: readonly Shelf[]
  readonly #context: AppContext
  readonly #secret: AccountSecret
  readonly #locks: Locks
  /** What could not be kept, by tag. */
  readonly #unsaved: Unsaved

  constructor(
    context: AppContext,
    { secret }: Pick<Viewer, 'secret'>,
    {
      shelves,
      locks,
      unsaved,
    }: { readonly shelves: readonly Shelf[]; readonly locks: Locks; readonly unsaved: Unsaved },
  ) {
    this.#context = context
    this.#secret = secret
    this.shelves = shelves
    this.#locks = locks
    this.#unsaved = unsaved
  }

  /** Grants that were found of dossiers on these pages, in the order of the pages. */
  async entries(pages: readonly PageNote[]): Promise<Entry[][]> {
    return this.#parts(pages, 'entries', ({ serial }, sealed) => {
      return JSON.parse(fromUtf8(openListPart(this.#secret, 'entries', serial, sealed))) as Entry[]
    })
  }

  /** The grants of these rows, in their order. */
  async entriesAt(spots: readonly Spot[]): Promise<Entry[]> {
    const pages = [...new Set(spots.map(({ page }) => page))]
    const opened = new Map((await this.entries(pages)).map((entries, i) => [pages[i], entries]))
    return spots.flatMap(({ page, row }) => opened.get(page)?.[row] ?? [])
  }

  /** Row n is the dossier of entry n. */
  async rows(pages: readonly PageNote[]): Promise<OpenedRows[]> {
    return this.#locked(pages, 'rows', readRows)
  }

  /** Null where one of the page's locks was made anew: nobody opens it any more. */
  async rowsIfOpen(page: PageNote): Promise<OpenedRows | null> {
    try {
      const [rows = null] = await this.rows([page])
      return rows
    } catch (error) {
      if (error instanceof LiuhenError && error.code === 'sealBroken') return null
      throw error
    }
  }

  /** Which characters may follow one another on the page. */
  async filterOf(page: PageNote): Promise<Uint8Array> {
    const [filter = NOTHING] = await this.#locked([page], 'words', (bytes) => bytes)
    return filter
  }

  /** Those of the pages that may hold what is looked for: by the indexes of their shelves, or by their own filters. */
  async mayHold(pages: readonly ListPage[], { asks }: Needle): Promise<ListPage[]> {
    const columns = new Map<IndexNote, ReadonlyMap<number, number>>()
    for (const index of new Set(pages.map((page) => page.index)))
      if (index && indexOpens(this.#secret, index, this.#locks))
        columns.set(index, new Map(index.covers.map((serial, column) => [serial, column])))
    const columnOf = ({ note, index }: ListPage): number | undefined =>
      index ? columns.get(index)?.get(note.serial) : undefined
    let left = pages
    for (const { piece, bits } of asks.pieces) {
      const indexes = [...new Set(left.flatMap(({ index }) => (index && columns.has(index) ? index : [])))]
      if (indexes.length === 0) break
      const placed = indexes.map(({ serial, blocks }) => ({ serial: pieceSerial(serial, piece), blocks }))
      const opened = await this.#locked(placed, 'index', (bytes) => bytes)
      const pieces = new Map(indexes.map((index, i) => [index, opened[i]]))
      left = left.filter((page) => {
        const [column, bytes] = [columnOf(page), page.index && pieces.get(page.index)]
        return column === undefined || !bytes || mayHold(shareOf(bytes, column), bits)
      })
    }
    const asked = left.filter((page) => columnOf(page) === undefined)
    const filters = await this.#locked(
      asked.map(({ note }) => note),
      'words',
      (bytes) => bytes,
    )
    const passed = new Set(asked.filter((_, i) => !mayHold(filters[i] ?? NOTHING, asks.bits)))
    return left.filter((page) => !passed.has(page))
  }

  /** The grant of one dossier. Looks at one page whether there is one or not (R32). */
  async entry(id: DossierId, registration: number): Promise<Entry | null> {
    const shelf = this.shelves[placeOf(this.shelves, registration)]
    const page = shelf?.pages[placeOf(shelf.pages, registration)]
    const [entries = []] = await this.entries(page ? [page] : [])
    return entries.findLast(({ dossierId }) => dossierId === id) ?? null
  }

  async #locked<Part>(of: readonly Sealed[], part: ListPart, read: (bytes: Uint8Array) => Part): Promise<Part[]> {
    return this.#parts(of, part, ({ serial, blocks }, sealed) =>
      read(openLockedPart(keyUnderLocks(this.#secret, blocks, this.#locks), part, serial, sealed)),
    )
  }

  async #parts<Of extends Sealed, Part>(
    of: readonly Of[],
    part: ListPart,
    open: (of: Of, sealed: Uint8Array) => Part,
  ): Promise<Part[]> {
    const tags = of.map(({ serial }) => listTag(this.#secret, part, serial))
    const stored = await this.#context.store.listPages(tags.filter((tag) => !this.#unsaved.has(tag)))
    const byTag = new Map(stored.map(({ tag, sealed }) => [tag, sealed]))
    return of.map((each, i) => {
      const tag = tags[i] ?? ''
      const sealed = this.#unsaved.get(tag) ?? byTag.get(tag)
      if (!sealed) throw new MovedOn()
      return open(each, sealed)
    })
  }
}

const NOTHING = new Uint8Array(0)
