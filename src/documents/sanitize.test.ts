import { describe, expect, it } from 'vitest'
import { sanitize, sanitizeLine } from './sanitize.ts'

describe('sanitize', () => {
  it('takes out what reverses, hides or controls, and nothing visible', () => {
    expect(sanitize('甲\u202e乙\u2066丙\u200b丁\ufeff戊\u0000己\u001b庚\u00ad辛\u{e0041}壬')).toBe('甲乙丙丁戊己庚辛壬')
    const visible = '㛃𬭎喆堃赟 “引号”——…〔2026〕 A-1 #panic() $ * \\ ` @ <x> é'
    expect(sanitize(visible)).toBe(visible)
  })

  it('takes out half a character', () => {
    expect(sanitize('甲\ud83e乙')).toBe('甲乙')
  })

  it('ends every line the same way', () => {
    expect(sanitize('一\r\n二\r三\u2028四\t五')).toBe('一\n二\n三\n四 五')
    expect(sanitizeLine(' 一\n二 ')).toBe('一 二')
  })
})
