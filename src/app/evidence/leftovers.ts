/**
 * Sealed files that nothing will ever ask for: of drafts thrown away, and of uploads that nobody went on with. Nobody can open them any more,
 * so they would only fill the disk.
 */
import { readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { EvidenceItem } from '../../domain/inquiry-record/content.ts'
import { addDays, dayOf } from '../../kit/calendar.ts'
import type { AppContext } from '../context.ts'
import { incomingPath, sealedPath } from './places.ts'

/** How long an upload may wait for its next part: a holiday, and some days. */
const UPLOAD_WAITS_DAYS = 14

/** Only after the draft that held them is gone, or holds them no more: a record's files are never among them. */
export async function removeSealedFiles(context: AppContext, items: readonly EvidenceItem[]): Promise<void> {
  for (const { sealedName } of items) await rm(sealedPath(context, sealedName), { force: true })
}

/** Ends uploads that nobody went on with. Answers how many. */
export async function sweepUploads(context: AppContext): Promise<number> {
  const stale = await context.store.staleUploads(addDays(dayOf(context.now()), -UPLOAD_WAITS_DAYS))
  for (const { id } of stale) {
    // The file first: a sweep that is interrupted finds the row again.
    await rm(incomingPath(context, id), { force: true })
    await context.store.deleteUpload(id)
  }
  await removeForgotten(context)
  return stale.length
}

/** Files on their way in that no row knows: what a process left that ended in the last step of an upload or of a transfer package. */
async function removeForgotten(context: AppContext): Promise<void> {
  const folder = dirname(incomingPath(context, 'any'))
  const since = Date.parse(context.now()) - UPLOAD_WAITS_DAYS * 86_400_000
  for (const name of await readdir(folder).catch(noneIfAbsent)) {
    const { mtimeMs } = await stat(join(folder, name))
    if (mtimeMs < since && (await context.store.upload(name)) === null) await rm(join(folder, name), { force: true })
  }
}

function noneIfAbsent(error: NodeJS.ErrnoException): string[] {
  if (error.code !== 'ENOENT') throw error
  return []
}
