/**
 * The sweep: reminds owners of what falls due, and escalates what is overdue, once each (R38).
 *
 * It reads nothing but due dates, and can read nothing else: its events are sealed to the dossier's public key like all others. Two
 * sweeps at once do no harm, because each act has an idempotency key of its own and an expected sequence.
 */
import { createHash } from 'node:crypto'
import { setImmediate as othersTurn } from 'node:timers/promises'
import { sweepStep } from '../domain/dossier/deadlines.ts'
import type { DossierId } from '../domain/dossier/types.ts'
import type { TimeLimits } from '../domain/rules/time-limits.ts'
import { addWorkingDays, type WorkingDayTable } from '../domain/rules/working-days.ts'
import { type Day, dayOf } from '../kit/calendar.ts'
import type { DossierRow } from '../store/store.ts'
import type { AppContext } from './context.ts'
import { sealInquiryEvent } from './envelope.ts'

export type SweepResult = { readonly reminded: number; readonly escalated: number }

export async function sweep(context: AppContext, limits: TimeLimits, table: WorkingDayTable): Promise<SweepResult> {
  const counts = { reminded: 0, escalated: 0 }
  const soon = addWorkingDays(dayOf(context.now()), 1, table)
  // What is escalated falls due anew, perhaps as soon as that: it is for the next sweep.
  const swept = new Set<DossierId>()
  for (let after: { readonly dueOn: Day; readonly id: DossierId } | null = null; ;) {
    const rows: DossierRow[] = await context.store.dossiersDue(soon, after, READ_AT_ONCE)
    for (const row of rows) {
      if (row.dueOn !== null) after = { dueOn: row.dueOn, id: row.id }
      if (swept.has(row.id)) continue
      const done = await sweepOne(context, row, limits, table)
      if (!done) continue
      swept.add(row.id)
      counts[done] += 1
      await othersTurn()
    }
    if (rows.length < READ_AT_ONCE) return counts
    await othersTurn()
  }
}

/** However many are due, others are served meanwhile. */
const READ_AT_ONCE = 200

async function sweepOne(
  context: AppContext,
  row: DossierRow,
  limits: TimeLimits,
  table: WorkingDayTable,
): Promise<'reminded' | 'escalated' | null> {
  const at = context.now()
  const step = sweepStep(row, at, limits, table)
  if (!step) return null
  const { event, facts } = step
  const sequence = row.sequence + 1
  const publicKeys = { content: row.contentKey, identity: row.identityKey }
  const mark =
    event.type === 'reminded'
      ? { dossierId: row.id, remindedFor: event.dueOn }
      : { dossierId: row.id, escalationLevel: event.level }
  const result = await context.store.appendSweep(
    {
      // With the sequence, because a later step may fall due on a day that an earlier one was escalated for.
      idempotencyKey: createHash('sha256').update(`sweep ${event.type} ${row.id} ${sequence}`).digest('base64url'),
      newDossiers: [],
      events: [
        {
          dossierId: row.id,
          sequence,
          date: dayOf(at),
          facts,
          sealed: sealInquiryEvent({ dossierId: row.id, sequence }, event, publicKeys, null),
        },
      ],
      answer: '',
    },
    mark,
  )
  // A conflict means that somebody acted on the dossier this very moment: the next sweep looks again.
  return result.kind === 'appended' ? event.type : null
}
