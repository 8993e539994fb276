/** Time limits as a form sends them: one number each. */
import { z } from 'zod'
import { adjustableLimits, type AdjustableLimit, type LimitCounts } from '../app/time-limits.ts'

const count = z
  .string({ error: 'limitOutOfRange' })
  .trim()
  .regex(/^\d{1,4}$/, 'limitOutOfRange')
  .transform(Number)

/** Whether a number is in range the use case says. */
export const limitsForm = z.object(
  Object.fromEntries(adjustableLimits.map((name) => [name, count])) as Record<AdjustableLimit, typeof count>,
)

export const limitsTyped = (counts: LimitCounts): Readonly<Record<string, string>> =>
  Object.fromEntries(adjustableLimits.map((name) => [name, String(counts[name])]))
