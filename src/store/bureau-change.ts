/** Several changes of the bureau and the security events that tell of them, as one: all of it is kept, or nothing. */
import type { Transaction } from 'kysely'
import { tableRowOf } from './account-rows.ts'
import { BUREAU } from './bureau-rows.ts'
import { keepPersons, keepPosts, keepSetting, keepUnits } from './bureau-writes.ts'
import { chunks } from './database.ts'
import { appendSecurityBatch, printBody } from './security-events.ts'
import type { BureauChange } from './store.ts'
import type { Tables } from './tables.ts'
import type { TrailWork } from './trail-work.ts'
import { lockHead } from './trail-writer.ts'

/** False, and nothing is kept, when first accounts are to be made and there are accounts. */
export async function changeBureau(
  trx: Transaction<Tables>,
  { bureau, units = [], persons = [], posts = [], settings = {}, firstAccounts = [], events }: BureauChange,
  work: TrailWork,
): Promise<boolean> {
  // Two at once are one after the other from here on.
  await lockHead(trx, 'security')
  if (firstAccounts.length > 0) {
    const { count } = await trx
      .selectFrom('accounts')
      .select((row) => row.fn.countAll<number | bigint | string>().as('count'))
      .executeTakeFirstOrThrow()
    if (Number(count) > 0) return false
  }
  await appendSecurityBatch(trx, events.map(printBody), work)
  if (bureau !== undefined) await keepSetting(trx, BUREAU, bureau)
  for (const [name, value] of Object.entries(settings)) await keepSetting(trx, name, value)
  await keepUnits(trx, units)
  await keepPersons(trx, persons)
  await keepPosts(trx, posts)
  const accounts = firstAccounts.map(tableRowOf)
  for (const some of chunks(accounts, 14)) await trx.insertInto('accounts').values(some).execute()
  return true
}
