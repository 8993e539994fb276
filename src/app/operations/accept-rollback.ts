/** An operator's decision to go on with a database that is older than what was published (R26, R35). */
import type { Instant } from '../../kit/calendar.ts'
import type { Store } from '../../store/store.ts'
import { rememberPublished, setAsidePublished } from './published-checkpoint.ts'
import type { RolledBack } from './rolled-back.ts'

/**
 * Notes the decision in the security trail, where it stays, and puts the old memory aside. A server that runs meanwhile goes on
 * refusing until it is started anew. `store` is the one that still writes.
 */
export async function acceptRollback(
  { store, dataFolder, now }: { readonly store: Store; readonly dataFolder: string; readonly now: () => Instant },
  rolledBack: RolledBack,
  reason: string,
): Promise<void> {
  const at = now()
  const remembering = rememberPublished(store, dataFolder)
  await setAsidePublished(dataFolder, `until-${stampOf(at)}`)
  await remembering.store.appendSecurityEvent({
    type: 'rollbackAccepted',
    at,
    accountId: null,
    data: { ...rolledBack, reason },
  })
  await remembering.flush()
}

/** A moment as part of a file name: no colon, and in the order of time. */
export const stampOf = (at: Instant): string => `${at.slice(0, 19).replaceAll(':', '')}Z`
