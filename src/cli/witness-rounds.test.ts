import { expect, it } from 'vitest'
import { roundMinutesIn, waitUntilRound } from './witness-rounds.ts'

const at = (time: string): number => Date.parse(`2026-11-20T${time}+08:00`)
const minutes = (ms: number): number => ms / 60_000

it('R42: asks witnesses at times that do not depend on what is registered', () => {
  expect(minutes(waitUntilRound(at('00:00:00'), 1440))).toBe(1440)
  expect(minutes(waitUntilRound(at('23:59:00'), 1440))).toBe(1)
  expect(minutes(waitUntilRound(at('10:07:00'), 60))).toBe(53)
  // The last round of a day ends at midnight, also where the minutes do not divide the day.
  expect(minutes(waitUntilRound(at('23:50:00'), 1000))).toBe(10)
})

it('takes minutes of a day only', () => {
  expect(roundMinutesIn(undefined)).toBe(1440)
  expect(roundMinutesIn('15')).toBe(15)
  for (const wrong of ['0', '1441', '1.5', 'often'])
    expect(() => roundMinutesIn(wrong)).toThrow(expect.objectContaining({ code: 'configurationInvalid' }))
})
