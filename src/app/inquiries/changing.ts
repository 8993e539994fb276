/** Load, open, decide, seal, append: the one way in which anything happens to a record after its registration. */
import { createHash } from 'node:crypto'
import type { Command, CommandActor, Refusal } from '../../domain/inquiry-record/commands.ts'
import { type Decided, decide, factsOf } from '../../domain/inquiry-record/decide.ts'
import type { InquiryEvent } from '../../domain/inquiry-record/events.ts'
import { taskHolders } from '../../domain/access/task-holders.ts'
import { leaveNotices } from '../mail/outbox.ts'
import { isRegistered, type RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import { dayOf, type Instant } from '../../kit/calendar.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import { invariant } from '../../kit/invariant.ts'
import type { AppendCommand } from '../../store/store.ts'
import { ownTag } from '../../vault/account-keys.ts'
import type { AppContext, Viewer } from '../context.ts'
import { sealInquiryEvent } from '../envelope.ts'
import { type Regranted, regrant } from './granting.ts'
import { foldMore, sealFolded } from './folding.ts'
import { type OpenedRecord, openRecord } from './opening.ts'

/** Commands without the parts that the use case fills in. */
export type Asked<Type extends Command['type'] = Command['type']> = Type extends Command['type']
  ? Omit<Extract<Command, { type: Type }>, 'at' | 'by'>
  : never

export type ChangeRefusal =
  | Refusal
  | { readonly code: 'notFound' }
  | { readonly code: 'busy' }
  /** The form came without a class: said before the rules are asked. */
  | { readonly code: 'classMissing' }

/** Views and sweeps move the sequence all the time; after so many collisions something else is wrong. */
const ATTEMPTS = 8

/** The key of a form, bound to the account: nobody else's form can meet it. */
export const boundKey = (viewer: Viewer, idempotencyKey: string): string =>
  ownTag(viewer.secret, `idempotency:${createHash('sha256').update(idempotencyKey).digest('base64url')}`, 0)

export const actorOf = (viewer: Viewer, isRecorder: boolean): CommandActor => ({
  personId: viewer.personId,
  name: viewer.name,
  roles: viewer.roles,
  isRecorder,
})

/**
 * Does what is asked, or refuses with a code. `notFound` covers everybody who may not know the record. Asked again with the
 * same key it answers the state as it is and changes nothing. Whoever has just opened the record hands it over: when somebody else was faster,
 * the append says so, and it is opened anew.
 */
export async function changeRecord(
  context: AppContext,
  viewer: Viewer,
  number: string,
  idempotencyKey: string,
  asked: Asked | ((opened: OpenedRecord) => Asked),
  justOpened?: OpenedRecord,
): Promise<Decision<RegisteredRecord, ChangeRefusal>> {
  const key = boundKey(viewer, idempotencyKey)
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const opened = (attempt === 0 && justOpened) || (await openRecord(context, viewer, number))
    if (!opened) return refuse({ code: 'notFound' })
    if (await context.store.answerTo(key)) return accept(opened.record)
    const at = context.now()
    const by = actorOf(viewer, opened.isRecorder)
    const command = { ...(typeof asked === 'function' ? asked(opened) : asked), at, by } as Command
    const decided = decide(command, opened.record, opened.rules)
    if (!decided.ok) return refuse(decided.refusal.code === 'namedInMatter' ? { code: 'notFound' } : decided.refusal)
    const changed = await appendOf(context, viewer, opened, decided.value, { at, idempotencyKey: key })
    if (!changed.ok) return changed
    const { record, append } = changed.value
    const result = await context.store.append(append)
    if (result.kind === 'appended') {
      await tellNextHolders(context, viewer, opened, record)
      return accept(record)
    }
  }
  return refuse({ code: 'busy' })
}

/** A notice outside the register for whoever has a task by this change and had none before; never for who made it (R88). */
function tellNextHolders(
  context: AppContext,
  { accountId }: Viewer,
  { record: before, recordedBy, rules }: OpenedRecord,
  after: RegisteredRecord,
): Promise<void> {
  const bureau = {
    organisation: rules.organisation,
    recorderId: recordedBy?.recorderId ?? null,
    day: dayOf(context.now()),
  }
  const had = new Set([accountId, ...taskHolders(before, bureau)])
  return leaveNotices(
    context,
    taskHolders(after, bureau).filter((id) => !had.has(id)),
  )
}

/** The events, sealed under the keys that the change leaves the dossier with, and the grants that go with it. */
async function appendOf(
  context: AppContext,
  viewer: Viewer,
  opened: OpenedRecord,
  decided: readonly Decided[],
  { at, idempotencyKey }: { readonly at: Instant; readonly idempotencyKey: string },
): Promise<Decision<{ record: RegisteredRecord; append: AppendCommand }, Refusal>> {
  const [first] = decided
  invariant(first, 'what was decided has an event')
  const after = registeredAfter(
    opened,
    decided.map(({ event }) => event),
  )
  const regranted = await regrant(context, opened, { after, by: first.event.by, at })
  if (!regranted.ok) return regranted
  return accept(appendWith(viewer, opened, { before: decided, regranted: regranted.value, at, idempotencyKey }))
}

/** What was decided and what it does to the grants, as one append; signed by `signer`. */
export function appendWith(
  signer: Pick<Viewer, 'accountId' | 'secret'>,
  opened: Pick<OpenedRecord, 'row' | 'record' | 'recordedBy'>,
  { before, regranted, at, idempotencyKey }: Appending,
): { record: RegisteredRecord; append: AppendCommand } {
  const { row, recordedBy } = opened
  const { event: accessChanged, keys, publicKeys, previous, append } = regranted
  const after = registeredAfter(
    opened,
    before.map(({ event }) => event),
  )
  const all = accessChanged ? [...before, { event: accessChanged, facts: factsOf(accessChanged, after) }] : before
  const events = all.map(({ event, facts }, i) => {
    const place = { dossierId: row.id, sequence: row.sequence + 1 + i }
    const besides = i === 0 ? { previous } : {}
    return { ...place, date: dayOf(at), facts, sealed: sealInquiryEvent(place, event, publicKeys, signer, besides) }
  })
  const record = registeredAfter(
    opened,
    all.map(({ event }) => event),
  )
  const sealed = sealFolded({ record, identity: recordedBy }, keys)
  const snapshot = { dossierId: row.id, sequence: row.sequence + events.length, sealed }
  return {
    record,
    append: { idempotencyKey, newDossiers: [], events, snapshots: [snapshot], ...append, answer: 'done' },
  }
}

type Appending = {
  readonly before: readonly Decided[]
  readonly regranted: Regranted
  readonly at: Instant
  readonly idempotencyKey: string
}

function registeredAfter(
  opened: Pick<OpenedRecord, 'record' | 'recordedBy'>,
  events: readonly InquiryEvent[],
): RegisteredRecord {
  const { record } = foldMore({ record: opened.record, identity: opened.recordedBy }, events)
  invariant(isRegistered(record), 'a registered record stays registered')
  return record
}
