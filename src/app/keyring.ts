/**
 * Which dossiers a viewer can open: the grants found by trial, and only while their slots still stand.
 *
 * Slots carry no label, so a holder finds grants by trying (0.1 ms each). What was found stands in the account's pages (app/lists). How far
 * was tried advances whenever anybody registers anything, so that it does not tell what was found. Access is holding a grant; recusal is not
 * holding one (R42).
 */
import type { DossierId } from '../domain/dossier/types.ts'
import type { AppContext, Viewer } from './context.ts'
import { withLists } from './lists/catching-up.ts'
import { type Held, standing } from './lists/standing.ts'

/** Slots count from 1. */
const NO_SLOT = 0
const PAGES_PER_READ = 64

/** Every dossier the viewer holds a standing grant of: the work grows with them. */
export const heldDossiers = (context: AppContext, viewer: Viewer): Promise<ReadonlyMap<DossierId, Held>> =>
  withLists(context, viewer, async (lists) => {
    const held = new Map<DossierId, Held>()
    const pages = lists.shelves.flatMap((shelf) => shelf.pages)
    for (let from = 0; from < pages.length; from += PAGES_PER_READ)
      for (const entries of await lists.entries(pages.slice(from, from + PAGES_PER_READ)))
        for (const [id, each] of await standing(context, entries)) held.set(id, each)
    return held
  })

/** The viewer's standing grant of one dossier. The same reads whether there is one or not, and whether there is such a dossier (R32). */
export async function heldDossier(context: AppContext, viewer: Viewer, id: DossierId | null): Promise<Held | null> {
  const [place] = await context.store.registrationsOf([id ?? ('' as DossierId)])
  const registration = place?.leafIndex ?? Number.MAX_SAFE_INTEGER
  const entry = await withLists(context, viewer, (lists) => lists.entry(id ?? ('' as DossierId), registration))
  if (entry) return (await standing(context, [entry])).get(entry.dossierId) ?? null
  await context.store.slotsById([NO_SLOT])
  return null
}
