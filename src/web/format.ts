/** Days, moments and sizes as people read them. Everything is in Asia/Shanghai, and no month is a number alone in English. */
import { chineseDay, type Day, dayOf, type Instant, timeOf } from '../kit/calendar.ts'
import type { Language } from './language.ts'

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** 2026年11月22日 · 22 November 2026 */
export function dayText(language: Language, value: Day): string {
  if (language === 'zh-CN') return chineseDay(value)
  const [year, month, date] = value.split('-').map(Number)
  return `${date} ${months[(month ?? 1) - 1]} ${year}`
}

/** 2026年11月22日 18时30分 · 22 November 2026, 18:30 */
export function momentText(language: Language, value: Instant): string {
  const time = timeOf(value)
  if (language === 'en') return `${dayText(language, dayOf(value))}, ${time}`
  const [hour, minute] = time.split(':')
  return `${dayText(language, dayOf(value))} ${Number(hour)}时${minute}分`
}

const units = ['B', 'KB', 'MB', 'GB', 'TB']

/** 1.4 MB; whole numbers from ten on. */
export function sizeText(bytes: number): string {
  let size = bytes
  let unit = 0
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1024
    unit += 1
  }
  const digits = unit === 0 || size >= 10 ? 0 : 1
  return `${size.toFixed(digits)} ${units[unit]}`
}
