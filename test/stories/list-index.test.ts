/**
 * The index of a shelf (docs/decisions/0011), on pages that are made here, because so many records would take minutes: a search finds by index
 * and by the pages' own filters the same, and a lock that was made anew closes the index like the pages.
 */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppContext, Viewer } from '../../src/app/context.ts'
import { indexFor } from '../../src/app/lists/indexing.ts'
import { type ListPage, Lists } from '../../src/app/lists/lists.ts'
import type { Outline } from '../../src/app/lists/outline.ts'
import { needleOf, rowWords } from '../../src/app/lists/page-rows.ts'
import { sealedPage } from '../../src/app/lists/rewriting.ts'
import {
  type IndexNote,
  indexOpens,
  type Locks,
  openedShelf,
  sealedShelf,
  tagsOfIndex,
} from '../../src/app/lists/shelves.ts'
import { SLOTS_PER_LOCK } from '../../src/store/slot-locks.ts'
import { engines } from '../support/engines.ts'
import { type TestRegistry, anOfficer, aRegistry } from '../support/registry.ts'

const PAGES = 40
type Page = Awaited<ReturnType<typeof sealedPage>>
const outline: Outline = { status: 'transferred', isRecorder: false }

describe.each(engines.filter(({ available }) => available))('the index of a shelf, on $name', (engine) => {
  let registry: TestRegistry
  let context: AppContext
  let viewer: Viewer
  let pages: Page[]
  let index: IndexNote | null
  const locks: Locks = new Map(Array.from({ length: PAGES }, (_, n) => [n, randomBytes(32)]))
  const unsaved: ReadonlyMap<string, Uint8Array> = new Map()

  const written = async (n: number, serial: number, text: string): Promise<Page> => {
    const into = new Map<string, Uint8Array>()
    const entry = { dossierId: `d${n}` as never, slotId: n * SLOTS_PER_LOCK + 1, held: '', registration: n }
    const row = { outline, words: rowWords({ texts: [text], recorder: '', subjects: [] }) }
    const lists = new Lists(context, viewer, { shelves: [], locks, unsaved })
    const content = { from: n, filled: [{ entry, row, isKept: false }], grown: null }
    const page = await sealedPage(viewer, content, { serial, locks, lists, written: into })
    await saved(into)
    return page
  }
  let head: Uint8Array | null = null
  const saved = async (parts: ReadonlyMap<string, Uint8Array>, dropped: readonly string[] = []): Promise<void> => {
    const sealed = randomBytes(8)
    const change = { head: { tag: 'a head', before: head, sealed }, dropped }
    const all = [...parts].map(([tag, sealed]) => ({ tag, sealed }))
    expect(await context.store.saveListPages({ ...change, pages: all })).toBe(true)
    head = sealed
  }
  const indexed = async (former: IndexNote | null, serial: number): Promise<IndexNote | null> => {
    const into = new Map<string, Uint8Array>()
    const lists = new Lists(context, viewer, { shelves: [], locks, unsaved })
    const made = await indexFor(viewer, pages, { former, uncovered: 32, serial, locks, lists, written: into })
    await saved(into)
    return made
  }
  const found = async (text: string, some = withIndex(pages, null)): Promise<number[]> => {
    const lists = new Lists(context, viewer, { shelves: [], locks, unsaved })
    return (await lists.mayHold(some, needleOf(text))).map(({ note }) => note.from)
  }
  const withIndex = (some: readonly Page[], index: IndexNote | null): ListPage[] =>
    some.map((note) => ({ note, index }))

  beforeAll(async () => {
    registry = await aRegistry({ engine, people: [anOfficer('songyilin', '宋怡林')] })
    context = registry.context
    viewer = await registry.viewer('songyilin')
    pages = []
    for (let n = 0; n < PAGES; n += 1) pages.push(await written(n, n, `第${n}号商铺占道经营${n % 2 ? '甲' : '乙'}`))
    index = await indexed(null, 100)
  })
  afterAll(() => registry.close())

  it('finds what the pages’ own filters find, newly written pages among them', async () => {
    if (!index) throw new Error('forty pages are enough for an index')
    expect(index.covers).toEqual(pages.map(({ serial }) => serial))
    const all = withIndex(pages, index)
    for (const text of ['占道经营', '经营甲', '第7号', '铺', '没有这样的词语', '第3号商铺占道经营甲'])
      expect(await found(text, all), text).toEqual(await found(text))
    expect(await found('第7号', all)).toEqual([7])
    const rewritten = [...pages]
    rewritten[7] = await written(7, 50, '另一件事')
    expect(await found('第7号', withIndex(rewritten, index))).toEqual([])
    expect(await found('另一件', withIndex(rewritten, index))).toEqual([7])
  })

  it('is made when thirty-two pages are without, and not before', async () => {
    expect(await indexed(index, 101)).toBe(index)
    const all = pages
    pages = pages.slice(0, 31)
    expect(await indexed(null, 102)).toBeNull()
    pages = all
    expect((await indexed(index && { ...index, covers: index.covers.slice(0, 2) }, 103))?.serial).toBe(103)
  })

  it('its pieces are equally long, and say nothing without the locks (R42)', async () => {
    if (!index) throw new Error('forty pages are enough for an index')
    const pieces = await context.store.listPages(tagsOfIndex(viewer.secret, index.serial))
    expect(new Set(pieces.map(({ sealed }) => sealed.length)).size).toBe(1)
    const { shelf, sealed } = sealedShelf(viewer.secret, 200, { pages, index }, locks)
    expect(openedShelf(viewer, shelf, sealed, locks)).toEqual(shelf)
    const anew: Locks = new Map([...locks, [3, randomBytes(32)]])
    const opened = openedShelf(viewer, shelf, sealed, anew)
    expect([opened.counts, indexOpens(viewer.secret, index, locks), indexOpens(viewer.secret, index, anew)]).toEqual([
      null,
      true,
      false,
    ])
    const lists = new Lists(context, viewer, { shelves: [], locks: anew, unsaved })
    // Pages are asked by their own filters then, and the one under that lock does not open either.
    const others = withIndex(pages, index).filter(({ note }) => note.from !== 3)
    expect((await lists.mayHold(others, needleOf('第7号'))).map(({ note }) => note.from)).toEqual([7])
    await expect(lists.mayHold(withIndex(pages, index), needleOf('第7号'))).rejects.toMatchObject({
      code: 'sealBroken',
    })
    expect(await lists.rowsIfOpen(pages[3] as Page)).toBeNull()
    expect((await lists.rowsIfOpen(pages[4] as Page))?.outlines).toEqual([outline])
  })
})
