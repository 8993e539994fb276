/** Credentials of other systems. Rows stay when they are revoked, so that the list shows what there was. */
import type { Selectable } from 'kysely'
import type { Database } from './database.ts'
import type { ApiTokenRow, Store } from './store.ts'
import type { Tables } from './tables.ts'

type ApiTokenRows = Pick<Store, 'apiTokens' | 'apiTokenByDigest' | 'addApiToken' | 'changeApiToken'>

export function apiTokenRows(database: Database): ApiTokenRows {
  const tokens = () => database.read.selectFrom('api_tokens').selectAll()
  return {
    async apiTokens() {
      return (await tokens().orderBy('made_on', 'desc').orderBy('id').execute()).map(tokenOf)
    },
    async apiTokenByDigest(digest) {
      const row = await tokens().where('digest', '=', digest).executeTakeFirst()
      return row ? tokenOf(row) : null
    },
    async addApiToken(token) {
      await database.write((db) => db.insertInto('api_tokens').values(rowOf(token)).execute())
    },
    async changeApiToken(id, { lastUsedOn, revokedOn }) {
      const change = {
        ...(lastUsedOn !== undefined && { last_used_on: lastUsedOn }),
        ...(revokedOn !== undefined && { revoked_on: revokedOn }),
      }
      await database.write((db) => db.updateTable('api_tokens').set(change).where('id', '=', id).execute())
    },
  }
}

const rowOf = (token: ApiTokenRow): Tables['api_tokens'] => ({
  id: token.id,
  name: token.name,
  digest: token.digest,
  scopes: JSON.stringify(token.scopes),
  addresses: JSON.stringify(token.addresses),
  made_on: token.madeOn,
  expires_on: token.expiresOn,
  last_used_on: token.lastUsedOn,
  revoked_on: token.revokedOn,
})

const tokenOf = (row: Selectable<Tables['api_tokens']>): ApiTokenRow => ({
  id: row.id,
  name: row.name,
  digest: row.digest,
  scopes: JSON.parse(row.scopes) as string[],
  addresses: JSON.parse(row.addresses) as string[],
  madeOn: row.made_on,
  expiresOn: row.expires_on,
  lastUsedOn: row.last_used_on,
  revokedOn: row.revoked_on,
})
