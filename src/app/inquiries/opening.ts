/**
 * Opening a record: find the dossier, find the grant, open the events, fold them. Somebody named, somebody without a grant and somebody
 * who asks for a number that does not exist get the same null (R32, R37, R42).
 */
import { learnsIdentity, type Standing, standingOf } from '../../domain/access/need-to-know.ts'
import { keepsStub } from '../../domain/access/stub-keepers.ts'
import type { DossierId, Identity, RegisterNumber } from '../../domain/dossier/types.ts'
import type { Rules } from '../../domain/inquiry-record/commands.ts'
import type { InquiryEvent } from '../../domain/inquiry-record/events.ts'
import { type ApprovedPermit, validPermit } from '../../domain/inquiry-record/permits.ts'
import {
  type InquiryRecord,
  type RegisteredRecord,
  evolve,
  initial,
  withLaterFacts,
  isRegistered,
} from '../../domain/inquiry-record/state.ts'
import type { TransferredStub } from '../../domain/inquiry-record/transfer.ts'
import type { Organisation } from '../../domain/organisation/types.ts'
import { fromUtf8, utf8 } from '../../kit/bytes.ts'
import { invariant } from '../../kit/invariant.ts'
import type { DossierRow, EventRow } from '../../store/store.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { type DossierKeys, keysBelongTo } from '../../vault/dossier-keys.ts'
import { openSnapshot, sealSnapshot } from '../../vault/snapshot.ts'
import type { AppContext, Viewer } from '../context.ts'
import { type OpenedEvent, openInquiryEvent, type PreviousKeys } from '../envelope.ts'
import { unlessDiskIsFull } from '../full-disk.ts'
import { type Held, heldDossier, heldDossiers } from '../keyring.ts'
import { withOwnKeys } from '../people/organisation-in-force.ts'
import { rulesInForce } from '../rules.ts'

export type OpenedRecord = {
  readonly row: DossierRow
  readonly keys: DossierKeys
  readonly record: RegisteredRecord
  /** Why the viewer may know the record (R37). */
  readonly standing: Standing
  /** The permit he looks by, when that is his standing. */
  readonly permit: ApprovedPermit | null
  /** Who recorded, for those whose grant and standing tell (R41). */
  readonly identity: Identity | null
  /** The same as the grant alone tells: for grants, snapshots and rules, never for a page. */
  readonly recordedBy: Identity | null
  readonly isRecorder: boolean
  /** Where the registration stands in the trail. */
  readonly leafIndex: number
  readonly rules: Rules
}

/** A folded record, as the snapshot keeps it: a cache that only holders of a grant can write or read. */
export type Folded = { readonly record: InquiryRecord; readonly identity: Identity | null }
type SnapshotText = { readonly record: InquiryRecord; readonly identity: string | null }

const blank: Folded = { record: initial, identity: null }

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
  viewer: Viewer,
  held: ReadonlyMap<DossierId, Held>,
  rows: ReadonlyMap<DossierId, DossierRow>,
  organisation: Organisation,
): Promise<Map<DossierId, Folded>> {
  const folded = new Map<DossierId, Folded>()
  const known = new Map((await context.store.snapshots([...held.keys()])).map((row) => [row.dossierId, row]))
  const stale: { dossierId: DossierId; sequence: number; sealed: Uint8Array }[] = []
  for (const [dossierId, { slotId, keys }] of held) {
    const row = rows.get(dossierId)
    if (!row) continue
    try {
      const { newest, isStale } = await foldOne(context, row, known.get(dossierId), keys, organisation)
      folded.set(dossierId, newest)
      if (isStale) stale.push({ dossierId, sequence: row.sequence, sealed: sealFolded(newest, keys) })
    } catch (error) {
      // Keys that were renewed since the grants were read open nothing: the next list shows who still reads.
      const now = await heldDossiers(context, viewer)
      if (now.get(dossierId)?.slotId === slotId) throw error
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
const upTo = ({ sequence }: DossierRow, events: readonly EventRow[]): readonly EventRow[] =>
  events.filter((event) => event.sequence <= sequence)

/** The viewer's grant of a dossier and its row, of one moment. Null without a grant, after the same work. */
async function grantOf(context: AppContext, viewer: Viewer, number: string): Promise<[DossierRow, Held] | null> {
  for (let attempt = 0; ; attempt += 1) {
    const row = await context.store.dossierByNumber(number as RegisterNumber)
    const grant = await heldDossier(context, viewer, row && row.id)
    if (!row || !grant) return null
    if (keysBelongTo(grant.keys, { content: row.contentKey, identity: row.identityKey })) return [row, grant]
    // The keys may have been renewed between the two reads; twice in a row they were not.
    if (attempt > 0)
      throw new LiuhenError('registryBroken', `the public keys of dossier ${row.id} are not those that were granted`)
  }
}

type GrantedDossier = Omit<OpenedRecord, 'standing' | 'permit' | 'identity' | 'record'> & {
  readonly record: InquiryRecord
}
type GrantedRecord = GrantedDossier & { readonly record: RegisteredRecord }
export type OpenedStub = Omit<GrantedDossier, 'record'> & { readonly stub: TransferredStub }

/** What the viewer's grant opens. Whether he may know it now is a second question: see `openRecord`. */
export async function openGranted(context: AppContext, viewer: Viewer, number: string): Promise<GrantedRecord | null> {
  const granted = await openDossier(context, viewer, number)
  return granted && isRegistered(granted.record) ? { ...granted, record: granted.record } : null
}

/** What is left of a transferred matter (R44). Null to whoever holds no grant of it or is of the office no more, and for a matter that is still here. */
export async function openStub(context: AppContext, viewer: Viewer, number: string): Promise<OpenedStub | null> {
  const granted = await openDossier(context, viewer, number)
  if (granted?.record.status !== 'transferred') return null
  const { record: stub, ...rest } = granted
  const holder = { personId: viewer.personId, isRecorder: granted.isRecorder }
  return keepsStub(stub, holder, granted.rules.organisation) ? { ...rest, stub } : null
}

async function openDossier(context: AppContext, viewer: Viewer, number: string): Promise<GrantedDossier | null> {
  const granted = await grantOf(context, viewer, number)
  if (!granted) return null
  const [row, { keys }] = granted
  const inForce = await rulesInForce(context)
  const rules = { ...inForce, organisation: withOwnKeys(inForce.organisation, viewer) }
  const events = upTo(row, await context.store.events(row.id))
  const { record, identity } = foldRows(blank, events, { keys, since: row.keysSince }, rules.organisation)
  invariant(record.status !== 'unregistered', 'a dossier that was granted is registered')
  const isRecorder = identity?.recorderId === viewer.personId
  const [first] = events
  invariant(first, 'a registered record has events')
  return { row, keys, record, recordedBy: identity, isRecorder, leafIndex: first.leafIndex, rules }
}

/** Without a standing, without a grant, or not there at all: null, after the same work. */
export async function openRecord(context: AppContext, viewer: Viewer, number: string): Promise<OpenedRecord | null> {
  const granted = await openGranted(context, viewer, number)
  if (!granted) return null
  const { record, rules, recordedBy, isRecorder } = granted
  const { personId, roles } = viewer
  const at = context.now()
  const standing = standingOf(record, isRecorder, { personId, roles, organisation: rules.organisation, at })
  if (!standing) return null
  const permit = standing === 'permit' ? validPermit(record, personId, at) : null
  return { ...granted, standing, permit, identity: learnsIdentity(standing) ? recordedBy : null }
}
