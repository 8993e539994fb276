/**
 * Appending to the register: commands in, events and leaves out, one transaction for all that arrived together.
 *
 *     lock the head ─> judge each command ─> insert what was accepted ─> write slots, print entries ─> extend the trail ─> COMMIT ─> answer
 *
 * Because every appender holds the head row, what the judging reads cannot change before COMMIT; the unique indexes stand
 * behind it as a backstop. A refusal is an answer and never disturbs the other commands of the batch.
 */
import { sha256 } from '#primitives'
import type { Transaction } from 'kysely'
import { utf8 } from '../kit/bytes.ts'
import { day, type Day } from '../kit/calendar.ts'
import { invariant } from '../kit/invariant.ts'
import type { DossierId } from '../domain/dossier/types.ts'
import { canonicalJson } from './canonical-json.ts'
import { inChunks } from './database.ts'
import { keepRows, type Insert } from './keep-rows.ts'
import { afterEvent, afterRenewal, newDossierRow, type DossierTableRow } from './read-models.ts'
import type { AppendCommand, AppendResult, NewEvent } from './store.ts'
import { SlotTree } from './slot-tree.ts'
import type { Tables } from './tables.ts'
import { extendTrail, lockHead } from './trail-writer.ts'
import type { TrailWork } from './trail-work.ts'

export type SweepMark = {
  readonly dossierId: DossierId
  readonly remindedFor?: Day
  readonly escalationLevel?: number
  readonly dueOn?: Day
}

type PreparedEvent = {
  readonly event: NewEvent
  readonly facts: string
  readonly factsDigest: Uint8Array
  readonly sealedDigest: Uint8Array
}

export type PreparedCommand = {
  readonly command: AppendCommand
  readonly events: readonly PreparedEvent[]
  readonly mark: SweepMark | null
}

/** Everything that can be computed before the queue, so that a malformed command fails alone and early. */
export function prepare(command: AppendCommand, mark: SweepMark | null): PreparedCommand {
  invariant(command.idempotencyKey !== '', 'a command has an idempotency key')
  for (const dossier of command.newDossiers) {
    const begins = command.events.some((event) => event.dossierId === dossier.id && event.sequence === 1)
    invariant(begins, 'a new dossier comes with its first event')
  }
  for (const { dossierId, fromSequence } of command.renewals ?? []) {
    const begins = command.events.some((event) => event.dossierId === dossierId && event.sequence === fromSequence)
    invariant(begins, 'renewed keys come with the first event under them')
  }
  const last = mark && command.events.findLast((event) => event.dossierId === mark.dossierId)
  // Read models follow from events: a due date that no event tells would be gone after rebuilding them.
  invariant(!last || mark?.dueOn === undefined || mark.dueOn === last.facts.dueOn, 'a mark and its event agree')
  return { command, mark, events: command.events.map(prepareEvent) }
}

function prepareEvent(event: NewEvent): PreparedEvent {
  const { verb, dueOn, owner } = event.facts
  const facts = canonicalJson({ verb, dueOn, owner })
  return { event, facts, factsDigest: sha256(utf8(facts)), sealedDigest: sha256(event.sealed) }
}

/** The work of one batch inside its transaction. Answers in the order of the commands. */
export async function appendBatch(
  trx: Transaction<Tables>,
  batch: readonly PreparedCommand[],
  work: TrailWork,
): Promise<AppendResult[]> {
  const head = await lockHead(trx, 'register')
  const judging = new Judging(await known(trx, batch))
  const verdicts = batch.map((prepared) => judging.judge(prepared))
  const accepted = batch.filter((_, i) => verdicts[i] === 'accepted')
  const events = accepted.flatMap((prepared) => prepared.events)

  await keepRows(trx, upsertDossiers, judging.touched())
  const rows = events.map(({ event, facts }, i) => ({
    leaf_index: head.size + i,
    dossier_id: event.dossierId,
    sequence: event.sequence,
    date: event.date,
    facts,
    sealed: event.sealed,
  }))
  await keepRows(trx, insertEvents, rows)
  await keepBesides(trx, accepted)
  const entries = await entriesOf(trx, head.size, accepted, work)
  const checkpoint = await extendTrail(trx, 'register', head, entries, work)

  let next = head.size
  return batch.map(({ command }, i) => {
    const verdict = verdicts[i] as 'accepted' | AppendResult
    if (verdict !== 'accepted') return verdict
    const leafIndexes = command.events.map(() => next++)
    return { kind: 'appended', answer: command.answer, leafIndexes, checkpoint }
  })
}

/** Writes the slots, and the entries, each of which commits to all of them. */
async function entriesOf(
  trx: Transaction<Tables>,
  size: number,
  accepted: readonly PreparedCommand[],
  work: TrailWork,
): Promise<Uint8Array[]> {
  const events = accepted.flatMap((prepared) => prepared.events)
  if (events.length === 0) return []
  const tree = await SlotTree.of(trx, size, work)
  const commands = accepted.map(({ command }) => command)
  await tree.add(
    commands.flatMap(({ newDossiers, newSlots = [] }) => [
      ...newDossiers.flatMap(({ id, slots }) => slots.map((slot) => ({ dossierId: id, slot }))),
      ...newSlots.flatMap(({ dossierId, slots }) => slots.map((slot) => ({ dossierId, slot }))),
    ]),
  )
  await tree.change(
    commands.flatMap(({ slotChanges = [] }) => slotChanges),
    commands.flatMap(({ renewals = [] }) => renewals.map(({ dossierId }) => dossierId)),
  )
  const entries = events.map(({ event, factsDigest, sealedDigest }, i) => {
    const { dossierId, sequence, date } = event
    const slotsCommitment = tree.commit(size + i + 1)
    return work.printLeafEntry({ dossierId, sequence, date: day(date), factsDigest, sealedDigest, slotsCommitment })
  })
  await tree.keep({ trail: 'register', leafIndex: size + events.length - 1 })
  return entries
}

type Known = {
  readonly answers: Map<string, string>
  readonly dossiers: Map<DossierId, DossierTableRow>
  readonly numbers: Set<string>
  /** Versions of drafts, by tag. */
  readonly drafts: Map<string, number>
}

async function known(trx: Transaction<Tables>, batch: readonly PreparedCommand[]): Promise<Known> {
  const commands = batch.map(({ command }) => command)
  const answers = await inChunks(
    commands.map((command) => command.idempotencyKey),
    (keys) => trx.selectFrom('commands').selectAll().where('idempotency_key', 'in', keys).execute(),
  )
  const created = commands.flatMap((command) => command.newDossiers)
  const ids = [
    ...created.map(({ id }) => id),
    ...commands.flatMap((command) => command.events.map((event) => event.dossierId)),
    ...batch.flatMap(({ mark }) => (mark ? [mark.dossierId] : [])),
  ]
  const dossiers = await inChunks(ids, (some) =>
    trx.selectFrom('dossiers').selectAll().where('id', 'in', some).execute(),
  )
  const numbers = await inChunks(
    created.map(({ number }) => number),
    (some) => trx.selectFrom('dossiers').select('number').where('number', 'in', some).execute(),
  )
  const drafts = await inChunks(
    commands.flatMap(({ endedDrafts = [] }) => endedDrafts.map(({ tag }) => tag)),
    (some) => trx.selectFrom('drafts').select(['tag', 'version']).where('tag', 'in', some).execute(),
  )
  return {
    answers: new Map(answers.map((row) => [row.idempotency_key, row.answer])),
    dossiers: new Map(dossiers.map((row) => [row.id, row])),
    numbers: new Set(numbers.map((row) => row.number)),
    drafts: new Map(drafts.map(({ tag, version }) => [tag, version])),
  }
}

/** Judges commands one after the other, each seeing what the accepted ones before it have done. */
class Judging {
  readonly #known: Known
  readonly #touched = new Set<DossierId>()

  constructor(known: Known) {
    this.#known = known
  }

  judge({ command, mark }: PreparedCommand): 'accepted' | AppendResult {
    const { answers, dossiers, numbers, drafts } = this.#known
    const answer = answers.get(command.idempotencyKey)
    if (answer !== undefined) return { kind: 'repeated', answer }

    const ended = command.endedDrafts ?? []
    if (ended.some(({ tag, version }) => drafts.get(tag) !== version)) return { kind: 'draftChanged' }

    // A command is judged on copies: one that is refused half-way leaves nothing behind.
    const changed = new Map<DossierId, DossierTableRow>()
    const drawn = new Set<string>()
    for (const dossier of command.newDossiers) {
      const taken = dossiers.has(dossier.id) || changed.has(dossier.id)
      if (taken || numbers.has(dossier.number) || drawn.has(dossier.number)) return { kind: 'numberTaken' }
      drawn.add(dossier.number)
      changed.set(dossier.id, newDossierRow(dossier))
    }
    for (const event of command.events) {
      const before = changed.get(event.dossierId) ?? dossiers.get(event.dossierId)
      if (!before || before.sequence + 1 !== event.sequence) return { kind: 'conflict', dossierId: event.dossierId }
      changed.set(event.dossierId, afterEvent(before, event))
    }
    for (const renewal of command.renewals ?? []) {
      // `prepare` has seen that it comes with an event, so the dossier is among the changed.
      const before = changed.get(renewal.dossierId)
      if (before) changed.set(renewal.dossierId, afterRenewal(before, renewal))
    }
    if (mark) {
      const before = changed.get(mark.dossierId) ?? dossiers.get(mark.dossierId)
      if (!before) return { kind: 'conflict', dossierId: mark.dossierId }
      changed.set(mark.dossierId, marked(before, mark))
    }

    answers.set(command.idempotencyKey, command.answer)
    for (const number of drawn) numbers.add(number)
    for (const { tag } of ended) drafts.delete(tag)
    for (const [id, row] of changed) {
      dossiers.set(id, row)
      this.#touched.add(id)
    }
    return 'accepted'
  }

  touched(): DossierTableRow[] {
    return [...this.#touched].map((id) => this.#known.dossiers.get(id) as DossierTableRow)
  }
}

const marked = (row: DossierTableRow, mark: SweepMark): DossierTableRow => ({
  ...row,
  reminded_for: mark.remindedFor ?? row.reminded_for,
  escalation_level: mark.escalationLevel ?? row.escalation_level,
  due_on: mark.dueOn ?? row.due_on,
})

const insertEvents: Insert<Tables['events']> = (db, rows) => db.insertInto('events').values(rows)
const insertAnswers: Insert<Tables['commands']> = (db, rows) => db.insertInto('commands').values(rows)

const upsertDossiers: Insert<DossierTableRow> = (db, rows) =>
  db
    .insertInto('dossiers')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((row) => ({
        content_key: row.ref('excluded.content_key'),
        identity_key: row.ref('excluded.identity_key'),
        keys_since: row.ref('excluded.keys_since'),
        last_event_on: row.ref('excluded.last_event_on'),
        sequence: row.ref('excluded.sequence'),
        due_on: row.ref('excluded.due_on'),
        owner: row.ref('excluded.owner'),
        reminded_for: row.ref('excluded.reminded_for'),
        escalation_level: row.ref('excluded.escalation_level'),
      })),
    )

/** A later snapshot replaces an earlier one, never the other way round. */
const upsertSnapshots: Insert<Tables['snapshots']> = (db, rows) =>
  db
    .insertInto('snapshots')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column('dossier_id')
        .doUpdateSet((row) => ({ sequence: row.ref('excluded.sequence'), sealed: row.ref('excluded.sealed') }))
        .whereRef('snapshots.sequence', '<=', 'excluded.sequence'),
    )

/** What travels with the events: snapshots, drafts that end, and the answer for a retry. */
async function keepBesides(trx: Transaction<Tables>, accepted: readonly PreparedCommand[]): Promise<void> {
  const commands = accepted.map(({ command }) => command)
  await keepSnapshots(
    trx,
    commands.flatMap((command) => command.snapshots ?? []),
  )
  const ended = new Map(
    commands.flatMap(({ endedDrafts = [] }) => endedDrafts.map(({ tag, version }) => [tag, version])),
  )
  const gone = await inChunks([...ended.keys()], (some) =>
    trx.deleteFrom('drafts').where('tag', 'in', some).returning(['tag', 'version']).execute(),
  )
  // Thrown away or changed since the judging: better that nobody of this batch is answered.
  const asJudged = gone.filter(({ tag, version }) => ended.get(tag) === version)
  invariant(asJudged.length === ended.size, 'a draft that ends is there')
  await keepRows(
    trx,
    insertAnswers,
    commands.map(({ idempotencyKey, answer }) => ({ idempotency_key: idempotencyKey, answer })),
  )
}

export type KeptSnapshot = { readonly dossierId: DossierId; readonly sequence: number; readonly sealed: Uint8Array }

/** A later snapshot replaces an earlier one, never the other way round. */
export async function keepSnapshots(trx: Transaction<Tables>, snapshots: readonly KeptSnapshot[]): Promise<void> {
  // The last of each dossier alone: a statement may not touch a row twice.
  const last = new Map<DossierId, KeptSnapshot>()
  for (const snapshot of snapshots)
    if (snapshot.sequence >= (last.get(snapshot.dossierId)?.sequence ?? 0)) last.set(snapshot.dossierId, snapshot)
  const rows = [...last.values()].map(({ dossierId, sequence, sealed }) => ({
    dossier_id: dossierId,
    sequence,
    sealed,
  }))
  await keepRows(trx, upsertSnapshots, rows)
}
