import { describe, expect, it } from 'vitest'
import { day } from '../../kit/calendar.ts'
import { referenceTo } from './organisation.ts'
import { cellsOf, directoryColumns, type DirectoryRow, readDirectoryList } from './directory-list.ts'
import { type Directory, planDirectory } from './directory-plan.ts'

const HEAD = Object.values(directoryColumns)
const table = (...rows: readonly (readonly string[])[]) => rows.map((cells, i) => ({ number: i + 1, cells }))
const read = (...rows: readonly (readonly string[])[]) => readDirectoryList(table(HEAD, ...rows))
const song = ['宋怡林', 'QY0006', '直属一中队', '直属中队', '四级主办', '否', '', '2023-05-08', '']
const wei = ['魏宁', 'QY0008', '直属一中队', '', '中队长', '是', '是', '2020/1/2', '']

const ids = () => {
  let n = 0
  return () => `id-${(n += 1)}`
}
const rowsOf = (...rows: readonly (readonly string[])[]): readonly DirectoryRow[] => {
  const { rows: found, problems } = read(...rows)
  expect(problems).toEqual([])
  return found
}
const empty: Directory = { units: [], persons: [], posts: [] }

/** The bureau after a list was accepted. */
function after(bureau: Directory, ...rows: readonly (readonly string[])[]): Directory {
  const plan = planDirectory(bureau, rowsOf(...rows), () => `id-${Math.random()}`)
  expect(plan.problems).toEqual([])
  const over = <Row extends { readonly id: string }>(before: readonly Row[], next: readonly Row[]) => [
    ...new Map([...before, ...next].map((row) => [row.id, row])).values(),
  ]
  return {
    units: over(bureau.units, plan.units),
    persons: over(bureau.persons, plan.persons),
    posts: over(bureau.posts, plan.posts),
  }
}

describe('reading a list', () => {
  it('finds columns in any order, leaves out those that may be, and names those it does not use', () => {
    const list = readDirectoryList(
      table(
        ['任职日期', '手机', '* 姓 名', '职务', '工号', '单位', '单位类别'],
        ['2023年5月8日', '139', '宋怡林', '主办', 'QY0006', '直属一中队', '中队'],
      ),
    )
    expect(list.problems).toEqual([])
    expect(list.unusedHeadings).toEqual(['手机'])
    expect(list.rows.map(cellsOf)).toEqual([
      ['宋怡林', 'QY0006', '直属一中队', '直属中队', '主办', '否', '否', '2023-05-08', '', ''],
    ])
  })

  it('names every problem at once: row, column, what stands there', () => {
    const { problems } = read(
      ['', 'QY1', '一队', '大队', '队员', '也许', '', '2023-02-30', ''],
      ['宋怡林', '', '', '', '', '', '', '', '2020-01-01'],
      ['魏宁', 'QY3', '一队', '科室', '队'.repeat(61), '', '', '2023-01-02', '2023-01-01'],
    )
    expect(problems.map(({ row, column, value, code }) => [row, column, value, code])).toEqual([
      [2, 'name', '', 'cellMissing'],
      [2, 'unitKind', '大队', 'unitKindUnknown'],
      [2, 'leadingCadre', '也许', 'yesOrNoUnreadable'],
      [2, 'from', '2023-02-30', 'dayUnreadable'],
      [3, 'staffNumber', '', 'cellMissing'],
      [3, 'unit', '', 'cellMissing'],
      [3, 'title', '', 'cellMissing'],
      [3, 'from', '', 'cellMissing'],
      [4, 'title', '队'.repeat(61), 'cellTooLong'],
      [4, 'to', '2023-01-01', 'endsBeforeBeginning'],
    ])
  })

  it('says which headings are missing, and when nobody is in the list', () => {
    const codes = (list: ReturnType<typeof readDirectoryList>) =>
      list.problems.map(({ column, code }) => [column, code])
    expect(codes(readDirectoryList(table(['姓名', '工号', '姓名', '单位', '职务'])))).toEqual([
      ['name', 'headingDoubled'],
      ['from', 'headingMissing'],
    ])
    expect(codes(readDirectoryList([]))).toHaveLength(5)
    expect(codes(read())).toEqual([[null, 'listEmpty']])
  })
})

describe('planning', () => {
  it('makes units and people that are new; a unit begins with its first post', () => {
    const plan = planDirectory(empty, rowsOf(song, wei), ids())
    expect(plan.units).toMatchObject([{ name: '直属一中队', kind: 'directSquadron', from: '2020-01-02', to: null }])
    expect(plan.persons.map(({ name }) => name)).toEqual(['宋怡林', '魏宁'])
    expect(plan.outcomes.map(({ outcome }) => outcome)).toEqual(['newPerson', 'newPerson'])
  })

  it('R5: somebody who moves gets a new post, and the post shown on a record of last year is the old one', () => {
    const before = after(empty, song, wei)
    const moved = ['宋怡林', 'QY0006', '东城分局', '分局', '副局长', '是', '是', '2026-07-01', '']
    const plan = planDirectory(before, rowsOf(moved), ids())
    expect(plan).toMatchObject({ endedByMove: 1, untouched: 1, outcomes: [{ outcome: 'newPost' }] })
    const now = { bureau: '', accounts: [], ...after(before, moved) }
    const person = now.persons.find(({ name }) => name === '宋怡林')
    if (!person) throw new Error('nobody is deleted')
    expect(referenceTo(person.id, now, day('2025-11-22'))).toMatchObject({ unit: '直属一中队', post: '四级主办' })
    expect(referenceTo(person.id, now, day('2026-06-30'))).toMatchObject({ unit: '直属一中队', post: '四级主办' })
    expect(referenceTo(person.id, now, day('2026-07-01'))).toMatchObject({ unit: '东城分局', post: '副局长' })
    expect(now.persons).toHaveLength(2)
  })

  it('R5: the same list again changes nothing, whatever first day it gives a post that lasts', () => {
    const before = after(empty, song, wei)
    const again = planDirectory(before, rowsOf(song, wei.with(7, '2019-01-01')), ids())
    expect([again.units, again.persons, again.posts]).toEqual([[], [], []])
    expect(again.outcomes.map(({ outcome }) => outcome)).toEqual(['kept', 'keptFrom'])
  })

  it('R5: a last day ends the post and touches nothing else; an interval of the past is added beside', () => {
    const before = after(empty, song, wei)
    const plan = planDirectory(
      before,
      rowsOf(song.with(8, '2026-06-30'), [
        '宋怡林',
        'QY0006',
        '直属一中队',
        '',
        '队员',
        '',
        '',
        '2019-01-01',
        '2023-05-07',
      ]),
      ids(),
    )
    expect(plan.outcomes.map(({ outcome }) => outcome)).toEqual(['ended', 'past'])
    expect(plan.posts.map(({ title, to }) => [title, to])).toEqual([
      ['四级主办', '2026-06-30'],
      ['队员', '2023-05-07'],
    ])
    expect(plan.persons).toEqual([])
  })

  it('keeps a second post that the list names, and says when a post would begin before the one it follows', () => {
    const before = after(empty, song)
    const second = ['宋怡林', 'QY0006', '办公室', '科室', '联络员', '', '', '2024-01-01', '']
    expect(planDirectory(before, rowsOf(song, second), ids())).toMatchObject({ endedByMove: 0, problems: [] })
    const early = planDirectory(before, rowsOf(second.with(7, '2023-05-08')), ids())
    expect(early.problems).toMatchObject([
      { row: 2, column: 'from', code: 'beginsBeforeCurrentPost', with: '2023-05-08' },
    ])
  })

  it('finds what contradicts itself or the bureau, and shows a changed name', () => {
    const before = after(empty, song)
    const plan = planDirectory(
      before,
      rowsOf(song.with(0, '宋一林'), song.with(0, '宋二林'), wei.with(2, '新队'), [
        '魏宁',
        'QY0009',
        '直属一中队',
        '分局',
        '队员',
        '',
        '',
        '2020-01-01',
        '',
      ]),
      ids(),
    )
    expect(plan.problems.map(({ row, code }) => [row, code])).toEqual([
      [3, 'staffNumberOfAnother'],
      [3, 'rowDoubled'],
      [4, 'unitKindMissing'],
      [5, 'unitKindDiffers'],
    ])
    expect(plan.renamed).toEqual([{ staffNumber: 'QY0006', before: '宋怡林', after: '宋一林' }])
  })
})
