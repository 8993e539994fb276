/**
 * Sealed pages of lists, the locks they are sealed under, and what changed since they were written. The store knows neither whose a page is
 * nor what is on it (docs/decisions/0011).
 */
import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { Facts } from '../domain/dossier/types.ts'
import { chunks, inChunks, type Database } from './database.ts'
import type { ListStore, SlotLock } from './list-store.ts'

/** Where a page lies tells neither when it was written nor what was written with it. */
const somewhere = (): number => randomInt(2 ** 48 - 1)

type JoinedLocks = { readonly blocks: string | null; readonly lengths: string; readonly locks: Buffer }

/** All in one row: at 100,000 records they are 1,600, read by every look, and a row costs more than its bytes. */
const allLocks = {
  sqlite: sql`group_concat(block) as blocks, group_concat(length(lock)) as lengths, cast(group_concat(lock, '') as blob) as locks`,
  postgres: sql`string_agg(block::text, ',') as blocks, string_agg(length(lock)::text, ',') as lengths,
    string_agg(lock, ''::bytea) as locks`,
}

function locksIn({ blocks, lengths, locks }: JoinedLocks): SlotLock[] {
  if (blocks === null) return []
  const each = lengths.split(',')
  let from = 0
  return blocks.split(',').map((block, i) => {
    const lock = locks.subarray(from, (from += Number(each[i])))
    return { block: Number(block), lock }
  })
}

export function listRows(database: Database): ListStore {
  const { read } = database
  return {
    async listPages(tags) {
      return inChunks(tags, (some) =>
        read.selectFrom('list_pages').select(['tag', 'sealed']).where('tag', 'in', some).execute(),
      )
    },
    async saveListPages({ head: { tag, before, sealed }, pages, dropped }) {
      return database.transaction(async (trx) => {
        const { numAffected } = before
          ? await trx
              .updateTable('list_pages')
              .set({ sealed })
              .where('tag', '=', tag)
              .where('sealed', '=', before)
              .executeTakeFirst()
              .then(({ numUpdatedRows }) => ({ numAffected: numUpdatedRows }))
          : await trx
              .insertInto('list_pages')
              .values({ place: somewhere(), tag, sealed })
              .onConflict((conflict) => conflict.column('tag').doNothing())
              .executeTakeFirst()
              .then(({ numInsertedOrUpdatedRows }) => ({ numAffected: numInsertedOrUpdatedRows }))
        if (numAffected !== 1n) return false
        for (const some of chunks(pages, 3))
          await trx
            .insertInto('list_pages')
            .values(some.map((page) => ({ place: somewhere(), tag: page.tag, sealed: page.sealed })))
            // What a request left here that did not come to its end was never true.
            .onConflict((conflict) =>
              conflict.column('tag').doUpdateSet((row) => ({ sealed: row.ref('excluded.sealed') })),
            )
            .execute()
        for (const some of chunks(dropped, 1)) await trx.deleteFrom('list_pages').where('tag', 'in', some).execute()
        return true
      })
    },
    async slotLocks() {
      const { rows } = await sql<JoinedLocks>`select ${allLocks[database.engine]} from slot_locks`.execute(read)
      return rows.flatMap(locksIn)
    },
    async makeSlotLocks(locks) {
      await database.transaction(async (trx) => {
        for (const some of chunks(locks, 2))
          await trx
            .insertInto('slot_locks')
            .values(some.map(({ block, lock }) => ({ block, lock })))
            .onConflict((conflict) => conflict.column('block').doNothing())
            .execute()
      })
    },
    async changesAfter(leafIndex, limit) {
      const rows = await read
        .selectFrom('events')
        .innerJoin('events as first', (join) =>
          join.onRef('first.dossier_id', '=', 'events.dossier_id').on('first.sequence', '=', sql.lit(1)),
        )
        .select(['events.leaf_index', 'events.dossier_id', 'events.facts', 'first.leaf_index as registration'])
        .where('events.leaf_index', '>', leafIndex)
        .orderBy('events.leaf_index')
        .limit(limit)
        .execute()
      return rows.map(({ leaf_index, dossier_id, facts, registration }) => ({
        leafIndex: leaf_index,
        dossierId: dossier_id,
        verb: (JSON.parse(facts) as Facts).verb,
        registration,
      }))
    },
    async registrationsOf(ids) {
      return inChunks(ids, (some) =>
        read
          .selectFrom('events')
          .select(['dossier_id as dossierId', 'leaf_index as leafIndex'])
          .where('sequence', '=', sql.lit(1))
          .where('dossier_id', 'in', some)
          .execute(),
      )
    },
  }
}
