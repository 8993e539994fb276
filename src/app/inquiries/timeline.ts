/**
 * All inquiries by the persons of one record, or by others on their behalf, among the records that the viewer may know (R28). Opened from a
 * record, so that no address holds a name; each use is an event there, and a hit in every other record it shows.
 */
import { randomUUID } from 'node:crypto'
import { type Part, partsOf, subjectsOf, type Subject } from '../../domain/access/person-timeline.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import type { AppContext, Viewer } from '../context.ts'
import { changeRecord, type ChangeRefusal } from './changing.ts'
import { withLists } from '../lists/catching-up.ts'
import { subjectNeedle } from '../lists/page-rows.ts'
import { judging, searched, selected } from '../lists/selecting.ts'
import { organisationInForce } from '../people/organisation-in-force.ts'
import { type Listed, openedMatters } from './listing.ts'
import { type OpenedRecord, openRecord } from './opening.ts'
import { noteSearchHits } from './search-hits.ts'

export type TimelineEntry = { readonly listed: Listed; readonly parts: readonly Part[] }
export type PersonTimeline = {
  readonly opened: OpenedRecord
  readonly subjects: readonly Subject[]
  /** Newest inquiry first; the record itself is among them. */
  readonly entries: readonly TimelineEntry[]
}

/** `notFound` for whoever has no part in the record of his own, and for whoever is named in one of the records. */
export async function personTimeline(
  context: AppContext,
  viewer: Viewer,
  number: string,
): Promise<Decision<PersonTimeline, ChangeRefusal>> {
  const opened = await openRecord(context, viewer, number)
  if (!opened) return refuse({ code: 'notFound' })
  const subjects = subjectsOf(opened.record.content)
  const known = await recordsAbout(context, viewer, subjects)
  const entries = known.flatMap((listed) => {
    const parts = partsOf(listed.record.content, subjects)
    return parts.length > 0 ? [{ listed, parts }] : []
  })
  if (entries.some(({ listed }) => listed.record.named.includes(viewer.personId))) return refuse({ code: 'notFound' })
  const used = await changeRecord(context, viewer, number, randomUUID(), { type: 'recordTimeline' })
  if (!used.ok) return refuse({ code: 'notFound' })
  await noteSearchHits(
    context,
    viewer,
    entries.map(({ listed }) => listed).filter(({ record }) => record.registerNumber !== opened.record.registerNumber),
  )
  return accept({
    opened,
    subjects,
    entries: entries.toSorted((a, b) => (inquiredOn(a) < inquiredOn(b) ? 1 : -1)),
  })
}

/** Those that the viewer may know by a part of his own, found by the subjects that their rows name. */
async function recordsAbout(
  context: AppContext,
  viewer: Viewer,
  subjects: readonly Subject[],
): Promise<readonly Listed[]> {
  const judge = judging(viewer, await organisationInForce(context), context.now())
  const found = await withLists(context, viewer, async (lists) => {
    const own = selected(lists, judge, (_, standing) => standing !== 'permit')
    const all = { most: own.count, shown: own.count }
    const each = []
    for (const { key } of subjects) {
      const { hits } = await searched(lists, own, { needle: subjectNeedle(key), ...all })
      each.push(...(await lists.entriesAt(hits)))
    }
    return [...new Map(each.map((entry) => [entry.dossierId, entry])).values()]
  })
  const { records } = await openedMatters(context, viewer, found)
  return records.filter(({ standing }) => standing !== 'permit')
}

const inquiredOn = ({ listed }: TimelineEntry): string => listed.record.content.inquiredAt.from
