/**
 * Opening a record: find the dossier, find the grant, open the events, fold them. Somebody named, somebody without a grant and somebody
 * who asks for a number that does not exist get the same null (R32, R37, R42).
 */
import { learnsIdentity, type Standing, standingOf } from '../../domain/access/need-to-know.ts'
import { keepsStub } from '../../domain/access/stub-keepers.ts'
import type { Identity, RegisterNumber } from '../../domain/dossier/types.ts'
import type { Rules } from '../../domain/inquiry-record/commands.ts'
import { type ApprovedPermit, validPermit } from '../../domain/inquiry-record/permits.ts'
import { type InquiryRecord, type RegisteredRecord, isRegistered } from '../../domain/inquiry-record/state.ts'
import type { TransferredStub } from '../../domain/inquiry-record/transfer.ts'
import { invariant } from '../../kit/invariant.ts'
import type { DossierRow } from '../../store/store.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { type DossierKeys, keysBelongTo } from '../../vault/dossier-keys.ts'
import type { AppContext, Viewer } from '../context.ts'
import { heldDossier } from '../keyring.ts'
import type { Held } from '../lists/standing.ts'
import { withOwnKeys } from '../people/organisation-in-force.ts'
import { rulesInForce } from '../rules.ts'
import { blank, foldRows, upTo } from './folding.ts'

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
