/**
 * What leaves a registry with an export and comes back with an import: every row that it needs to go on, in an order in which
 * a row comes after those that it points to. Sessions and unfinished uploads stay behind: people sign in again.
 */
import type { Day } from '../kit/calendar.ts'
import type { DossierId } from '../domain/dossier/types.ts'
import type { TrailHead, TrailName } from './store.ts'
import type { Tables } from './tables.ts'

/** `bytes` travel as base64. */
export type CarriedTable = { readonly key: readonly string[]; readonly bytes: readonly string[] }

export const carriedTables = {
  units: { key: ['id'], bytes: [] },
  persons: { key: ['id'], bytes: [] },
  posts: { key: ['id'], bytes: [] },
  accounts: { key: ['id'], bytes: ['reading_key', 'signing_key', 'sealed_secret', 'sealed_totp'] },
  settings: { key: ['name'], bytes: [] },
  cases: { key: ['number'], bytes: [] },
  case_handlers: { key: ['person_id', 'case_number'], bytes: [] },
  api_tokens: { key: ['id'], bytes: [] },
  dossiers: { key: ['id'], bytes: ['content_key', 'identity_key'] },
  snapshots: { key: ['dossier_id'], bytes: ['sealed'] },
  slots: { key: ['slot_id'], bytes: ['slot', 'digest'] },
  slot_pages: { key: ['page'], bytes: ['root'] },
  slot_tree: { key: ['one'], bytes: ['frontier', 'salt'] },
  slot_locks: { key: ['block'], bytes: ['lock'] },
  drafts: { key: ['tag'], bytes: ['sealed'] },
  list_pages: { key: ['tag'], bytes: ['sealed'] },
  commands: { key: ['idempotency_key'], bytes: [] },
  checkpoints: { key: ['trail', 'size'], bytes: [] },
  cosignatures: { key: ['trail', 'size', 'line'], bytes: [] },
} as const satisfies Partial<Record<keyof Tables, CarriedTable>>

export type CarriedName = keyof typeof carriedTables

export const isCarried = (name: string): name is CarriedName => Object.hasOwn(carriedTables, name)

/** A value as a line of JSON holds it. */
export type CarriedValue = string | number | null

/** Where both trails stood at the one moment that all lines are of. */
export type CarriedHeads = Readonly<Record<TrailName, TrailHead>>

export type CarriedLine =
  | { readonly kind: 'row'; readonly table: CarriedName; readonly row: Readonly<Record<string, CarriedValue>> }
  | {
      readonly kind: 'event'
      readonly position: number
      readonly entry: Uint8Array
      readonly leafHash: Uint8Array
      readonly dossierId: DossierId
      readonly sequence: number
      readonly date: Day
      /** The exact text whose digest stands in the entry. */
      readonly facts: string
      readonly sealed: Uint8Array
    }
  | {
      readonly kind: 'securityEvent'
      readonly position: number
      readonly entry: Uint8Array
      readonly leafHash: Uint8Array
      /** The exact text whose digest stands in the entry. */
      readonly body: string
    }
