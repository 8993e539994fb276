/** Where in the security trail the events stand that make, change and confirm accounts. Only grows, like the trail (R20, R87). */
import { sql, type Kysely } from 'kysely'
import type { Engine } from '../dialect.ts'

/** Those of 0.1.0. A body is canonical JSON, in which the type comes last. */
const earlierTypes = [
  'accountCreated',
  'activationRenewed',
  'accountActivated',
  'rolesChanged',
  'accountSuspended',
  'accountReactivated',
]

export async function up(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const found = earlierTypes.map((type) => `body like '%"type":"${type}"}'`).join(' or ')
  const statements = [
    ...(engine === 'sqlite' ? sqlite : postgres),
    `insert into account_events (position) select position from security_events where ${found}`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const sqlite = [
  `create table account_events (position integer primary key) strict`,
  `create trigger account_events_refuse_update before update on account_events
   begin select raise(abort, 'R20: account_events are never changed'); end`,
  `create trigger account_events_refuse_delete before delete on account_events
   begin select raise(abort, 'R20: account_events are never deleted'); end`,
]

const postgres = [
  `create table account_events (position bigint primary key)`,
  `create trigger account_events_refuse_change before update or delete on account_events
   for each row execute function refuse_change()`,
  `create trigger account_events_refuse_truncate before truncate on account_events
   for each statement execute function refuse_change()`,
]
