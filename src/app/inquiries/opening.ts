/**
 * Opening a record: find the dossier, find the grant, open the events, fold them. Somebody named, somebody without a grant and somebody
 * who asks for a number that does not exist get the same null (R32, R37, R42).
 */
import type { DossierId, Identity, RegisterNumber } from '../../domain/dossier/types.ts'
import type { Rules } from '../../domain/inquiry-record/commands.ts'
import type { InquiryEvent } from '../../domain/inquiry-record/events.ts'
import { type InquiryRecord, type RegisteredRecord, evolve, initial } from '../../domain/inquiry-record/state.ts'
import type { Organisation } from '../../domain/organisation/types.ts'
import { fromUtf8, utf8 } from '../../kit/bytes.ts'
import { invariant } from '../../kit/invariant.ts'
import type { DossierRow, EventRow } from '../../store/store.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { type DossierKeys, keysBelongTo } from '../../vault/dossier-keys.ts'
import { openSnapshot, sealSnapshot } from '../../vault/snapshot.ts'
import type { AppContext, Viewer } from '../context.ts'
import { openInquiryEvent } from '../envelope.ts'
import { unlessDiskIsFull } from '../full-disk.ts'
import { type Held, heldDossiers } from '../keyring.ts'
import { rulesInForce } from '../rules.ts'

export type OpenedRecord = {
  readonly row: DossierRow
  readonly keys: DossierKeys
  readonly record: RegisteredRecord
  /** Who recorded, for those whose grant tells (R41). */
  readonly identity: Identity | null
  readonly isRecorder: boolean
  /** Where the registration stands in the trail. */
  readonly leafIndex: number
  readonly rules: Rules
}

/** A folded record, as the snapshot keeps it: a cache that only holders of a grant can write or read. */
export type Folded = { readonly record: InquiryRecord; readonly identity: Identity | null }
type SnapshotText = { readonly record: InquiryRecord; readonly identity: string | null }

const blank: Folded = { record: initial, identity: null }

export function foldRows(
  from: Folded,
  rows: readonly EventRow[],
  keys: DossierKeys,
  organisation: Organisation,
): Folded {
  let { record, identity } = from
  for (const { dossierId, sequence, sealed } of rows) {
    const opened = openInquiryEvent({ dossierId, sequence }, sealed, keys, organisation)
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
  const { record, identity } = JSON.parse(fromUtf8(openSnapshot(keys.content, sealed))) as SnapshotText
  if (identity === null || keys.identity === null) return { record, identity: null }
  const opened = openSnapshot(keys.identity, new Uint8Array(Buffer.from(identity, 'base64')))
  return { record, identity: JSON.parse(fromUtf8(opened)) as Identity }
}

/** Folds what the snapshots have not folded yet; answers the newest state of each dossier, and which snapshots were stale. */
export async function foldHeld(
  context: AppContext,
  held: readonly Held[],
  rows: ReadonlyMap<DossierId, DossierRow>,
  organisation: Organisation,
): Promise<Map<DossierId, Folded>> {
  const keysOf = new Map(held.map(({ dossierId, keys }) => [dossierId, keys]))
  const folded = new Map<DossierId, Folded>()
  const known = new Map((await context.store.snapshots([...keysOf.keys()])).map((row) => [row.dossierId, row]))
  const stale: { dossierId: DossierId; sequence: number; sealed: Uint8Array }[] = []
  for (const [dossierId, keys] of keysOf) {
    const row = rows.get(dossierId)
    if (!row) continue
    const snapshot = known.get(dossierId)
    const start = snapshot ? openFolded(snapshot.sealed, keys) : blank
    if (snapshot?.sequence === row.sequence && (start.identity || !keys.identity)) {
      folded.set(dossierId, start)
      continue
    }
    // A snapshot left by a reader without the identity key does not tell who recorded: fold anew.
    const from = snapshot && (start.identity || !keys.identity) ? snapshot.sequence : 0
    const events = await context.store.events(dossierId, from)
    const newest = foldRows(from === 0 ? blank : start, events, keys, organisation)
    folded.set(dossierId, newest)
    stale.push({ dossierId, sequence: row.sequence, sealed: sealFolded(newest, keys) })
  }
  if (stale.length > 0) await unlessDiskIsFull(() => context.store.saveSnapshots(stale))
  return folded
}

/** Named, without a grant, or not there at all: null, after the same work. */
export async function openRecord(context: AppContext, viewer: Viewer, number: string): Promise<OpenedRecord | null> {
  const held = await heldDossiers(context, viewer)
  const row = await context.store.dossierByNumber(number as RegisterNumber)
  const grant = row && held.get(row.id)
  if (!row || !grant) return null
  if (!keysBelongTo(grant.keys, { content: row.contentKey, identity: row.identityKey }))
    throw new LiuhenError('registryBroken', `the public keys of dossier ${row.id} are not those that were granted`)
  const rules = await rulesInForce(context)
  const events = await context.store.events(row.id)
  const { record, identity } = foldRows(blank, events, grant.keys, rules.organisation)
  invariant(record.status !== 'unregistered', 'a dossier that was granted is registered')
  const isRecorder = identity?.recorderId === viewer.personId
  if (record.named.includes(viewer.personId) && !isRecorder) return null
  const [first, last] = [events[0], events.at(-1)]
  invariant(first && last, 'a registered record has events')
  return {
    // The events are newer than the row when somebody appended between the two reads.
    row: { ...row, sequence: last.sequence },
    keys: grant.keys,
    record,
    identity,
    isRecorder,
    leafIndex: first.leafIndex,
    rules,
  }
}
