/** Days as the form writes them: no leading zeros, and a range says nothing twice. */
import { chineseDay } from '../../kit/calendar.ts'
import { sanitizeLine } from '../sanitize.ts'
import type { InquiryTime } from './model.ts'

/** E.g. 2026年3月7日, 2026年3月7日至9日, 约2026年3月7日; null when nothing is known, so that 年 月 日 stays for a pen. */
export function inquiryTimeText(time: InquiryTime | undefined): string | null {
  if (time === undefined) return null
  if ('words' in time) return sanitizeLine(time.words) || null
  const { from, to, approximate = false } = time
  const start = (approximate ? '约' : '') + chineseDay(from)
  if (to === undefined || to === from) return start
  if (from.slice(0, 7) === to.slice(0, 7)) return `${start}至${Number(to.slice(8))}日`
  // Across months the range needs two lines of the narrow cell; the break stands where the sentence has one.
  return `${start}\n至${chineseDay(to)}`
}
