import { expect, it, vi } from 'vitest'
import { askWitnessesNowAndThen, roundMinutesIn, waitUntilRound } from './witness-rounds.ts'

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

it('R26: says aloud that a witness has seen more than there is, and stops when told', async () => {
  const said: string[] = []
  vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line))
  const stopping = new AbortController()
  const asking = askWitnessesNowAndThen(
    async () => [
      { trail: 'register', url: 'http://127.0.0.1:1', kind: 'rolledBack', size: 3, witnessedSize: 5 },
      { trail: 'security', url: 'http://127.0.0.1:1', kind: 'cosigned', size: 9 },
    ],
    1440,
    stopping.signal,
  )
  await vi.waitFor(() => expect(said).toHaveLength(1))
  expect(said[0]).toContain('ROLLED BACK')
  stopping.abort()
  await asking
  vi.restoreAllMocks()
})
