/**
 * The sweep: which reminder or escalation a dossier needs today (R38). It works on the plain half alone, because the sweep
 * holds no key and learns nothing about the matter; what it appends is sealed like everything else.
 */
import { dayOf, type Day, type Instant } from '../../kit/calendar.ts'
import type { TimeLimits } from '../rules/time-limits.ts'
import { lastDayOf } from '../rules/time-limits.ts'
import { addWorkingDays, type WorkingDayTable } from '../rules/working-days.ts'
import type { CommonEvent, Facts, OwningOffice } from './types.ts'

/** What the store knows of a dossier that waits for somebody. */
export type Waiting = {
  readonly dueOn: Day | null
  readonly owner: OwningOffice
  /** The due day that has been reminded of already. */
  readonly remindedFor: Day | null
  readonly escalationLevel: number
}

export type SweepStep = {
  readonly event: Extract<CommonEvent, { type: 'reminded' | 'escalated' }>
  readonly facts: Facts
}

/**
 * A reminder from the working day before the due day on, once a due day; an escalation when the day has passed, which sets
 * a new one, so that nothing rests (R38). Null when nothing is to be done.
 */
export function sweepStep(dossier: Waiting, at: Instant, limits: TimeLimits, table: WorkingDayTable): SweepStep | null {
  const { dueOn, owner } = dossier
  if (dueOn === null) return null
  const today = dayOf(at)
  const by = { kind: 'system' } as const
  if (today > dueOn) {
    const next = lastDayOf(limits.escalation, today, table)
    return {
      event: { type: 'escalated', at, by, dueOn: next, level: dossier.escalationLevel + 1 },
      facts: { verb: 'added', dueOn: next, owner },
    }
  }
  const remindFrom = addWorkingDays(today, 1, table)
  if (dueOn > remindFrom || dossier.remindedFor === dueOn) return null
  return { event: { type: 'reminded', at, by, dueOn }, facts: { verb: 'added', dueOn, owner } }
}
