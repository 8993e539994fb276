/**
 * Checks a whole registry and names the first thing that does not fit (R26, ledger formats section 10):
 *
 *     entries ↔ events ↔ list of dossiers
 *        ↕
 *     tiles ↔ signed checkpoints ↔ older checkpoints that somebody kept        evidence files ↔ their names
 *        ↕                                                                     accounts ↔ security events ↔ their entries
 *     grant slots
 *
 * Everything here reads; nothing is opened, so no grant is needed. What a rewritten registry under a valid new signature
 * hides, only a kept checkpoint shows.
 */
import type { Store } from '../../store/store.ts'
import { checkPolicy, parsePolicy } from '../../trail/policy.ts'
import { cosignedCheckpoint } from '../trail-files.ts'
import { Auditors, quickOrNull } from './auditors.ts'
import { checkAccounts } from './check-accounts.ts'
import { checkEvents } from './check-events.ts'
import { checkEvidence } from './check-evidence.ts'
import { checkSlots } from './check-slots.ts'
import { checkSecurityEvents } from './check-security-events.ts'
import { checkTrail, found, type KeptCheckpoint } from './check-trail.ts'
import { quickCheck } from './quick-check.ts'
import { Found, type CheckResult } from './finding.ts'

export type CheckRequest = {
  /** The public keys of the two trails. Somebody who distrusts the data folder brings his own copy of them. */
  readonly vkeys: { readonly register: string; readonly security: string }
  /** Checkpoints of the register trail that were kept elsewhere. */
  readonly kept?: readonly KeptCheckpoint[]
  /** The text of a trust policy that the newest cosigned checkpoint of the register must satisfy. */
  readonly policy?: string | null
}

export async function checkRegistry(
  context: { readonly store: Store; readonly dataFolder: string },
  { vkeys, kept = [], policy = null }: CheckRequest,
): Promise<CheckResult> {
  const { store, dataFolder } = context
  const asked = policy === null ? null : parsePolicy(policy)
  const auditors = new Auditors(store.auditSource)
  try {
    // A cosigned checkpoint is one of the trail's own, so the audit has compared its root before its witnesses are counted.
    // Whatever the quick way cannot say is well is gone through once more, step by step, to be named.
    const quick = await quickOrNull(() => quickCheck(store, auditors, vkeys.register, kept))
    const register = quick?.register ?? (await checkTrail(store, 'register', vkeys.register, kept))
    const witnessed = asked && checkPolicy(asked, await cosignedCheckpoint(store, 'register'))
    if (witnessed && !witnessed.ok) {
      const { ok: _, ...failure } = witnessed
      throw found('register', failure)
    }
    const { dossiers, events } = quick ?? (await checkEvents(store))
    const slots = await checkSlots(store, auditors)
    const security = await checkTrail(store, 'security', vkeys.security)
    const accounts = await checkAccounts(store, await checkSecurityEvents(store))
    const evidenceFiles = await checkEvidence(dataFolder)
    const summary = {
      register,
      security,
      dossiers,
      events,
      accounts,
      slots,
      evidenceFiles,
      olderCheckpoints: kept.length,
      witnessed: witnessed && {
        size: witnessed.checkpoint.treeSize,
        by: witnessed.cosignatures.map(({ name }) => name),
      },
    }
    return { ok: true, summary }
  } catch (error) {
    if (error instanceof Found) return { ok: false, finding: error.finding }
    throw error
  } finally {
    await auditors.close()
  }
}
