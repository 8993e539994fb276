import { expect, it } from 'vitest'
import { day } from '../../kit/calendar.ts'
import { inquiryTimeText } from './form-dates.ts'

it('R82: writes days without leading zeros, and a range says nothing twice', () => {
  const from = day('2026-03-07')
  expect(inquiryTimeText({ from })).toBe('2026年3月7日')
  expect(inquiryTimeText({ from, to: from })).toBe('2026年3月7日')
  expect(inquiryTimeText({ from, to: day('2026-03-09') })).toBe('2026年3月7日至9日')
  expect(inquiryTimeText({ from, to: day('2026-04-02') })).toBe('2026年3月7日\n至2026年4月2日')
  expect(inquiryTimeText({ from, approximate: true })).toBe('约2026年3月7日')
})

it('R82: keeps the place of the date free when nothing is known', () => {
  expect(inquiryTimeText(undefined)).toBeNull()
  expect(inquiryTimeText({ words: ' ' })).toBeNull()
  expect(inquiryTimeText({ words: '2026年春节前' })).toBe('2026年春节前')
})
