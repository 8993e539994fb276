/**
 * Writing the bureau inside a transaction: for one list alone, and for several that must be kept together (bureau-change.ts).
 * A row that is there already is brought up to date.
 */
import type { Transaction } from 'kysely'
import type { Person, Post, Unit } from '../domain/organisation/types.ts'
import { chunks } from './database.ts'
import type { Tables } from './tables.ts'

export async function keepUnits(trx: Transaction<Tables>, units: readonly Unit[]): Promise<void> {
  const rows = units.map(({ id, name, kind, from, to }) => ({ id, name, kind, from_day: from, to_day: to }))
  for (const some of chunks(rows, 5))
    await trx
      .insertInto('units')
      .values(some)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((row) => ({
          name: row.ref('excluded.name'),
          kind: row.ref('excluded.kind'),
          from_day: row.ref('excluded.from_day'),
          to_day: row.ref('excluded.to_day'),
        })),
      )
      .execute()
}

export async function keepPersons(trx: Transaction<Tables>, persons: readonly Person[]): Promise<void> {
  const rows = persons.map(({ id, name, staffNumber, mail = '' }) => ({ id, name, staff_number: staffNumber, mail }))
  for (const some of chunks(rows, 4))
    await trx
      .insertInto('persons')
      .values(some)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((row) => ({
          name: row.ref('excluded.name'),
          staff_number: row.ref('excluded.staff_number'),
          mail: row.ref('excluded.mail'),
        })),
      )
      .execute()
}

export async function keepPosts(trx: Transaction<Tables>, posts: readonly Post[]): Promise<void> {
  const rows = posts.map((post) => ({
    id: post.id,
    person_id: post.personId,
    unit_id: post.unitId,
    title: post.title,
    leading_cadre: post.leadingCadre ? 1 : 0,
    unit_head: post.unitHead ? 1 : 0,
    from_day: post.from,
    to_day: post.to,
  }))
  for (const some of chunks(rows, 8))
    await trx
      .insertInto('posts')
      .values(some)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((row) => ({
          person_id: row.ref('excluded.person_id'),
          unit_id: row.ref('excluded.unit_id'),
          title: row.ref('excluded.title'),
          leading_cadre: row.ref('excluded.leading_cadre'),
          unit_head: row.ref('excluded.unit_head'),
          from_day: row.ref('excluded.from_day'),
          to_day: row.ref('excluded.to_day'),
        })),
      )
      .execute()
}

/** False when it does not say `before` (any more). */
export async function keepSetting(
  trx: Transaction<Tables>,
  name: string,
  value: string,
  before?: string | null,
): Promise<boolean> {
  if (typeof before === 'string') {
    const changing = trx.updateTable('settings').set({ value }).where('name', '=', name).where('value', '=', before)
    return (await changing.executeTakeFirstOrThrow()).numUpdatedRows > 0n
  }
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('settings')
    .values({ name, value })
    .onConflict((conflict) => {
      const same = conflict.column('name')
      return before === null ? same.doNothing() : same.doUpdateSet({ value })
    })
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}
