/**
 * The bureau's people as a list that an office keeps anyway: one row a post, columns with Chinese headings. Read here into posts to be held;
 * what that changes in the bureau is planned in directory-plan.ts (R5).
 *
 *     姓名,工号,单位,单位类别,职务,领导干部,单位负责人,任职日期,免职日期,邮箱
 *     宋怡林,QY0012,直属一中队,直属中队,四级主办,否,否,2023-05-08,,songyilin@example.cn
 *
 * Headings may stand in any order. Whatever cannot be understood is named with row, heading and what was written there; nothing is guessed.
 */
import type { Day } from '../../kit/calendar.ts'
import { readDay } from '../inquiry-record/draft.ts'
import type { UnitKind } from './types.ts'

export const directoryColumns = {
  name: '姓名',
  staffNumber: '工号',
  unit: '单位',
  unitKind: '单位类别',
  title: '职务',
  leadingCadre: '领导干部',
  unitHead: '单位负责人',
  from: '任职日期',
  to: '免职日期',
  mail: '邮箱',
} as const
export type DirectoryColumn = keyof typeof directoryColumns

export const unitKindWords: Readonly<Record<UnitKind, string>> = {
  bureauLeadership: '局班子',
  leadingPartyGroup: '局党组',
  office: '科室',
  branch: '分局',
  directSquadron: '直属中队',
  townshipSquadron: '乡镇（街道）中队',
  disciplineOffice: '纪检监察室',
}
export const yesWord = '是'
export const noWord = '否'

/** How else offices write the same. Compared without blanks and brackets. */
const otherKindWords: Readonly<Record<string, UnitKind>> = {
  局领导班子: 'bureauLeadership',
  领导班子: 'bureauLeadership',
  党组: 'leadingPartyGroup',
  办公室: 'office',
  中队: 'directSquadron',
  乡镇中队: 'townshipSquadron',
  街道中队: 'townshipSquadron',
}
const bareWord = (text: string): string => text.replaceAll(/[\s()（）]/g, '')
const kindsByWord = new Map<string, UnitKind>([
  ...Object.entries(unitKindWords).map(([kind, word]): [string, UnitKind] => [bareWord(word), kind as UnitKind]),
  ...Object.entries(otherKindWords),
])
const yes = new Set([yesWord, '√', '✓', 'y', 'yes', '1', 'true'])
const no = new Set(['', noWord, '×', 'n', 'no', '0', 'false'])

/** A row that says that somebody holds a post. `unitKind` is null where the cell is empty: the unit is known then. */
export type DirectoryRow = {
  readonly row: number
  readonly name: string
  readonly staffNumber: string
  readonly unit: string
  readonly unitKind: UnitKind | null
  readonly title: string
  readonly leadingCadre: boolean
  readonly unitHead: boolean
  readonly from: Day
  readonly to: Day | null
  /** Empty where the cell is: what is known stays. */
  readonly mail: string
}

export type DirectoryProblemCode =
  // of the list
  | 'headingMissing'
  | 'headingDoubled'
  | 'listEmpty'
  // of a cell
  | 'cellMissing'
  | 'cellTooLong'
  | 'unitKindUnknown'
  | 'yesOrNoUnreadable'
  | 'dayUnreadable'
  | 'endsBeforeBeginning'
  | 'mailUnreadable'
  // against other rows, or against the bureau as it stands
  | 'rowDoubled'
  | 'staffNumberOfAnother'
  | 'unitKindMissing'
  | 'unitKindDiffers'
  | 'beginsBeforeCurrentPost'

/** Where it is, what stands there, and what is wrong: the sentence is the catalogue's. */
export type DirectoryProblem = {
  readonly row: number
  readonly column: DirectoryColumn | null
  readonly value: string
  readonly code: DirectoryProblemCode
  /** What it collides with: a name, a kind of unit, a day, a row. */
  readonly with?: string
}

export type DirectoryList = {
  readonly rows: readonly DirectoryRow[]
  readonly problems: readonly DirectoryProblem[]
  /** Headings that are none of ours: said, so that nobody believes them taken. */
  readonly unusedHeadings: readonly string[]
}

type SourceRow = { readonly number: number; readonly cells: readonly string[] }

const mustStand: readonly DirectoryColumn[] = ['name', 'staffNumber', 'unit', 'title', 'from']
const longest: Partial<Record<DirectoryColumn, number>> = { name: 30, staffNumber: 30, unit: 60, title: 60, mail: 200 }
const columnNames = Object.keys(directoryColumns) as DirectoryColumn[]
/** Columns that may be missing altogether. */
const optionalColumns: ReadonlySet<DirectoryColumn> = new Set(['unitKind', 'leadingCadre', 'unitHead', 'to', 'mail'])

/** The first row holds the headings. All problems are found at once. */
export function readDirectoryList(table: readonly SourceRow[]): DirectoryList {
  const [head, ...body] = table
  const headings = (head?.cells ?? []).map((heading) => heading.replaceAll(/[\s*＊]/g, ''))
  const headRow = head?.number ?? 1
  const problems: DirectoryProblem[] = []
  const places = new Map<DirectoryColumn, number>()
  for (const column of columnNames) {
    const heading = directoryColumns[column]
    const at = headings.indexOf(heading)
    if (at >= 0) places.set(column, at)
    if (at < 0 && !optionalColumns.has(column))
      problems.push({ row: headRow, column, value: '', code: 'headingMissing' })
    if (at >= 0 && headings.indexOf(heading, at + 1) > 0)
      problems.push({ row: headRow, column, value: heading, code: 'headingDoubled' })
  }
  const known = new Set<string>(Object.values(directoryColumns))
  const unusedHeadings = headings.filter((heading) => heading !== '' && !known.has(heading))
  if (problems.length > 0) return { rows: [], problems, unusedHeadings }
  if (body.length === 0)
    return { rows: [], problems: [{ row: headRow, column: null, value: '', code: 'listEmpty' }], unusedHeadings }
  const read = body.map(({ number, cells }) =>
    readDirectoryRow(number, (column) => cells[places.get(column) ?? Number.POSITIVE_INFINITY] ?? ''),
  )
  return {
    rows: read.flatMap(({ row }) => (row ? [row] : [])),
    problems: read.flatMap((each) => each.problems),
    unusedHeadings,
  }
}

/** One row, from a file or from a form. `row` is null when anything in it cannot be understood. */
export function readDirectoryRow(
  number: number,
  cell: (column: DirectoryColumn) => string,
): { readonly row: DirectoryRow | null; readonly problems: readonly DirectoryProblem[] } {
  const problems: DirectoryProblem[] = []
  const wrong = (column: DirectoryColumn, code: DirectoryProblemCode): void =>
    void problems.push({ row: number, column, value: cell(column), code })

  for (const column of mustStand) if (cell(column) === '') wrong(column, 'cellMissing')
  for (const [column, most] of Object.entries(longest) as [DirectoryColumn, number][])
    if (cell(column).length > most) wrong(column, 'cellTooLong')
  const kindWord = cell('unitKind')
  const unitKind = kindsByWord.get(bareWord(kindWord)) ?? null
  if (kindWord !== '' && unitKind === null) wrong('unitKind', 'unitKindUnknown')
  const flag = (column: 'leadingCadre' | 'unitHead'): boolean => {
    const word = cell(column).toLowerCase()
    if (!yes.has(word) && !no.has(word)) wrong(column, 'yesOrNoUnreadable')
    return yes.has(word)
  }
  const [leadingCadre, unitHead] = [flag('leadingCadre'), flag('unitHead')]
  const dayIn = (column: 'from' | 'to'): Day | null => {
    const found = readDay(cell(column))
    if (cell(column) !== '' && found === null) wrong(column, 'dayUnreadable')
    return found
  }
  const [from, to] = [dayIn('from'), dayIn('to')]
  if (from !== null && to !== null && to < from) wrong('to', 'endsBeforeBeginning')
  const mail = cell('mail')
  if (mail !== '' && !/^[^\s@<>"]+@[^\s@<>"]+$/.test(mail)) wrong('mail', 'mailUnreadable')
  if (problems.length > 0 || from === null) return { row: null, problems }
  const [name, staffNumber, unit, title] = [cell('name'), cell('staffNumber'), cell('unit'), cell('title')]
  return {
    row: { row: number, name, staffNumber, unit, unitKind, title, leadingCadre, unitHead, from, to, mail },
    problems,
  }
}

/** A row as it would stand in a file, in the order of `directoryColumns`. */
export const cellsOf = (row: DirectoryRow): readonly string[] => [
  row.name,
  row.staffNumber,
  row.unit,
  row.unitKind === null ? '' : unitKindWords[row.unitKind],
  row.title,
  row.leadingCadre ? yesWord : noWord,
  row.unitHead ? yesWord : noWord,
  row.from,
  row.to ?? '',
  row.mail,
]
