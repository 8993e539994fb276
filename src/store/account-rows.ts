/** Accounts and their sessions. */
import type { Selectable, Updateable } from 'kysely'
import type { Role } from '../domain/organisation/types.ts'
import type { Database } from './database.ts'
import type { AccountRow, Store } from './store.ts'
import { appendSecurityBatch, printBody } from './security-events.ts'
import type { Tables } from './tables.ts'
import type { TrailWork } from './trail-work.ts'

type AccountRows = Pick<
  Store,
  | 'account'
  | 'accountByUsername'
  | 'accounts'
  | 'session'
  | 'startSession'
  | 'touchSession'
  | 'endSession'
  | 'endSessionsOf'
>

export function accountRows(database: Database): AccountRows {
  const { read } = database
  const accounts = () => read.selectFrom('accounts').selectAll()

  return {
    async account(id) {
      const row = await accounts().where('id', '=', id).executeTakeFirst()
      return row ? accountOf(row) : null
    },
    async accountByUsername(username) {
      const row = await accounts().where('username', '=', username).executeTakeFirst()
      return row ? accountOf(row) : null
    },
    async accounts() {
      return (await accounts().orderBy('username').execute()).map(accountOf)
    },
    async session(idHash) {
      const row = await read
        .selectFrom('sessions')
        .select([
          'id_hash as idHash',
          'account_id as accountId',
          'created_at as createdAt',
          'last_seen_at as lastSeenAt',
          'sealed',
        ])
        .where('id_hash', '=', idHash)
        .executeTakeFirst()
      return row ?? null
    },
    async startSession({ idHash, accountId, createdAt, lastSeenAt, sealed }) {
      const row = { id_hash: idHash, created_at: createdAt, last_seen_at: lastSeenAt, sealed }
      await database.write((db) =>
        db
          .insertInto('sessions')
          .values({ account_id: accountId, ...row })
          .onConflict((conflict) => conflict.column('account_id').doUpdateSet(row))
          .execute(),
      )
    },
    async touchSession(idHash, { lastSeenAt, sealed }) {
      const columns = { last_seen_at: lastSeenAt, ...(sealed ? { sealed } : {}) }
      await database.write((db) => db.updateTable('sessions').set(columns).where('id_hash', '=', idHash).execute())
    },
    async endSession(idHash) {
      await database.write((db) => db.deleteFrom('sessions').where('id_hash', '=', idHash).execute())
    },
    async endSessionsOf(accountId) {
      await database.write((db) => db.deleteFrom('sessions').where('account_id', '=', accountId).execute())
    },
  }
}

/** Accounts change together with the event that tells of it. */
export function accountWrites(database: Database, work: TrailWork): Pick<Store, 'createAccount' | 'changeAccount'> {
  return {
    async createAccount(account, event) {
      return database.transaction(async (trx) => {
        const created = await trx
          .insertInto('accounts')
          .values(tableRowOf(account))
          .onConflict((conflict) => conflict.column('username').doNothing())
          .returning('id')
          .executeTakeFirst()
        if (created && event) await appendSecurityBatch(trx, [printBody(event)], work)
        return created ? 'created' : 'usernameTaken'
      })
    },
    async changeAccount(id, change, event) {
      const columns = changedColumns(change)
      await database.transaction(async (trx) => {
        if (event) await appendSecurityBatch(trx, [printBody(event)], work)
        if (Object.keys(columns).length > 0)
          await trx.updateTable('accounts').set(columns).where('id', '=', id).execute()
      })
    },
  }
}

/** The column of each field of an account; roles are a JSON list. */
const columns = {
  id: 'id',
  personId: 'person_id',
  username: 'username',
  roles: 'roles',
  status: 'status',
  readingKey: 'reading_key',
  signingKey: 'signing_key',
  sealedSecret: 'sealed_secret',
  sealedTotp: 'sealed_totp',
  lastTotpStep: 'last_totp_step',
  activationHash: 'activation_hash',
  activationExpiresAt: 'activation_expires_at',
  failedAttempts: 'failed_attempts',
  lockedUntil: 'locked_until',
} as const satisfies Record<keyof AccountRow, keyof Tables['accounts']>

export const changedColumns = (change: Partial<AccountRow>): Updateable<Tables['accounts']> =>
  Object.fromEntries(
    Object.entries(change).flatMap(([field, value]) =>
      value === undefined
        ? []
        : [[columns[field as keyof AccountRow], field === 'roles' ? JSON.stringify(value) : value]],
    ),
  )

export const tableRowOf = (account: AccountRow): Selectable<Tables['accounts']> =>
  changedColumns(account) as Selectable<Tables['accounts']>

const accountOf = (row: Selectable<Tables['accounts']>): AccountRow => ({
  id: row.id,
  personId: row.person_id,
  username: row.username,
  roles: JSON.parse(row.roles) as Role[],
  status: row.status,
  readingKey: row.reading_key,
  signingKey: row.signing_key,
  sealedSecret: row.sealed_secret,
  sealedTotp: row.sealed_totp,
  lastTotpStep: row.last_totp_step,
  activationHash: row.activation_hash,
  activationExpiresAt: row.activation_expires_at,
  failedAttempts: row.failed_attempts,
  lockedUntil: row.locked_until,
})
