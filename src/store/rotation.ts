/**
 * A person's keys are replaced: trail, account, slots, lists and own rows in one transaction, so that nobody is ever left with keys that the
 * one half knows and the other does not (R42).
 */
import type { Transaction } from 'kysely'
import { chunks, type Database } from './database.ts'
import type { AccountRow, SecurityEventInput } from './store.ts'
import type { Tables } from './tables.ts'
import { changedColumns } from './account-rows.ts'
import { appendSecurityBatch, printBody } from './security-events.ts'
import { SlotTree } from './slot-tree.ts'
import type { TrailWork } from './trail-work.ts'
import { lockHead } from './trail-writer.ts'
import { toBase64 } from '../kit/bytes.ts'
import { invariant } from '../kit/invariant.ts'
import type { AccountId } from '../domain/organisation/types.ts'

export type SlotReplacement = { readonly slotId: number; readonly before: Uint8Array; readonly after: Uint8Array }

export type AccountRotation = {
  readonly accountId: AccountId
  readonly account: Partial<AccountRow>
  /** Each only while it still holds these bytes: somebody may have overwritten it meanwhile, and that stands. */
  readonly slots: readonly SlotReplacement[]
  /** Pages of lists that only the old secret finds and opens. */
  readonly endedPages: readonly string[]
  /** Rows under tags of the account's own secret, which go on under tags of the new one. */
  readonly drafts: readonly { readonly tag: string; readonly newTag: string; readonly sealed: Uint8Array }[]
  readonly event: SecurityEventInput
}

/** Replaces the slots and keeps the event, which commits to all slots as they stand then: it does not tell which were replaced. */
async function replaceEach(
  trx: Transaction<Tables>,
  slots: readonly SlotReplacement[],
  event: SecurityEventInput,
  work: TrailWork,
): Promise<void> {
  const { size } = await lockHead(trx, 'register')
  const tree = await SlotTree.of(trx, size, work)
  await tree.change(slots.map(({ slotId, before, after }) => ({ slotId, before, slot: after })))
  const data = { ...event.data, slots: toBase64(tree.commit(size)) }
  const [kept] = await appendSecurityBatch(trx, [printBody({ ...event, data })], work)
  invariant(kept, 'one body is kept as one event')
  await tree.keep({ trail: 'security', leafIndex: kept.position })
}

export const replaceSlots =
  (database: Database, work: TrailWork) =>
  async (slots: readonly SlotReplacement[], event: SecurityEventInput): Promise<void> =>
    database.transaction((trx) => replaceEach(trx, slots, event, work))

/** Every session of the account ends with it. */
export const rotateAccount =
  (database: Database, work: TrailWork) =>
  async ({ accountId, account, slots, endedPages, drafts, event }: AccountRotation): Promise<void> => {
    await database.transaction(async (trx) => {
      await replaceEach(trx, slots, event, work)
      for (const { tag, newTag, sealed } of drafts)
        await trx.updateTable('drafts').set({ tag: newTag, sealed }).where('tag', '=', tag).execute()
      for (const some of chunks(endedPages, 1)) await trx.deleteFrom('list_pages').where('tag', 'in', some).execute()
      await trx.deleteFrom('sessions').where('account_id', '=', accountId).execute()
      await trx.updateTable('accounts').set(changedColumns(account)).where('id', '=', accountId).execute()
    })
  }
