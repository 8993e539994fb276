/**
 * The trail of sign-ins, lock-outs, role and setting changes: apart from the register, so that the order of its entries
 * does not marry a sign-in to a registration. The exact JSON of an event is its body; the leaf commits to these bytes.
 */
import { sha256 } from '#primitives'
import type { Transaction } from 'kysely'
import { utf8 } from '../kit/bytes.ts'
import { canonicalJson } from './canonical-json.ts'
import { chunks, type Database } from './database.ts'
import type { SecurityEventInput, Store } from './store.ts'
import type { Tables } from './tables.ts'
import { extendTrail, lockHead } from './trail-writer.ts'
import type { TrailWork } from './trail-work.ts'

/** What makes, changes and confirms accounts: found again without reading the whole trail. */
export const accountEventTypes: ReadonlySet<string> = new Set([
  'accountCreated',
  'activationRenewed',
  'accountActivated',
  'accountReset',
  'keysRotated',
  'rolesChanged',
  'accountSuspended',
  'accountReactivated',
  'readerConfirmed',
  'accountsAdopted',
  'administratorSetAside',
  'administratorReturned',
])

export const parseBody = (body: string): SecurityEventInput => {
  const { type, at, accountId, data } = JSON.parse(body) as SecurityEventInput
  return { type, at, accountId, data }
}

export async function insertSecurityEvents(
  trx: Transaction<Tables>,
  rows: readonly { readonly position: number; readonly body: string }[],
): Promise<void> {
  for (const some of chunks(rows, 2)) await trx.insertInto('security_events').values(some).execute()
  const positions = rows.flatMap(({ position, body }) =>
    accountEventTypes.has(parseBody(body).type) ? [{ position }] : [],
  )
  for (const some of chunks(positions, 1)) await trx.insertInto('account_events').values(some).execute()
}

export const printBody = ({ type, at, accountId, data }: SecurityEventInput): string =>
  canonicalJson({ type, at, accountId, data })

/** Positions begin at 0 and are the leaf indexes of the security trail. */
export async function appendSecurityBatch(
  trx: Transaction<Tables>,
  bodies: readonly string[],
  work: TrailWork,
): Promise<{ position: number }[]> {
  const head = await lockHead(trx, 'security')
  const rows = bodies.map((body, i) => ({ position: head.size + i, body }))
  await insertSecurityEvents(trx, rows)
  const entries = rows.map(({ position, body }) =>
    work.printSecurityLeafEntry({ position, bodyDigest: sha256(utf8(body)) }),
  )
  await extendTrail(trx, 'security', head, entries, work)
  return rows.map(({ position }) => ({ position }))
}

export function securityRows({ read }: Database): Pick<Store, 'securityEvents' | 'accountEvents'> {
  return {
    /** Newest first. */
    async securityEvents(beforePosition, limit) {
      const rows = await read
        .selectFrom('security_events')
        .select(['position', 'body'])
        .where('position', '<', beforePosition ?? Number.MAX_SAFE_INTEGER)
        .orderBy('position', 'desc')
        .limit(limit)
        .execute()
      return rows.map(({ position, body }) => ({ position, ...parseBody(body) }))
    },
    async accountEvents(afterPosition) {
      const rows = await read
        .selectFrom('account_events')
        .innerJoin('security_events', 'security_events.position', 'account_events.position')
        .select(['security_events.position as position', 'body'])
        .where('account_events.position', '>', afterPosition)
        .orderBy('account_events.position')
        .execute()
      return rows.map(({ position, body }) => ({ position, ...parseBody(body) }))
    },
  }
}
