/** A typed day in words, so that a slip shows at once. Takes what the server takes: 2026-3-7, 2026/3/7, 2026年3月7日. */
const WEEKDAYS = '日一二三四五六'

/** Null when it is no day. */
export function dayInWords(typed: string, english: boolean): string | null {
  const parts = /^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*$/.exec(typed)
  if (!parts) return null
  const [year, month, date] = parts.slice(1).map(Number) as [number, number, number]
  const day = new Date(Date.UTC(year, month - 1, date))
  // A month or day that does not exist rolls over, and a year below 100 is taken for one of the last century.
  if (day.getUTCFullYear() !== year || day.getUTCMonth() !== month - 1 || day.getUTCDate() !== date) return null
  if (!english) return `${year}年${month}月${date}日 星期${WEEKDAYS[day.getUTCDay()]}`
  return day.toLocaleDateString('en-GB', {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })
}
