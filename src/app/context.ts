/**
 * What every use case is given: the parts, and the outside world as arguments (time, randomness, folders). Nothing in
 * src/app reads a clock or a global of its own. Constructed once, in main.ts.
 */
import type { Instant } from '../kit/calendar.ts'
import type { PersonId, Role, AccountId } from '../domain/organisation/types.ts'
import type { RolledBack } from './operations/rolled-back.ts'
import type { Renderer } from '../documents/renderer.ts'
import type { Store } from '../store/store.ts'
import type { CrossSigning } from './cross-signing.ts'
import type { Sealer } from './sealing/sealer.ts'
import type { AccountSecret, PasswordCost } from '../vault/account-keys.ts'

export type AppContext = {
  readonly store: Store
  /** Server time. Tests and the demo pass their own. */
  readonly now: () => Instant
  /** The data folder: `evidence/` below it holds sealed files. */
  readonly dataFolder: string
  /** Cookie, CSRF and challenge signatures. Reads nothing. */
  readonly hostSecret: Uint8Array
  /** Sets papers; starts its child process with the first one. */
  readonly renderer: Renderer
  /** The address printed in QR codes, e.g. `http://127.0.0.1:8400`. */
  readonly address: string
  /** Argon2id cost of new passwords; tests pass a small one. */
  readonly passwordCost: PasswordCost
  /** The public reading key of the recovery pair: receives a grant of every dossier. */
  readonly recoveryKey: Uint8Array | null
  /** The public half of what two recovery sheets sign with; null where the register is older than that. */
  readonly recoverySigningKey: Uint8Array | null
  /** Seals what is registered. */
  readonly sealer: Sealer
  /** The registry's second signature, on checkpoints that are shown (R26). */
  readonly crossSigning: CrossSigning
  /** Set when the database is behind what was published; then the store refuses to write. */
  readonly rolledBack?: RolledBack | null
}

/** Somebody signed in, for the length of one request: the only time at which the account's secret is in memory. */
export type Viewer = {
  readonly accountId: AccountId
  readonly personId: PersonId
  readonly name: string
  readonly username: string
  readonly roles: readonly Role[]
  readonly secret: AccountSecret
  readonly sessionIdHash: string
}
