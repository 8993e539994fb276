/** The list of dossiers as the events tell it, whatever somebody wrote into it. */
import type { ReadModelDifference } from '../../store/store.ts'
import { noteSecurityEvent } from '../accounts/security-events.ts'
import type { AppContext } from '../context.ts'

export type Rebuilt = {
  /** What did not fit before. */
  readonly found: readonly ReadModelDifference[]
  /** What rebuilding cannot mend: rows that are missing, and rows without events. */
  readonly left: readonly ReadModelDifference[]
}

export async function rebuild(context: AppContext): Promise<Rebuilt> {
  const { store } = context
  const found = await store.readModelDifferences()
  await store.rebuildReadModels()
  const left = await store.readModelDifferences()
  // How many and not which: the security trail names no dossier.
  await noteSecurityEvent(context, 'readModelsRebuilt', null, { found: found.length, left: left.length })
  return { found, left }
}
