/** What a search showed leaves a trace in every record that it showed, without the words that were searched for (R26). */
import { randomUUID } from 'node:crypto'
import { roleFor } from '../../domain/access/permissions.ts'
import type { DossierId } from '../../domain/dossier/types.ts'
import type { AppContext, Viewer } from '../context.ts'
import { appendUnread } from './appending-unread.ts'
import { boundKey } from './changing.ts'
import { foldMore, sealFolded } from './folding.ts'
import { type Listed, type ListedPage, type ListQuery, type Unlocked, unlockedPage } from './listing.ts'

/** One page of the list; where words were looked for, each record on it remembers that it was found. */
export async function searchedPage(context: AppContext, viewer: Viewer, query: ListQuery): Promise<ListedPage> {
  const { listed, unlocked } = await unlockedPage(context, viewer, query)
  if (query.text !== '') await noteSearchHits(context, viewer, listed.records, unlocked)
  return listed
}

/**
 * One append for a page of results. The recorder's own records are left out: he finds what he wrote. Records that are open already get
 * their next snapshot with it, so that whoever opens them next need not fold the hit.
 */
export async function noteSearchHits(
  context: AppContext,
  viewer: Viewer,
  shown: readonly Listed[],
  unlocked: ReadonlyMap<DossierId, Unlocked> = new Map(),
): Promise<void> {
  const role = roleFor(viewer.roles, 'recordView')
  const hits = shown.filter(({ isRecorder }) => !isRecorder)
  if (!role || hits.length === 0) return
  const { personId, name } = viewer
  const event = { type: 'searchHit', at: context.now(), by: { kind: 'officer', personId, name, role } } as const
  const wanted = hits.map(({ dossierId }) => {
    const open = unlocked.get(dossierId)
    const snapshotAfter = (sequence: number): Uint8Array | null =>
      // Without the identity it would take the place of one that has it.
      open?.keys.identity && open.sequence === sequence ? sealFolded(foldMore(open.folded, [event]), open.keys) : null
    return { dossierId, event, snapshotAfter }
  })
  await appendUnread(context, viewer, wanted, boundKey(viewer, `search ${randomUUID()}`))
}
