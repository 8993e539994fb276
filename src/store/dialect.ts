/** What differs between the engines, and nothing else: opening, beginning, and the meaning of an error. */
import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

export type Engine = 'sqlite' | 'postgres'

/**
 * Why the engine refused.
 *
 * - `transient`: another writer was in the way and nothing was changed; the same work may be tried again.
 * - `diskFull`: nothing was changed, and trying again at once is useless.
 * - `broken`: the engine cannot vouch for what it has written. Nobody may go on writing.
 */
export type Fault = 'transient' | 'diskFull' | 'broken' | 'other'

export type OpenedEngine = {
  readonly engine: Engine
  /** For writing, and for what must be read in a transaction. */
  readonly write: Kysely<Tables>
  /** For reading. On SQLite a handle of its own, so that a page does not wait behind an append. */
  readonly read: Kysely<Tables>
  /** The schema that the migrator must be told of; SQLite has none. */
  readonly schema?: string
  faultOf(error: unknown): Fault
  /** Takes former versions of rows out of the files, as far as the engine can and nobody is in the way. */
  forgetOverwritten(): Promise<void>
  close(): Promise<void>
}

/** The code that an engine put on its error, whatever its type. */
export const codeOf = (error: unknown, field: 'code' | 'errcode' | 'routine'): unknown =>
  typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[field] : undefined
