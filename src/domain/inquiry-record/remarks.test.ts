import { expect, it } from 'vitest'
import { day } from '../../kit/calendar.ts'
import { remarksOf } from './remarks.ts'
import { anInquiry, anInquiryBy, as, at, commands, given, internal } from './testing.ts'

const { register, receive, assess, sign, remark } = commands

it('R85: is composed from data in a fixed order and extended by hand', () => {
  const record = given(
    register({ at: at('2026-04-10'), content: anInquiryBy(internal('lead'), { lateReason: '下乡执法' }) }),
    receive({ at: at('2026-04-10') }),
    assess({ at: at('2026-04-13') }),
    sign({ at: at('2026-04-14'), by: as('secretary'), capacity: '党组书记', recusalReason: '纪检分管领导回避' }),
    remark('原件存铁柜二层。', { at: at('2026-04-15') }),
  ).record
  const sources = {
    specialMatterNumber: '2026-AB12CD',
    dossierPlace: '副卷第2册第15页',
    backfilled: { importedOn: day('2026-04-16'), note: '' },
    crossReferences: ['2026-7F3K9Q', '2026-0ABCDE'],
  }
  expect(remarksOf(record, sources).split('\n')).toEqual([
    '特别事项编号：2026-AB12CD。',
    '入卷位置：副卷第2册第15页。',
    '补录，2026年4月16日录入。',
    '迟录，过问后第39日登记，原因：下乡执法。',
    '意见由党组书记签署，原因：纪检分管领导回避。',
    '关联登记：2026-7F3K9Q、2026-0ABCDE。',
    '原件存铁柜二层。',
  ])
})

it('R85: is empty when there is nothing to remark, and never holds the register number', () => {
  const record = given(register()).record
  expect(remarksOf(record)).toBe('')
  expect(remarksOf(record)).not.toContain(record.registerNumber)
})

it('R3: says that an inquiry was before the regulation', () => {
  const content = anInquiry({ inquiredAt: { from: day('2022-05-12'), time: '', to: null, approximate: false } })
  expect(remarksOf(given(register({ at: at('2022-05-13'), content })).record)).toBe('过问发生于规定施行之前。')
})
