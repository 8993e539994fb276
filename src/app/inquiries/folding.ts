/**
 * From a dossier's events to the record as it stands, by way of the snapshot of before: for one record that is opened, and for the rows of
 * lists that changed.
 */
import type { DossierId, Identity } from '../../domain/dossier/types.ts'
import type { InquiryEvent } from '../../domain/inquiry-record/events.ts'
import { type InquiryRecord, evolve, initial, withLaterFacts } from '../../domain/inquiry-record/state.ts'
import type { Organisation } from '../../domain/organisation/types.ts'
import { equalBytes, fromUtf8, utf8 } from '../../kit/bytes.ts'
import type { DossierRow, EventRow } from '../../store/store.ts'
import type { DossierKeys } from '../../vault/dossier-keys.ts'
import { openSnapshot, sealSnapshot } from '../../vault/snapshot.ts'
import type { AppContext } from '../context.ts'
import { type OpenedEvent, openInquiryEvent, type PreviousKeys } from '../envelope.ts'
import { unlessDiskIsFull } from '../full-disk.ts'
import type { Held } from '../lists/standing.ts'

/** A folded record, as the snapshot keeps it: a cache that only holders of a grant can write or read. */
export type Folded = { readonly record: InquiryRecord; readonly identity: Identity | null }
type SnapshotText = { readonly record: InquiryRecord; readonly identity: string | null }

export const blank: Folded = { record: initial, identity: null }

/**
 * Opens rows that follow one another without a gap up to the newest, from the last back to the first: where the keys were renewed, the
 * first event under the new ones gives those of before. `since` is the first event under `keys`.
 *
 * Ends where the former keys were not handed on: what lies before is closed for good.
 */
export function openRows(
  rows: readonly EventRow[],
  { keys, since }: PreviousKeys,
  organisation: Organisation,
): OpenedEvent[] {
  const opened: OpenedEvent[] = []
  let generation: PreviousKeys = { keys, since }
  for (const { dossierId, sequence, sealed } of rows.toReversed()) {
    const event = openInquiryEvent({ dossierId, sequence }, sealed, generation.keys, organisation)
    opened.push(event)
    if (sequence !== generation.since) continue
    if (!event.previous) break
    generation = event.previous
  }
  return opened.reverse()
}

export function foldRows(
  from: Folded,
  rows: readonly EventRow[],
  generation: PreviousKeys,
  organisation: Organisation,
): Folded {
  let { record, identity } = from
  for (const opened of openRows(rows, generation, organisation)) {
    record = evolve(record, opened.event)
    identity ??= opened.identity
  }
  return { record, identity }
}

export const foldMore = (from: Folded, events: readonly InquiryEvent[]): Folded => ({
  ...from,
  record: events.reduce(evolve, from.record),
})

/** The identity stands in a seal of its own even here, because a reader may hold the content key alone. */
export function sealFolded({ record, identity }: Folded, keys: DossierKeys): Uint8Array {
  const sealedIdentity =
    identity &&
    keys.identity &&
    Buffer.from(sealSnapshot(keys.identity, utf8(JSON.stringify(identity)))).toString('base64')
  return sealSnapshot(keys.content, utf8(JSON.stringify({ record, identity: sealedIdentity } satisfies SnapshotText)))
}

export function openFolded(sealed: Uint8Array, keys: DossierKeys): Folded {
  const { record: kept, identity } = JSON.parse(fromUtf8(openSnapshot(keys.content, sealed))) as SnapshotText
  const record = withLaterFacts(kept)
  if (identity === null || keys.identity === null) return { record, identity: null }
  const opened = openSnapshot(keys.identity, new Uint8Array(Buffer.from(identity, 'base64')))
  return { record, identity: JSON.parse(fromUtf8(opened)) as Identity }
}

/** Folds what the snapshots have not folded yet; answers the newest state of each dossier, and which snapshots were stale. */
export async function foldHeld(
  context: AppContext,
  held: ReadonlyMap<DossierId, Held>,
  rows: ReadonlyMap<DossierId, DossierRow>,
  organisation: Organisation,
): Promise<Map<DossierId, Folded>> {
  const folded = new Map<DossierId, Folded>()
  const known = new Map((await context.store.snapshots([...held.keys()])).map((row) => [row.dossierId, row]))
  const stale: { dossierId: DossierId; sequence: number; sealed: Uint8Array }[] = []
  for (const [dossierId, { slotId, slot, keys }] of held) {
    const row = rows.get(dossierId)
    if (!row) continue
    try {
      const { newest, isStale } = await foldOne(context, row, known.get(dossierId), keys, organisation)
      folded.set(dossierId, newest)
      if (isStale) stale.push({ dossierId, sequence: row.sequence, sealed: sealFolded(newest, keys) })
    } catch (error) {
      // Keys that were renewed since the grants were read open nothing: the next look finds what stands then.
      const [now] = await context.store.slotsById([slotId])
      if (now && equalBytes(now.slot, slot)) throw error
    }
  }
  if (stale.length > 0) await unlessDiskIsFull(() => context.store.saveSnapshots(stale))
  return folded
}

async function foldOne(
  context: AppContext,
  row: DossierRow,
  snapshot: { readonly sequence: number; readonly sealed: Uint8Array } | undefined,
  keys: DossierKeys,
  organisation: Organisation,
): Promise<{ newest: Folded; isStale: boolean }> {
  // One from before the keys were renewed is sealed under the former.
  const usable = snapshot && snapshot.sequence >= row.keysSince && snapshot.sequence <= row.sequence
  const start = usable ? openFolded(snapshot.sealed, keys) : blank
  // A snapshot left by a reader without the identity key does not tell who recorded: fold anew.
  const complete = usable && (start.identity !== null || !keys.identity)
  if (complete && snapshot.sequence === row.sequence) return { newest: start, isStale: false }
  const events = upTo(row, await context.store.events(row.id, complete ? snapshot.sequence : 0))
  const generation = { keys, since: row.keysSince }
  return { newest: foldRows(complete ? start : blank, events, generation, organisation), isStale: true }
}

/** What was appended after the row was read may be sealed under newer keys. */
export const upTo = ({ sequence }: DossierRow, events: readonly EventRow[]): readonly EventRow[] =>
  events.filter((event) => event.sequence <= sequence)
