/** Reading the register: dossiers, their events, their snapshots and grant slots. */
import type { Selectable } from 'kysely'
import { utf8 } from '../kit/bytes.ts'
import type { Facts } from '../domain/dossier/types.ts'
import { keepSnapshots } from './append.ts'
import { inChunks, type Database } from './database.ts'
import type { DossierTableRow } from './read-models.ts'
import type { DossierRow, EventRow, Store } from './store.ts'
import type { Tables } from './tables.ts'

type RegisterRows = Pick<
  Store,
  | 'answerTo'
  | 'dossier'
  | 'dossierByNumber'
  | 'dossiers'
  | 'events'
  | 'eventsOf'
  | 'snapshots'
  | 'saveSnapshots'
  | 'slotsAfter'
  | 'slotsById'
  | 'slotsOf'
  | 'dossiersDue'
>

export function registerRows(database: Database): RegisterRows {
  const { read } = database
  const dossiers = () => read.selectFrom('dossiers').selectAll()
  const slots = () => read.selectFrom('slots').select(['slot_id as slotId', 'dossier_id as dossierId', 'slot'])

  return {
    async answerTo(idempotencyKey) {
      const row = await read
        .selectFrom('commands')
        .select('answer')
        .where('idempotency_key', '=', idempotencyKey)
        .executeTakeFirst()
      return row?.answer ?? null
    },
    async dossier(id) {
      const row = await dossiers().where('id', '=', id).executeTakeFirst()
      return row ? dossierOf(row) : null
    },
    async dossierByNumber(number) {
      const row = await dossiers().where('number', '=', number).executeTakeFirst()
      return row ? dossierOf(row) : null
    },
    async dossiers(ids) {
      const rows = await inChunks(ids, (some) => dossiers().where('id', 'in', some).execute())
      return rows.map(dossierOf)
    },
    async dossiersDue(day, after, limit) {
      let due = dossiers().where('due_on', '<=', day)
      // Compared together: engines find the place in the index by that, and not by an «or».
      if (after) due = due.where((eb) => eb(eb.refTuple('due_on', 'id'), '>', eb.tuple(after.dueOn, after.id)))
      return (await due.orderBy('due_on').orderBy('id').limit(limit).execute()).map(dossierOf)
    },
    async events(id, afterSequence = 0) {
      const rows = await read
        .selectFrom('events')
        .selectAll()
        .where('dossier_id', '=', id)
        .where('sequence', '>', afterSequence)
        .orderBy('sequence')
        .execute()
      return rows.map(eventOf)
    },
    async eventsOf(ids) {
      const rows = await inChunks(ids, (some) =>
        read
          .selectFrom('events')
          .selectAll()
          .where('dossier_id', 'in', some)
          .orderBy('dossier_id')
          .orderBy('sequence')
          .execute(),
      )
      return rows.map(eventOf)
    },
    async snapshots(ids) {
      return inChunks(ids, (some) =>
        read
          .selectFrom('snapshots')
          .select(['dossier_id as dossierId', 'sequence', 'sealed'])
          .where('dossier_id', 'in', some)
          .execute(),
      )
    },
    async saveSnapshots(snapshots) {
      await database.transaction(async (trx) => {
        await keepSnapshots(trx, snapshots)
      })
    },
    async slotsAfter(slotId, limit) {
      return slots().where('slot_id', '>', slotId).orderBy('slot_id').limit(limit).execute()
    },
    async slotsById(slotIds) {
      return inChunks(slotIds, (some) => slots().where('slot_id', 'in', some).orderBy('slot_id').execute())
    },
    async slotsOf(id) {
      return slots().where('dossier_id', '=', id).orderBy('slot_id').execute()
    },
  }
}

const dossierOf = (row: DossierTableRow): DossierRow => ({
  id: row.id,
  number: row.number,
  contentKey: row.content_key,
  identityKey: row.identity_key,
  openedOn: row.opened_on,
  lastEventOn: row.last_event_on,
  sequence: row.sequence,
  dueOn: row.due_on,
  owner: row.owner,
  remindedFor: row.reminded_for,
  escalationLevel: row.escalation_level,
  keysSince: row.keys_since,
})

const eventOf = (row: Selectable<Tables['events']>): EventRow => ({
  dossierId: row.dossier_id,
  sequence: row.sequence,
  date: row.date,
  facts: JSON.parse(row.facts) as Facts,
  factsBytes: utf8(row.facts),
  sealed: row.sealed,
  leafIndex: row.leaf_index,
})
