/** Credentials of other systems: the digest of each, what it may do, from where, until when. Days only, like everything about the register. */
import { sql, type Kysely } from 'kysely'
import type { Engine } from '../dialect.ts'

export async function up(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const text = engine === 'sqlite' ? 'text' : 'text collate "C"'
  await sql
    .raw(
      `create table api_tokens (
        id ${text} primary key,
        name ${text} not null,
        digest ${text} not null unique,
        scopes ${text} not null,
        addresses ${text} not null,
        made_on ${text} not null,
        expires_on ${text} not null,
        last_used_on ${text},
        revoked_on ${text}
      ) ${engine === 'sqlite' ? 'strict' : ''}`,
    )
    .execute(db)
}
