/**
 * Bringing the bureau's people in from a file, at set-up and later (R5). In two steps that keep nothing on the server between them: the preview
 * carries the list as text and says which bureau it was planned against; accepting plans again and refuses when the bureau has moved on.
 */
import { createHash, randomBytes } from 'node:crypto'
import {
  cellsOf,
  type DirectoryProblem,
  directoryColumns,
  noWord,
  readDirectoryList,
  unitKindWords,
  yesWord,
} from '../../domain/organisation/directory-list.ts'
import { type Directory, type DirectoryPlan, planDirectory } from '../../domain/organisation/directory-plan.ts'
import { mayOpen } from '../../domain/access/permissions.ts'
import { printCsv, readCsv } from '../../documents/spreadsheet/csv.ts'
import { readSheet } from '../../documents/spreadsheet/read-sheet.ts'
import { limits, type Sheet, type SheetRefusal } from '../../documents/spreadsheet/sheet.ts'
import { printXlsx } from '../../documents/spreadsheet/xlsx-write.ts'
import { toBase64Url, utf8 } from '../../kit/bytes.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import { inTurn } from '../accounts/in-turn.ts'
import { securityEvent } from '../accounts/security-events.ts'
import type { AppContext, Viewer } from '../context.ts'

export type DirectoryPreview = {
  readonly plan: DirectoryPlan
  readonly unusedHeadings: readonly string[]
  /** The accepted rows as a list of our own, to be sent back when the plan is accepted. */
  readonly list: string
  /** Which bureau the plan was made for. */
  readonly basis: string
}

export type DirectoryRefusal =
  | SheetRefusal
  | { readonly code: 'listHasProblems'; readonly problems: readonly DirectoryProblem[] }

/** What one list may weigh. */
export const DIRECTORY_FILE_BYTES: number = limits.fileBytes

const headings = Object.values(directoryColumns)

/** What a file would change. Nothing is kept. All problems of the list are named at once. */
export const previewDirectory = (bureau: Directory, file: Uint8Array): Decision<DirectoryPreview, DirectoryRefusal> => {
  const sheet = readSheet(file)
  return sheet.ok ? previewOf(bureau, sheet.value) : sheet
}

/** The same for the list that a preview carried. */
export const previewOfList = (bureau: Directory, list: string): Decision<DirectoryPreview, DirectoryRefusal> => {
  const sheet = readCsv(utf8(list))
  return sheet.ok ? previewOf(bureau, sheet.value) : sheet
}

function previewOf(bureau: Directory, sheet: Sheet): Decision<DirectoryPreview, DirectoryRefusal> {
  const { rows, problems, unusedHeadings } = readDirectoryList(sheet)
  // Rows that can be read are held against the bureau even when others cannot: one look at the file should do.
  const plan = planDirectory(bureau, rows, newDirectoryId)
  const all = [...problems, ...plan.problems].toSorted((a, b) => a.row - b.row)
  if (all.length > 0) return refuse({ code: 'listHasProblems', problems: all })
  const list = printCsv([headings, ...rows.map(cellsOf)])
  return accept({ plan, unusedHeadings, list, basis: basisOf(bureau) })
}

export const newDirectoryId = (): string => toBase64Url(randomBytes(12))

/** Changes whenever units, persons or posts do. */
export const basisOf = ({ units, persons, posts }: Directory): string =>
  createHash('sha256')
    .update(JSON.stringify([units, persons, posts]))
    .digest('hex')
    .slice(0, 32)

/** What an auditor may know of a run: how many, never who. */
export const countsOf = ({ units, persons, posts, endedByMove }: DirectoryPlan) => ({
  units: units.length,
  persons: persons.length,
  posts: posts.length,
  endedByMove,
})

export type AcceptRefusal = DirectoryRefusal | { readonly code: 'notFound' } | { readonly code: 'bureauChanged' }

/** For the system administrator. All of the list is kept, with an event, or nothing. */
export function acceptDirectory(
  context: AppContext,
  viewer: Viewer,
  { list, basis }: { readonly list: string; readonly basis: string },
): Promise<Decision<DirectoryPlan, AcceptRefusal>> {
  return inTurn('directory', async () => {
    if (!mayOpen(viewer.roles, 'organisation')) return refuse({ code: 'notFound' })
    const bureau = await context.store.organisation()
    if (basisOf(bureau) !== basis) return refuse({ code: 'bureauChanged' })
    const preview = previewOfList(bureau, list)
    if (!preview.ok) return preview
    const { plan } = preview.value
    const { units, persons, posts } = plan
    const event = securityEvent(context, 'directoryImported', viewer.accountId, countsOf(plan))
    await context.store.changeBureau({ units, persons, posts, events: [event] })
    return accept(plan)
  })
}

/** An empty list to fill in. Without an example: somebody would leave it in. */
export function directoryTemplate(format: 'xlsx' | 'csv'): Uint8Array {
  // With the mark, or Excel takes UTF-8 for something else.
  if (format === 'csv') return utf8(`\ufeff${printCsv([headings])}`)
  const choices = {
    unitKind: Object.values(unitKindWords),
    leadingCadre: [yesWord, noWord],
    unitHead: [yesWord, noWord],
  }
  return printXlsx({
    name: '人员',
    head: headings,
    rows: [],
    widths: [12, 12, 24, 18, 20, 10, 12, 14, 14, 28],
    choices: Object.entries(choices).map(([column, words]) => ({
      column: Object.keys(directoryColumns).indexOf(column),
      words,
    })),
  })
}
