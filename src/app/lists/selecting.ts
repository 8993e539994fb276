/**
 * Finding rows on an account's pages: by outline, newest first; by due day; by words. Outlines are judged once each, and pages on which no
 * row can be wanted are not read.
 */
import { learnsIdentity, type Standing, standingsFor } from '../../domain/access/need-to-know.ts'
import type { Organisation } from '../../domain/organisation/types.ts'
import type { Day, Instant } from '../../kit/calendar.ts'
import type { Viewer } from '../context.ts'
import type { Entry, ListPage, Lists, Spot } from './lists.ts'
import type { Outline, RegisteredOutline } from './outline.ts'
import { hitsIn, type Needle } from './page-rows.ts'
import { countedOn, type Counts, type PageNote } from './shelves.ts'

type Judged = { readonly outline: Outline; readonly standing: Standing | null }

export type Judge = {
  (outline: string): Judged
  /** Stubs of what has left (R44). */
  transferred(lists: Lists): Selection
}

/** In which standing the viewer knows a row of this outline at this moment; null: not at all (R37, R42). */
export function judging({ personId, roles }: Viewer, organisation: Organisation, at: Instant): Judge {
  const standing = standingsFor({ personId, roles, organisation, at })
  const known = new Map<string, Judged>()
  const judge = (text: string): Judged => {
    const before = known.get(text)
    if (before) return before
    const outline = JSON.parse(text) as Outline
    const judged = {
      outline,
      standing: outline.status === 'transferred' ? null : standing(outline, outline.isRecorder),
    }
    known.set(text, judged)
    return judged
  }
  return Object.assign(judge, {
    transferred: (lists: Lists) => choice(lists, judge, ({ outline }) => outline.status === 'transferred'),
  })
}

type Selected = ListPage & {
  readonly count: number
  /** Which outlines stand on the page. */
  readonly outlines: () => readonly string[]
}

/** Some rows: which outlines they have, and how many of them stand on which page. */
export type Selection = {
  /** Newest first. */
  readonly pages: readonly Selected[]
  readonly count: number
  readonly has: (outline: Outline) => boolean
  /** On which days the selected rows of a page fall due. */
  readonly dueDays: (page: Selected) => ReadonlySet<Day>
  readonly standing: (outline: Outline) => Standing | null
}

/** Rows that the viewer may know and that are wanted. */
export const selected = (
  lists: Lists,
  judge: Judge,
  wanted: (outline: RegisteredOutline, standing: Standing) => boolean,
): Selection =>
  choice(
    lists,
    judge,
    ({ outline, standing }) => outline.status !== 'transferred' && standing !== null && wanted(outline, standing),
  )

function choice(lists: Lists, judge: (outline: string) => Judged, wanted: (judged: Judged) => boolean): Selection {
  const answers = new Map<string, boolean>()
  const has = (text: string): boolean => {
    const answer = answers.get(text) ?? wanted(judge(text))
    answers.set(text, answer)
    return answer
  }
  const pages: Selected[] = []
  for (const shelf of lists.shelves.toReversed()) {
    const counts = shelf.counts ?? NOTHING
    const isWanted = counts.outlines.map(has)
    for (const [i, note] of [...shelf.pages.entries()].toReversed()) {
      const pairs = counts.pages[i] ?? []
      let count = 0
      for (let k = 0; k < pairs.length; k += 2) if (isWanted[pairs[k] ?? -1]) count += pairs[k + 1] ?? 0
      if (count > 0)
        pages.push({
          note,
          index: shelf.index,
          count,
          outlines: () => countedOn(counts, i).map(([outline]) => outline),
        })
    }
  }
  return {
    pages,
    count: pages.reduce((sum, { count }) => sum + count, 0),
    has: (outline) => has(JSON.stringify(outline)),
    dueDays: ({ outlines }) =>
      new Set(outlines().flatMap((text) => (has(text) ? (dueDayOf(judge(text).outline) ?? []) : []))),
    standing: (outline) => judge(JSON.stringify(outline)).standing,
  }
}

const NOTHING: Counts = { outlines: [], pages: [] }

const dueDayOf = (outline: Outline): Day | null => (outline.status === 'transferred' ? null : outline.next.dueOn)

/** So many of them from the n-th on, newest first. */
export async function rowsFrom(
  lists: Lists,
  { pages, has }: Selection,
  { from, most }: { readonly from: number; readonly most: number },
): Promise<Entry[]> {
  let before = 0
  const touched = pages.filter(({ count }) => {
    const here = before < from + most && before + count > from
    before += count
    return here
  })
  let passed = 0
  for (const page of pages) {
    if (page === touched[0]) break
    passed += page.count
  }
  const found = await entriesOn(
    lists,
    touched.map(({ note }) => note),
    has,
  )
  return found.flat().slice(from - passed, from - passed + most)
}

const PAGES_PER_READ = 32

/** The rows of these outlines on each page, newest first. */
async function entriesOn(
  lists: Lists,
  pages: readonly PageNote[],
  has: (outline: Outline) => boolean,
): Promise<Entry[][]> {
  const found: Entry[][] = []
  for (let at = 0; at < pages.length; at += PAGES_PER_READ) {
    const some = pages.slice(at, at + PAGES_PER_READ)
    const [rows, entries] = [await lists.rows(some), await lists.entries(some)]
    for (const [i, { outlines, places }] of rows.entries()) {
      const wanted = outlines.map(has)
      found.push((entries[i] ?? []).filter((_, row) => wanted[places[row]?.[0] ?? -1]).toReversed())
    }
  }
  return found
}

/** What is due first, the older registration before the newer. */
export async function firstDue(lists: Lists, selection: Selection, most: number): Promise<Entry[]> {
  const found: Entry[] = []
  const due = selection.pages.map((page) => ({ note: page.note, days: selection.dueDays(page) }))
  const days = [...new Set(due.flatMap(({ days }) => [...days]))].toSorted()
  for (const day of days) {
    const onDay = (outline: Outline): boolean => dueDayOf(outline) === day && selection.has(outline)
    for (const { note } of due.filter(({ days }) => days.has(day)).toReversed()) {
      if (found.length >= most) return found.slice(0, most)
      const [here = []] = await entriesOn(lists, [note], onDay)
      found.push(...here.toReversed())
    }
  }
  return found.slice(0, most)
}

/** The first reads are small: what is often written stands on the first pages. */
const PAGES_ASKED = { first: 16, most: 4096 }
const PAGES_SEARCHED = { first: 4, most: 16 }
/** After so many, a search goes on only until it has as many as are shown. */
const PATIENCE = 24

type Sought = {
  readonly needle: Needle
  /** The search ends when it has more than so many. */
  readonly most: number
  /** With more than so many it ends when it has read much already: what is shown is full, and there is a next page. */
  readonly shown: number
}

/** Rows of the selection that hold the needle, newest first, and whether more may follow. */
export async function searched(
  lists: Lists,
  { pages, has, standing }: Selection,
  { needle, most, shown }: Sought,
): Promise<{ readonly hits: readonly Spot[]; readonly isCut: boolean }> {
  const found: Spot[] = []
  let asked = PAGES_ASKED.first
  let read = 0
  for (let at = 0; at < pages.length;) {
    const some = pages.slice(at, at + asked)
    at += asked
    asked = Math.min(PAGES_ASKED.most, asked * 16)
    const candidates = await lists.mayHold(some, needle)
    let size = PAGES_SEARCHED.first
    for (let next = 0; next < candidates.length; next += size, size = Math.min(PAGES_SEARCHED.most, size * 2)) {
      const these = candidates.slice(next, next + size).map(({ note }) => note)
      for (const [i, opened] of (await lists.rows(these)).entries()) {
        const page = these[i]
        if (!page) continue
        const { outlines, places } = opened
        const hits = hitsIn(opened, needle).filter((hit) => {
          const outline = outlines[places[hit.row]?.[0] ?? -1]
          if (!outline || !has(outline)) return false
          if (hit.in === 'subjects') return needle.isSubject
          const as = standing(outline)
          return hit.in === 'texts' || (as !== null && learnsIdentity(as))
        })
        found.push(...hits.map(({ row }) => ({ page, row })).toReversed())
      }
      read += these.length
      if (found.length > most || (found.length > shown && read >= PATIENCE))
        return { hits: found.slice(0, most), isCut: true }
    }
  }
  return { hits: found, isCut: false }
}
