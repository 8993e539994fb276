/**
 * Sealed pages of lists, found by tags that say nothing (docs/decisions/0011), in place of one keyring an account; and the locks that they
 * are sealed under. The database itself makes a lock anew when a slot that it stands for is overwritten, so that nobody can forget to (R42).
 *
 * Keyrings are not carried over: what they remembered is found again by trying, once.
 */
import { sql, type Kysely } from 'kysely'
import type { Engine } from '../dialect.ts'
import { SLOTS_PER_LOCK } from '../slot-locks.ts'

export async function up(db: Kysely<unknown>, engine: Engine): Promise<void> {
  for (const statement of engine === 'sqlite' ? sqlite : postgres) await sql.raw(statement).execute(db)
}

const sqlite = [
  `create table list_pages (tag text primary key, sealed blob not null) strict, without rowid`,
  `create table slot_locks (block integer primary key, lock blob not null) strict`,
  `create trigger slots_renew_lock after update of slot on slots
   begin
     update slot_locks set lock = randomblob(32) where block = (new.slot_id - 1) / ${SLOTS_PER_LOCK};
   end`,
  `drop table keyrings`,
]

const postgres = [
  `create table list_pages (tag text collate "C" primary key, sealed bytea not null)`,
  // What was sealed does not become smaller, so nothing is tried.
  `alter table list_pages alter column sealed set storage external`,
  `create table slot_locks (block bigint primary key, lock bytea not null)`,
  `create function renew_slot_lock() returns trigger language plpgsql as $$
   begin
     update slot_locks set lock = decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')
       where block = (new.slot_id - 1) / ${SLOTS_PER_LOCK};
     return null;
   end $$`,
  `create trigger slots_renew_lock after update of slot on slots
   for each row execute function renew_slot_lock()`,
  `drop table keyrings`,
]
