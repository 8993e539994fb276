import { expect, it } from 'vitest'
import { day } from '../../kit/calendar.ts'
import { citationOf, isLegacy, provisionByKey, provisions } from './regulation.ts'
import { changeTimeLimits, defaultTimeLimits, initialTimeLimits, lastDayOf, timeLimitsOn } from './time-limits.ts'
import {
  addWorkingDays,
  coversYear,
  isWorkingDay,
  publishedWorkingDays as table,
  withOverrides,
  workingDaysBetween,
} from './working-days.ts'

it('R38: working days skip holidays and count make-up working days', () => {
  expect(isWorkingDay(day('2025-10-01'), table)).toBe(false)
  expect(isWorkingDay(day('2025-09-28'), table)).toBe(true) // a Sunday worked for the National Day holiday
  expect(isWorkingDay(day('2026-03-07'), table)).toBe(false)
  expect(addWorkingDays(day('2025-09-30'), 1, table)).toBe('2025-10-09')
  expect(addWorkingDays(day('2026-03-06'), 1, table)).toBe('2026-03-09')
  expect(addWorkingDays(day('2026-03-07'), 0, table)).toBe('2026-03-07')
  expect(workingDaysBetween(day('2025-09-26'), day('2025-10-09'), table)).toBe(4)
  expect(workingDaysBetween(day('2026-03-09'), day('2026-03-02'), table)).toBe(0)
})

it('R38: the bureau may override single days, and the published table stays as it was', () => {
  const snowDay = withOverrides(table, [
    { day: day('2026-03-09'), worked: false },
    { day: day('2026-03-07'), worked: true },
  ])
  expect(addWorkingDays(day('2026-03-06'), 1, snowDay)).toBe('2026-03-07')
  expect(addWorkingDays(day('2026-03-07'), 1, snowDay)).toBe('2026-03-10')
  expect(addWorkingDays(day('2026-03-06'), 1, table)).toBe('2026-03-09')
  expect(coversYear(table, 2026)).toBe(true)
  expect(coversYear(table, 2099)).toBe(false)
})

it('R34: a changed limit applies to later records only and the old version stays readable', () => {
  const changed = changeTimeLimits(initialTimeLimits, {
    validFrom: day('2026-06-01'),
    today: day('2026-05-20'),
    limits: { ...defaultTimeLimits, receive: { unit: 'workingDays', count: 2 } },
  })
  if (!changed.ok) throw new Error('the change was refused')
  expect(timeLimitsOn(changed.value, day('2026-05-31')).receive.count).toBe(1)
  expect(timeLimitsOn(changed.value, day('2026-06-01')).receive.count).toBe(2)
  expect(changed.value.map(({ version }) => version)).toEqual([1, 2])
})

it('R34: a change never reaches back', () => {
  const refused = changeTimeLimits(initialTimeLimits, {
    validFrom: day('2026-05-20'),
    today: day('2026-05-20'),
    limits: defaultTimeLimits,
  })
  expect(refused).toEqual({ ok: false, refusal: { code: 'reachesBack', earliest: '2026-05-21' } })
})

it('limits count calendar days or working days', () => {
  expect(lastDayOf(defaultTimeLimits.verification, day('2026-03-09'), table)).toBe('2026-04-08')
  expect(lastDayOf(defaultTimeLimits.receive, day('2026-03-06'), table)).toBe('2026-03-09')
})

it('R1: every provision has a stable key and a citation', () => {
  expect(new Set(provisions.map(({ key }) => key)).size).toBe(provisions.length)
  expect(new Set(provisions.map(({ article }) => article)).size).toBe(12)
  const item = provisionByKey('art8.1.3')
  expect(item && citationOf(item)).toBe('第八条第一款第（三）项')
  const twelfth = provisionByKey('art12')
  expect(twelfth && citationOf(twelfth)).toBe('第十二条')
})

it('R3: an inquiry before 2022-05-13 is legacy; a range across that day is not (edge case 22)', () => {
  expect(isLegacy({ from: day('2022-05-12'), to: null })).toBe(true)
  expect(isLegacy({ from: day('2022-05-13'), to: null })).toBe(false)
  expect(isLegacy({ from: day('2022-05-10'), to: day('2022-05-13') })).toBe(false)
})
