/**
 * Working days with holidays and make-up working days (调休). The table is data: it starts from the published calendar that
 * the package `chinese-days` carries, and the bureau may override single days. Asia/Shanghai throughout.
 */
import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { addDays, type Day } from '../../kit/calendar.ts'

/** Only the days that differ from the plain week: Saturday and Sunday are free, the others are worked. */
export type WorkingDayTable = {
  readonly freeDays: ReadonlySet<string>
  readonly workedDays: ReadonlySet<string>
}

export const publishedWorkingDays: WorkingDayTable = {
  freeDays: new Set(Object.keys(published.holidays)),
  workedDays: new Set(Object.keys(published.workdays)),
}

/** The table with single days set by the bureau; a later override of the same day wins. */
export function withOverrides(
  table: WorkingDayTable,
  overrides: readonly { readonly day: Day; readonly worked: boolean }[],
): WorkingDayTable {
  const freeDays = new Set(table.freeDays)
  const workedDays = new Set(table.workedDays)
  for (const { day, worked } of overrides) {
    ;(worked ? freeDays : workedDays).delete(day)
    ;(worked ? workedDays : freeDays).add(day)
  }
  return { freeDays, workedDays }
}

/** False for a year whose holidays are not published yet: due days in it are computed from plain weeks. */
export const coversYear = (table: WorkingDayTable, year: number): boolean =>
  table.freeDays.values().some((free) => free.startsWith(`${year}-`))

export function isWorkingDay(day: Day, table: WorkingDayTable): boolean {
  if (table.workedDays.has(day)) return true
  if (table.freeDays.has(day)) return false
  const weekday = new Date(`${day}T00:00:00.000Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6
}

/** The `count`-th working day after `from`; the day itself does not count. Zero gives the day itself. */
export function addWorkingDays(from: Day, count: number, table: WorkingDayTable): Day {
  let current = from
  for (let left = count; left > 0;) {
    current = addDays(current, 1)
    if (isWorkingDay(current, table)) left -= 1
  }
  return current
}

/** Working days after `from` up to and including `to`; zero when `to` is not later. */
export function workingDaysBetween(from: Day, to: Day, table: WorkingDayTable): number {
  let count = 0
  for (let current = from; current < to;) {
    current = addDays(current, 1)
    if (isWorkingDay(current, table)) count += 1
  }
  return count
}
