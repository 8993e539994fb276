/**
 * The tables as both engines have them; the SQL stands in migrations/. Days and moments are ISO texts, booleans are 0 or 1,
 * counts are numbers up to 2^53-1. Nothing about the register holds a time of day: a day is all that may be known outside.
 */
import type { Generated } from 'kysely'
import type { Day, Instant } from '../kit/calendar.ts'
import type { DossierId, OwningOffice, RegisterNumber } from '../domain/dossier/types.ts'
import type { AccountId, PersonId, UnitId, UnitKind } from '../domain/organisation/types.ts'
import type { AccountRow, CaseRow, TrailName } from './store.ts'

export type Tables = {
  heads: { trail: TrailName; size: number; frontier: Uint8Array; root: Uint8Array; checkpoint: string }
  leaves: { trail: TrailName; leaf_index: number; entry: Uint8Array; leaf_hash: Uint8Array }
  tiles: { trail: TrailName; level: number; tile_index: number; hashes: Uint8Array; root: Uint8Array }
  checkpoints: { trail: TrailName; size: number; note: string }
  cosignatures: { trail: TrailName; size: number; line: string }
  events: {
    leaf_index: number
    dossier_id: DossierId
    sequence: number
    date: Day
    facts: string
    sealed: Uint8Array
  }
  security_events: { position: number; body: string }
  account_events: { position: number }
  commands: { idempotency_key: string; answer: string }
  dossiers: {
    id: DossierId
    number: RegisterNumber
    content_key: Uint8Array
    identity_key: Uint8Array
    opened_on: Day
    last_event_on: Day
    sequence: number
    due_on: Day | null
    owner: OwningOffice
    reminded_for: Day | null
    escalation_level: number
    keys_since: number
  }
  snapshots: { dossier_id: DossierId; sequence: number; sealed: Uint8Array }
  slots: { slot_id: Generated<number>; dossier_id: DossierId; slot: Uint8Array; digest: Uint8Array | null }
  slot_pages: { page: number; root: Uint8Array }
  slot_tree: {
    one: Generated<number>
    size: number | null
    frontier: Uint8Array
    salt: Uint8Array | null
    trail: TrailName | null
    leaf_index: number | null
  }
  drafts: { tag: string; version: number; sealed: Uint8Array; changed_on: Day }
  list_pages: { place: number; tag: string; sealed: Uint8Array }
  slot_locks: { block: number; lock: Uint8Array }
  uploads: { id: string; tag: string; length: number; received: number; sealed: Uint8Array; changed_on: Day }
  bureau_stamp: { changes: number }
  units: { id: UnitId; name: string; kind: UnitKind; from_day: Day; to_day: Day | null }
  persons: { id: PersonId; name: string; staff_number: string; mail: string }
  posts: {
    id: string
    person_id: PersonId
    unit_id: UnitId
    title: string
    leading_cadre: number
    unit_head: number
    from_day: Day
    to_day: Day | null
  }
  accounts: {
    id: AccountId
    person_id: PersonId
    username: string
    roles: string
    status: AccountRow['status']
    reading_key: Uint8Array | null
    signing_key: Uint8Array | null
    sealed_secret: Uint8Array | null
    sealed_totp: Uint8Array | null
    last_totp_step: number
    activation_hash: string | null
    activation_expires_at: Instant | null
    failed_attempts: number
    locked_until: Instant | null
  }
  sessions: { id_hash: string; account_id: AccountId; created_at: Instant; last_seen_at: Instant; sealed: Uint8Array }
  settings: { name: string; value: string }
  cases: { number: string; title: string; handling_unit: string; status: CaseRow['status']; search_text: string }
  case_handlers: { case_number: string; person_id: PersonId }
  api_tokens: {
    id: string
    name: string
    digest: string
    scopes: string
    addresses: string
    made_on: Day
    expires_on: Day
    last_used_on: Day | null
    revoked_on: Day | null
  }
}
