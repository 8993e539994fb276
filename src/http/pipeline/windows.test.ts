import { expect, it } from 'vitest'
import { MOST_KEYS, Windows } from './windows.ts'

it('counts within a minute, says how long it still lasts, and begins anew', () => {
  let now = 5000
  const windows = new Windows(() => now)
  expect(windows.count('a')).toEqual({ count: 1, waitSeconds: 60 })
  now += 59_500
  expect(windows.count('a')).toEqual({ count: 2, waitSeconds: 1 })
  expect(windows.count('b').count).toBe(1)
  now += 500
  expect(windows.count('a')).toEqual({ count: 1, waitSeconds: 60 })
})

it('keeps no more than it may, whoever floods it, and forgets the oldest first', () => {
  const windows = new Windows(() => 0)
  windows.count('first')
  for (let i = 0; i < MOST_KEYS * 2; i += 1) windows.count(`flood ${i}`)
  expect(windows.size).toBe(MOST_KEYS)
  expect(windows.count('first').count).toBe(1)
  expect(windows.count(`flood ${MOST_KEYS * 2 - 1}`).count).toBe(2)
})
