import { assert, dictionary, jsonValue, property, string } from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

it('writes keys in the order of their code units, numbers as well, and no blanks', () => {
  const at = new Date('2026-03-02T08:00:00Z')
  expect(canonicalJson({ b: [1, { d: '登录', c: null }], a: undefined, 10: at, 9: true })).toBe(
    '{"10":"2026-03-02T08:00:00.000Z","9":true,"b":[1,{"c":null,"d":"登录"}]}',
  )
})

it('gives the same text for the same value, whatever the order of its keys, and reads back as that value', () => {
  assert(
    property(dictionary(string(), jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse())
      expect(canonicalJson(turned)).toBe(canonicalJson(value))
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})
