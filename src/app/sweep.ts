/**
 * The sweep: reminds owners of what falls due, and escalates what is overdue, once each (R38).
 *
 * It reads nothing but due dates, and can read nothing else: its events are sealed to the dossier's public key like all others. Two
 * sweeps at once do no harm, because each act has an idempotency key of its own and an expected sequence.
 */
import { createHash } from 'node:crypto'
import type { InquiryEvent } from '../domain/inquiry-record/events.ts'
import { type TimeLimits, lastDayOf } from '../domain/rules/time-limits.ts'
import { addWorkingDays, type WorkingDayTable } from '../domain/rules/working-days.ts'
import { type Day, dayOf } from '../kit/calendar.ts'
import type { DossierRow } from '../store/store.ts'
import type { AppContext } from './context.ts'
import { sealInquiryEvent } from './envelope.ts'

/** Past this level nobody is left to escalate to; the head of the list keeps it. */
const HIGHEST_LEVEL = 3

export type SweepResult = { readonly reminded: number; readonly escalated: number }

export async function sweep(context: AppContext, limits: TimeLimits, table: WorkingDayTable): Promise<SweepResult> {
  const today = dayOf(context.now())
  const soon = addWorkingDays(today, 1, table)
  let [reminded, escalated] = [0, 0]
  for (const row of await context.store.dossiersDue(soon)) {
    if (!row.dueOn) continue
    if (row.dueOn < today && row.escalationLevel < HIGHEST_LEVEL) {
      if (await act(context, row, row.dueOn, 'escalated', lastDayOf(limits.escalation, today, table))) escalated += 1
    } else if (row.remindedFor !== row.dueOn) {
      if (await act(context, row, row.dueOn, 'reminded', row.dueOn)) reminded += 1
    }
  }
  return { reminded, escalated }
}

async function act(
  context: AppContext,
  row: DossierRow,
  dueOn: Day,
  type: 'reminded' | 'escalated',
  nextDueOn: Day,
): Promise<boolean> {
  const at = context.now()
  const level = row.escalationLevel + 1
  const event: InquiryEvent =
    type === 'reminded'
      ? { type, at, by: { kind: 'system' }, dueOn }
      : { type, at, by: { kind: 'system' }, dueOn: nextDueOn, level }
  const sequence = row.sequence + 1
  const publicKeys = { content: row.contentKey, identity: row.identityKey }
  const result = await context.store.appendSweep(
    {
      idempotencyKey: createHash('sha256').update(`sweep ${type} ${row.id} ${dueOn} ${level}`).digest('base64url'),
      newDossiers: [],
      events: [
        {
          dossierId: row.id,
          sequence,
          date: dayOf(at),
          facts: { verb: 'added', dueOn: nextDueOn, owner: row.owner },
          sealed: sealInquiryEvent({ dossierId: row.id, sequence }, event, publicKeys, null),
        },
      ],
      answer: '',
    },
    type === 'reminded'
      ? { dossierId: row.id, remindedFor: dueOn }
      : { dossierId: row.id, escalationLevel: level, dueOn: nextDueOn },
  )
  // A conflict means that somebody acted on the dossier this very moment: the next sweep looks again.
  return result.kind === 'appended'
}
