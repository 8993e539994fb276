/** Answering requests for viewing permits (R37): by whoever reviews the record. Approval grants the keys in the same append (R42). */
import { answerablePermits, mayDecidePermits, type Permit } from '../../domain/inquiry-record/permits.ts'
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import type { Day } from '../../kit/calendar.ts'
import type { Decision } from '../../kit/decision.ts'
import type { AppContext, Viewer } from '../context.ts'
import { rulesInForce } from '../rules.ts'
import { type Asked, type ChangeRefusal, changeRecord } from './changing.ts'
import { type Listed, waiting } from './listing.ts'
import { leaveAnswer } from './permit-requests.ts'

type Answer = Promise<Decision<RegisteredRecord, ChangeRefusal>>
type Chosen = Extract<Asked, { type: 'approvePermit' | 'refusePermit' | 'withdrawPermit' }>

async function answerPermit(context: AppContext, viewer: Viewer, number: string, chosen: Chosen, key: string): Answer {
  const decided = await changeRecord(context, viewer, number, key, chosen)
  const permit = decided.ok ? decided.value.permits.find(({ id }) => id === chosen.permitId) : undefined
  if (permit) await tellAsker(context, permit)
  return decided
}

export const approvePermit = (
  context: AppContext,
  viewer: Viewer,
  number: string,
  input: { readonly permitId: string; readonly untilDay: Day; readonly withEvidence: boolean },
  key: string,
): Answer => answerPermit(context, viewer, number, { type: 'approvePermit', ...input }, key)

type WithReason = { readonly permitId: string; readonly reason: string }

export const refusePermit = (
  context: AppContext,
  viewer: Viewer,
  number: string,
  input: WithReason,
  key: string,
): Answer => answerPermit(context, viewer, number, { type: 'refusePermit', ...input }, key)

export const withdrawPermit = (
  context: AppContext,
  viewer: Viewer,
  number: string,
  input: WithReason,
  key: string,
): Answer => answerPermit(context, viewer, number, { type: 'withdrawPermit', ...input }, key)

async function tellAsker(context: AppContext, { asker, answerTag, decision, withdrawn }: Permit): Promise<void> {
  if (!decision) return
  const { at } = decision
  const answer = withdrawn
    ? { kind: 'withdrawn' as const, at: withdrawn.at, reason: withdrawn.reason }
    : decision.kind === 'refused'
      ? { kind: 'refused' as const, at, reason: decision.reason }
      : { kind: 'approved' as const, at, until: decision.until, withEvidence: decision.withEvidence }
  await leaveAnswer(context, asker.personId, answerTag, answer)
}

export type PermitTask = { readonly record: RegisteredRecord; readonly permit: Permit }

/** Requests on these records that wait for the viewer's answer, the oldest first. */
export async function permitTasksOf(
  context: AppContext,
  viewer: Viewer,
  records?: readonly Listed[],
): Promise<readonly PermitTask[]> {
  const listed = records ?? (await waiting(context, viewer)).records
  const rules = await rulesInForce(context)
  const at = context.now()
  return listed
    .flatMap(({ record, isRecorder }) => {
      const waiting = answerablePermits(record, at).filter(({ asker }) => asker.personId !== viewer.personId)
      const by = { personId: viewer.personId, roles: viewer.roles, isRecorder }
      return waiting.length > 0 && mayDecidePermits(record, rules, by, at)
        ? waiting.map((permit) => ({ record, permit }))
        : []
    })
    .toSorted((a, b) => (a.permit.askedAt < b.permit.askedAt ? -1 : 1))
}
