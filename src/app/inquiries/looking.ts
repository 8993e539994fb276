/**
 * Looking at a record: with a purpose, and as an event (R26, R37).
 *
 * Who comes from his tasks has his purpose, who looks by permit brings the permit's, who said one today on this record has said it. Everybody
 * else of the office is asked first; the recorder never.
 */
import { randomUUID } from 'node:crypto'
import { fromTask, offeredPurposes, ownRecord, purposeOfToday } from '../../domain/access/purposes.ts'
import { roleFor } from '../../domain/access/permissions.ts'
import { lapsedPermit } from '../../domain/inquiry-record/permits.ts'
import { dayOf } from '../../kit/calendar.ts'
import type { Decision } from '../../kit/decision.ts'
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import type { AppContext, Viewer } from '../context.ts'
import { appendUnread, type Unread } from './appending-unread.ts'
import { boundKey, type ChangeRefusal } from './changing.ts'
import { recordView } from './handling.ts'
import { isTaskOf } from '../lists/outline.ts'
import { openGranted, type OpenedRecord, openRecord } from './opening.ts'

export type Look =
  | { readonly kind: 'seen'; readonly opened: OpenedRecord }
  /** The viewer may know the record, and has not said today what for. */
  | { readonly kind: 'purposeNeeded'; readonly opened: OpenedRecord }

/** Null for everybody who may not know the record; nothing is asked of them. */
export async function lookAt(
  context: AppContext,
  viewer: Viewer,
  number: string,
  asked: { readonly comesFromTask: boolean },
): Promise<Look | null> {
  const opened = await openRecord(context, viewer, number)
  if (!opened) {
    await noteLapsedPermit(context, viewer, number)
    return null
  }
  const purpose =
    knownPurpose(context, viewer, opened) ?? (asked.comesFromTask ? taskPurpose(context, viewer, opened) : null)
  if (purpose === null) return { kind: 'purposeNeeded', opened }
  const viewed = await recordView(context, viewer, number, { purpose }, randomUUID(), opened)
  return viewed.ok ? { kind: 'seen', opened: { ...opened, record: viewed.value } } : null
}

/**
 * A page about one step of a record shows content as well: the purpose is asked as on the record's own page, and the look is an event. What comes
 * back with an error was typed already and is shown whatever the hour: asking now would lose it.
 */
export async function lookForStep(
  context: AppContext,
  viewer: Viewer,
  number: string,
  { comesBack }: { readonly comesBack: boolean },
): Promise<Look | null> {
  const look = await lookAt(context, viewer, number, { comesFromTask: false })
  if (look?.kind !== 'purposeNeeded' || !comesBack) return look
  const viewed = await recordView(context, viewer, number, { purpose: offeredPurposes[0] }, randomUUID(), look.opened)
  return viewed.ok ? { kind: 'seen', opened: { ...look.opened, record: viewed.value } } : null
}

/** What the viewer looks for, as far as it need not be asked; null when it must be. */
export function knownPurpose(context: AppContext, viewer: Viewer, opened: OpenedRecord): string | null {
  if (opened.standing === 'recorder') return ownRecord
  if (opened.permit) return opened.permit.purpose
  return purposeOfToday(opened.record.views, viewer.personId, context.now())
}

const taskPurpose = (context: AppContext, viewer: Viewer, opened: OpenedRecord): string | null =>
  isTaskOf(viewer, opened, opened.rules.organisation, dayOf(context.now())) ? fromTask : null

/** Says what for, as a look of its own: the page that follows is the second. */
export const sayPurpose = (
  context: AppContext,
  viewer: Viewer,
  number: string,
  purpose: string,
  idempotencyKey: string,
): Promise<Decision<RegisteredRecord, ChangeRefusal>> =>
  recordView(context, viewer, number, { purpose }, idempotencyKey)

/** Whoever comes back after his permit has ended sees nothing, and that he came is kept: once, not at every try (R26). */
async function noteLapsedPermit(context: AppContext, viewer: Viewer, number: string): Promise<void> {
  const granted = await openGranted(context, viewer, number)
  const role = roleFor(viewer.roles, 'requestPermit')
  const permit = granted && !granted.isRecorder && lapsedPermit(granted.record, viewer.personId, context.now())
  if (!permit || !role) return
  const { personId, name } = viewer
  const event: Unread = {
    type: 'permitLapsed',
    at: context.now(),
    by: { kind: 'officer', personId, name, role },
    permitId: permit.id,
  }
  await appendUnread(context, viewer, [{ dossierId: granted.row.id, event }], boundKey(viewer, `lapsed ${permit.id}`))
}
