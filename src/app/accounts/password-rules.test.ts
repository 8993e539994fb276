import { describe, expect, it } from 'vitest'
import { passwordProblem } from './password-rules.ts'

const holder = { username: 'songyilin', name: '宋怡林' }

describe('password rules', () => {
  it.each([
    ['short and mixed', 'aB3!efgh', 'passwordTooShort'],
    ['ten characters of two kinds', 'abcdefgh12', 'passwordTooShort'],
    ['a book', 'wind over the river '.repeat(11), 'passwordTooLong'],
    ['the username in it', 'my-SongYiLin-2026', 'passwordHoldsName'],
    ['the name in it', '我叫宋怡林今年三十岁整啦', 'passwordHoldsName'],
    ['a common one, longer', 'Password12345', 'passwordTooCommon'],
    ['two letters over and over', 'ababababababab', 'passwordTooCommon'],
  ])('refuses %s', (_, password, problem) => {
    expect(passwordProblem(password, holder)).toBe(problem)
  })

  it.each(['aB3!efghij', 'correct horse battery', '清晨的雨落在旧码头的石阶上'])('accepts %s', (password) => {
    expect(passwordProblem(password, holder)).toBeNull()
  })
})
