/** An account's pages for the length of one request, as they are true at its beginning. */
import type { DossierId } from '../../domain/dossier/types.ts'
import { fromUtf8 } from '../../kit/bytes.ts'
import { listTag, openListPart, openLockedPart } from '../../vault/list-seals.ts'
import type { AppContext, Viewer } from '../context.ts'
import { type Entry, filterSerial, type PageNote, pageOf } from './head.ts'
import { type OpenedRows, readRows } from './page-rows.ts'

export type Counted = readonly [outline: string, count: number]

export type ListPage = Pick<PageNote, 'serial' | 'from' | 'blocks'> & {
  readonly key: Uint8Array
  /** How many rows of each outline; the outline as JSON. */
  readonly counted: readonly Counted[]
}

/** Another request of the account wrote the pages meanwhile: whoever catches this begins again. */
export class MovedOn extends Error {}

export class Lists {
  /** In order of registration. */
  readonly pages: readonly ListPage[]
  readonly #context: AppContext
  readonly #viewer: Viewer
  /** What could not be kept, by tag. */
  readonly #unsaved: ReadonlyMap<string, Uint8Array>

  constructor(
    context: AppContext,
    viewer: Viewer,
    pages: readonly ListPage[],
    unsaved: ReadonlyMap<string, Uint8Array> = new Map(),
  ) {
    this.#context = context
    this.#viewer = viewer
    this.pages = pages
    this.#unsaved = unsaved
  }

  /** Grants that were found of dossiers on these pages, in the order of the pages. */
  async entries(pages: readonly ListPage[]): Promise<Entry[][]> {
    const { secret } = this.#viewer
    return this.#parts(pages, 'entries', ({ serial }, sealed) => {
      return JSON.parse(fromUtf8(openListPart(secret, 'entries', serial, sealed))) as Entry[]
    })
  }

  /** Row n is the dossier of entry n. */
  async rows(pages: readonly ListPage[]): Promise<OpenedRows[]> {
    return this.#parts(pages, 'rows', ({ key, serial }, sealed) =>
      readRows(openLockedPart(key, 'rows', serial, sealed)),
    )
  }

  /** The n-th filter of each page. */
  async filters(pages: readonly ListPage[], filter: number): Promise<Uint8Array[]> {
    const placed = pages.map((page) => ({ ...page, serial: filterSerial(page.serial, filter) }))
    return this.#parts(placed, 'words', ({ key, serial }, sealed) => openLockedPart(key, 'words', serial, sealed))
  }

  /** The grant of one dossier. Looks at one page whether there is one or not (R32). */
  async entry(id: DossierId, registration: number): Promise<Entry | null> {
    const [entries = []] = await this.entries(this.pages.slice(pageOf(this.pages, registration)).slice(0, 1))
    return entries.findLast(({ dossierId }) => dossierId === id) ?? null
  }

  async #parts<Part>(
    pages: readonly ListPage[],
    part: 'entries' | 'rows' | 'words',
    open: (page: ListPage, sealed: Uint8Array) => Part,
  ): Promise<Part[]> {
    const tags = pages.map(({ serial }) => listTag(this.#viewer.secret, part, serial))
    const stored = await this.#context.store.listPages(tags.filter((tag) => !this.#unsaved.has(tag)))
    const byTag = new Map(stored.map(({ tag, sealed }) => [tag, sealed]))
    return pages.map((page, i) => {
      const tag = tags[i] ?? ''
      const sealed = this.#unsaved.get(tag) ?? byTag.get(tag)
      if (!sealed) throw new MovedOn()
      return open(page, sealed)
    })
  }
}
