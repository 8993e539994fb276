/**
 * What somebody opens a record for (R37). A purpose is a code of this list, a code for a task, or the viewer's own words; a permit brings its
 * own. Remembered for one matter for the day it was said: yesterday's purpose is asked again.
 */
import { dayOf, type Instant } from '../../kit/calendar.ts'
import type { View } from '../dossier/views.ts'
import type { PersonId } from '../organisation/types.ts'

export const offeredPurposes = ['handling', 'reviewing', 'verifying', 'answering'] as const
export type OfferedPurpose = (typeof offeredPurposes)[number]

/** The recorder's own look, and a look that came from the list of tasks: nobody has to say these. */
export const ownRecord = 'ownRecord'
export const fromTask = 'task'

export const purposeCodes = [...offeredPurposes, ownRecord, fromTask] as const
export type PurposeCode = (typeof purposeCodes)[number]

export const LONGEST_PURPOSE = 200

/** What the person has said today on this record; null when nothing. */
export function purposeOfToday(views: readonly View[], personId: PersonId, at: Instant): string | null {
  const said = views.findLast(
    ({ by, at: viewedAt, purpose }) =>
      by.kind === 'officer' && by.personId === personId && purpose !== '' && dayOf(viewedAt) === dayOf(at),
  )
  return said?.purpose ?? null
}
