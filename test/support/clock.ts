/** A clock that only tests move. */
import { type Instant, instant, instantOf } from '../../src/kit/calendar.ts'

export type TestClock = {
  readonly now: () => Instant
  advance(by: { days?: number; hours?: number; minutes?: number; seconds?: number }): void
}

export function aClock(start = '2026-11-20T01:00:00.000Z'): TestClock {
  let current = instant(start)
  return {
    now: () => current,
    advance({ days = 0, hours = 0, minutes = 0, seconds = 0 }) {
      const ms = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
      current = instantOf(new Date(Date.parse(current) + ms))
    },
  }
}
