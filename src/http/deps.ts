/** What the door is given. Constructed in main.ts; tests make it in test/support. */
import type { AppContext } from '../app/context.ts'
import type { TrailName } from '../store/store.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import type { SetUpCodes } from '../app/set-up/finishing.ts'
import type { SetUp } from '../app/set-up/set-up.ts'
import type { Brakes } from './pipeline/brakes.ts'

/** How the outside reaches us, as far as cookies and headers depend on it. */
export type Serving = {
  /** The address that will be listened on. */
  readonly host: string
  readonly tls: boolean
  /** The address of the proxy that ends TLS before us and whose forwarding headers are believed; null when there is none. */
  readonly trustedProxy: string | null
}

/** The browser part as it was built: hashed files, served for ever. */
export type Assets = {
  /** Absolute; null when nothing was built, as in most tests. */
  readonly folder: string | null
  /** Paths for the page's head, e.g. `/assets/main-4f2a.css`. */
  readonly styles: readonly string[]
  readonly scripts: readonly string[]
}

export type HttpDeps = {
  readonly context: AppContext
  readonly serving: Serving
  readonly assets: Assets
  /** The public keys that sign checkpoints, as text. */
  readonly vkeys: Readonly<Record<TrailName, string>>
  readonly version: string
  /** Takes one line of JSON at a time; null: no log. */
  readonly log: { write(line: string): void } | null
  /** `usualBrakes` when left out. */
  readonly brakes?: Brakes
}

/** While a register is being set up. */
export type SetUpDeps = HttpDeps & {
  readonly setUp: SetUp
  readonly codes: SetUpCodes
  /** Called once, after the last page was sent. */
  readonly onClosed: () => void
}

/** Forms are text; files come as streams with limits of their own. */
export const FORM_BYTES: number = 1024 * 1024

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])

/** Whether browsers reach us by TLS, ours or the trusted proxy's. */
export const isSecure = ({ tls, trustedProxy }: Serving): boolean => tls || trustedProxy !== null

/**
 * Throws a LiuhenError `configurationInvalid` for plain HTTP beyond this machine: session cookies would travel in clear, and
 * browsers would withhold what the pages need.
 */
export function checkServing(serving: Serving): void {
  if (isSecure(serving) || LOOPBACK.has(serving.host)) return
  throw new LiuhenError(
    'configurationInvalid',
    `Refusing to serve plain HTTP on ${serving.host}: set a TLS certificate, or LIUHEN_TRUSTED_PROXY to the address of the proxy that ends TLS`,
  )
}
