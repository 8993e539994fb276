/** What a search showed leaves a trace in every record that it showed, without the words that were searched for (R26). */
import { randomUUID } from 'node:crypto'
import { roleFor } from '../../domain/access/permissions.ts'
import type { AppContext, Viewer } from '../context.ts'
import { appendUnread } from './appending-unread.ts'
import { boundKey } from './changing.ts'
import type { Listed } from './listing.ts'

/** One append for a page of results. The recorder's own records are left out: he finds what he wrote. */
export async function noteSearchHits(context: AppContext, viewer: Viewer, shown: readonly Listed[]): Promise<void> {
  const role = roleFor(viewer.roles, 'recordView')
  const hits = shown.filter(({ isRecorder }) => !isRecorder)
  if (!role || hits.length === 0) return
  const { personId, name } = viewer
  const event = { type: 'searchHit', at: context.now(), by: { kind: 'officer', personId, name, role } } as const
  const wanted = hits.map(({ dossierId }) => ({ dossierId, event }))
  await appendUnread(context, viewer, wanted, boundKey(viewer, `search ${randomUUID()}`))
}
