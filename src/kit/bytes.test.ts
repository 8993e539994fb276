import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { equalBytes, fromBase64, toBase64, toHex } from './bytes.ts'

const methods = [
  [Uint8Array, 'fromBase64'],
  [Uint8Array.prototype, 'toBase64'],
  [Uint8Array.prototype, 'toHex'],
] as const

/** Takes away what the engine brings, as in a browser of some years ago. */
function asOlderEngine(): void {
  const kept = methods.map(([place, name]) => Object.getOwnPropertyDescriptor(place, name))
  beforeEach(() => {
    for (const [place, name] of methods) Reflect.deleteProperty(place, name)
  })
  afterEach(() => {
    for (const [i, [place, name]] of methods.entries()) if (kept[i]) Object.defineProperty(place, name, kept[i])
  })
}

describe.each(['a newer', 'an older'])('bytes as text in %s engine', (engine) => {
  if (engine === 'an older') asOlderEngine()

  it('writes what Node writes, and reads it back', () => {
    for (let length = 0; length < 70; length += 1) {
      const bytes = new Uint8Array(randomBytes(length))
      expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'))
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
      expect(fromBase64(toBase64(bytes))).toEqual(bytes)
    }
  })

  it.each(['QQ', 'QR==', 'Q Q==', 'QQ==\n', 'QQ=', 'Q===', '-_==', 'QQ==QQ=='])(
    'refuses %j with a RangeError',
    (text) => {
      expect(() => fromBase64(text)).toThrow(RangeError)
    },
  )
})

it('tells bytes apart by length and by each of them', () => {
  const bytes = Uint8Array.of(1, 2, 3)
  expect(equalBytes(bytes, Uint8Array.of(1, 2, 3))).toBe(true)
  expect(equalBytes(bytes, Uint8Array.of(1, 2, 4))).toBe(false)
  expect(equalBytes(bytes, Uint8Array.of(1, 2))).toBe(false)
})
