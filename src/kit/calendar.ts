import type { Brand } from './brand.ts'

/** A calendar day in Asia/Shanghai, as `YYYY-MM-DD`. Compares with `<` as text. */
export type Day = Brand<string, 'Day'>

/** A moment as an ISO 8601 text in UTC with milliseconds, e.g. `2026-11-22T08:00:00.000Z`. Compares with `<` as text. */
export type Instant = Brand<string, 'Instant'>

/** China has had one time zone and no summer time since 1991, so a fixed offset is exact for every date we meet. */
const SHANGHAI_OFFSET_MS = 8 * 3600_000
const DAY_MS = 86_400_000

/** Rows that follow one another mostly have one day: it is looked at once. */
let lastSeen: string | undefined

/** Throws a RangeError when the text is not an existing calendar day. */
export function day(text: string): Day {
  if (text === lastSeen) return text as Day
  const date = new Date(`${text}T00:00:00.000Z`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text))
    throw new RangeError(`not a calendar day: ${text}`)
  lastSeen = text
  return text as Day
}

export const isDay = (text: string): boolean => {
  try {
    day(text)
    return true
  } catch {
    return false
  }
}

/** Throws a RangeError when the text is not an ISO moment. */
export function instant(text: string): Instant {
  const date = new Date(text)
  if (
    !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text) ||
    Number.isNaN(date.getTime())
  )
    throw new RangeError(`not a moment: ${text}`)
  return date.toISOString() as Instant
}

export const instantOf = (date: Date): Instant => date.toISOString() as Instant

/** The calendar day of a moment, in Asia/Shanghai. */
export const dayOf = (moment: Instant): Day =>
  new Date(Date.parse(moment) + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10) as Day

/** The hour and minute of a moment in Asia/Shanghai, as `HH:MM`. */
export const timeOf = (moment: Instant): string =>
  new Date(Date.parse(moment) + SHANGHAI_OFFSET_MS).toISOString().slice(11, 16)

/** The moment at which a wall clock in Asia/Shanghai shows this day and `HH:MM`. */
export const momentOf = (onDay: Day, time: string): Instant => instant(`${onDay}T${time}:00+08:00`)

export const addDays = (from: Day, days: number): Day =>
  new Date(Date.parse(`${from}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10) as Day

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number =>
  Math.round((Date.parse(`${to}T00:00:00.000Z`) - Date.parse(`${from}T00:00:00.000Z`)) / DAY_MS)

export const addHours = (from: Instant, hours: number): Instant =>
  instantOf(new Date(Date.parse(from) + hours * 3600_000))

/** A day as official papers write it: no leading zeros, no blanks. */
export const chineseDay = (value: Day): string => {
  const [year, month, date] = value.split('-').map(Number)
  return `${year}年${month}月${date}日`
}
