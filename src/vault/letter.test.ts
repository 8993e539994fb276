import { expect, it } from 'vitest'
import { newAccountSecret, readingPair } from './account-keys.ts'
import { openLetter, sealLetter } from './letter.ts'

const secret = newAccountSecret()
const letter = (text: string): Uint8Array => sealLetter(text, readingPair(secret).publicKey, 8192)

it('R35: a letter opens for its account, and its length does not tell what it says', () => {
  expect(openLetter(letter('不予批准'), secret)).toBe('不予批准')
  expect(letter('是').length).toBe(letter('不予批准：与职责无关').length)
})

it('R35: another account, a changed byte and another kind of ciphertext do not open', () => {
  const sealed = letter('批准')
  const broken = expect.objectContaining({ code: 'sealBroken' })
  expect(() => openLetter(sealed, newAccountSecret())).toThrow(broken)
  expect(() => openLetter(sealed.with(100, (sealed[100] ?? 0) ^ 1), secret)).toThrow(broken)
  expect(() => openLetter(sealed.with(0, 0x02), secret)).toThrow(broken)
})
