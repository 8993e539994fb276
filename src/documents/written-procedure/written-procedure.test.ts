import { afterAll, describe, expect, it } from 'vitest'
import { procedureOf } from '../../domain/procedure/procedure.ts'
import { initialTimeLimits } from '../../domain/rules/time-limits.ts'
import { day } from '../../kit/calendar.ts'
import { havePoppler, lettersByPage, lettersOf, pagesOf } from '../../../test/support/pdf-tools.ts'
import { createRenderer } from '../renderer.ts'
import { writtenProcedure } from './written-procedure.ts'

const renderer = createRenderer()
afterAll(() => renderer.close())

const strip = {
  url: 'http://127.0.0.1:8400/trail/checkpoint',
  lines: ['检查点 20852　/82wM1mOvd3JtkvOt7zzCNKWGzDHwOl9vzZsuw8EFS8='],
}
const configuration = { bureau: '清源区综合执法局', timeLimits: initialTimeLimits, day: day('2026-03-02') }

describe.skipIf(!havePoppler)('the written procedure on paper', () => {
  it('R39: prints every paragraph and every cell of the procedure', async () => {
    const procedure = procedureOf(configuration)
    const pdf = await renderer.render(writtenProcedure(procedure, strip))
    expect(pagesOf(pdf)).toBeGreaterThan(3)
    const letters = lettersOf(pdf).replaceAll(/—\d+—/g, '')
    const plain = (text: string): string => text.replaceAll(/\s/g, '')
    for (const { title, tables } of procedure.sections) {
      expect(letters).toContain(plain(title))
      for (const cell of tables.flatMap(({ head, rows }) => [...head, ...rows.flat()]))
        // A long cell is broken over lines, and the next column's line stands between: its words are looked for one by one.
        for (const word of cell.split('、')) expect(letters).toContain(plain(word).slice(0, 4))
    }
    expect(letters).toContain('2026年3月2日')
    expect(letters).toContain('24小时内登记')
    expect(letters).toContain('检查点20852')
  })

  it('R39: a short table is never broken over two pages, and its head stands on the page of its rows', async () => {
    const procedure = procedureOf(configuration)
    const pages = lettersByPage(await renderer.render(writtenProcedure(procedure, strip)))
    for (const { head, rows } of procedure.sections.flatMap(({ tables }) => tables)) {
      if (rows.length > 8) continue
      const letters = (words: readonly string[]): string => words.join('').replaceAll(/\s/g, '').slice(0, 8)
      const page = pages.find((text) => text.includes(letters(head)) && text.includes(letters(rows[0] ?? [])))
      expect(page, letters(head)).toBeDefined()
      expect(page).toContain(letters(rows.at(-1) ?? []))
    }
  })

  it('R36: the same configuration gives the same bytes', async () => {
    const print = () => renderer.render(writtenProcedure(procedureOf(configuration), strip))
    expect(await print()).toEqual(await print())
  })
})
