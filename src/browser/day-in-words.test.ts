import { describe, expect, it } from 'vitest'
import { dayInWords } from './day-in-words.ts'

describe('a typed day in words', () => {
  it.each(['2026-11-22', '2026/11/22', '2026.11.22', '2026年11月22日', ' 2026 - 11 - 22 '])(
    'understands %s',
    (typed) => {
      expect(dayInWords(typed, false)).toBe('2026年11月22日 星期日')
    },
  )

  it('takes single figures', () => {
    expect(dayInWords('2026-3-7', false)).toBe('2026年3月7日 星期六')
    expect(dayInWords('2026年3月7', false)).toBe('2026年3月7日 星期六')
  })

  it('knows leap days', () => {
    expect(dayInWords('2028-2-29', false)).toBe('2028年2月29日 星期二')
    expect(dayInWords('2026-2-29', false)).toBeNull()
  })

  it.each(['', '2026', '2026-13-1', '2026-0-10', '2026-4-31', '26-11-22', '0026-11-22', '昨天', '2026-11-22 18:30'])(
    'says nothing about «%s»',
    (typed) => {
      expect(dayInWords(typed, false)).toBeNull()
    },
  )

  it('speaks English on an English page', () => {
    expect(dayInWords('2026-11-22', true)).toMatch(/^Sunday,? 22 November 2026$/)
  })
})
