/**
 * Checks a whole registry and names the first thing that does not fit (R26, ledger formats section 10):
 *
 *     entries ↔ events ↔ list of dossiers
 *        ↕
 *     tiles ↔ signed checkpoints ↔ older checkpoints that somebody kept        evidence files ↔ their names
 *
 * Everything here reads; nothing is opened, so no grant is needed. What a rewritten registry under a valid new signature
 * hides, only a kept checkpoint shows.
 */
import type { Store } from '../../store/store.ts'
import { checkEvents } from './check-events.ts'
import { checkEvidence } from './check-evidence.ts'
import { checkSecurityEvents } from './check-security-events.ts'
import { checkTrail, type KeptCheckpoint } from './check-trail.ts'
import { Found, type CheckResult } from './finding.ts'

export type CheckRequest = {
  /** The public keys of the two trails. Somebody who distrusts the data folder brings his own copy of them. */
  readonly vkeys: { readonly register: string; readonly security: string }
  /** Checkpoints of the register trail that were kept elsewhere. */
  readonly kept?: readonly KeptCheckpoint[]
}

export async function checkRegistry(
  context: { readonly store: Store; readonly dataFolder: string },
  { vkeys, kept = [] }: CheckRequest,
): Promise<CheckResult> {
  const { store, dataFolder } = context
  try {
    const register = await checkTrail(store, 'register', vkeys.register, kept)
    const { dossiers, events } = await checkEvents(store)
    const security = await checkTrail(store, 'security', vkeys.security)
    await checkSecurityEvents(store)
    const evidenceFiles = await checkEvidence(dataFolder)
    const summary = { register, security, dossiers, events, evidenceFiles, olderCheckpoints: kept.length }
    return { ok: true, summary }
  } catch (error) {
    if (error instanceof Found) return { ok: false, finding: error.finding }
    throw error
  }
}
