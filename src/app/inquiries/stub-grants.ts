/**
 * Grants of what is left after a sealed transfer (R44), given again when the office changes. Who may have them is in domain/access/stub-keepers.ts.
 *
 * A colleague gives to whoever held the stub and has new keys. Whoever came to the office later gets it from the recorder's own session, the only one
 * that can tell whether he was named: who was named is locked under the identity key, which nobody else is given.
 */
import { randomUUID } from 'node:crypto'
import { lackingStub } from '../../domain/access/stub-keepers.ts'
import type { Reader } from '../../domain/access/eligible-readers.ts'
import type { Actor, GrantNote, Identity } from '../../domain/dossier/types.ts'
import type { TransferredStub } from '../../domain/inquiry-record/transfer.ts'
import type { Organisation, PersonId } from '../../domain/organisation/types.ts'
import { readerRolesOf } from '../../domain/organisation/types.ts'
import { fromBase64, fromUtf8, toBase64, utf8 } from '../../kit/bytes.ts'
import { dayOf, type Instant } from '../../kit/calendar.ts'
import type { DossierKeys } from '../../vault/dossier-keys.ts'
import { sealGrants } from '../../vault/grants.ts'
import { openSnapshot, sealSnapshot } from '../../vault/snapshot.ts'
import type { AppContext, Viewer } from '../context.ts'
import { sealInquiryEvent } from '../envelope.ts'
import { unlessDiskIsFull } from '../full-disk.ts'
import { isConfirmedReader } from '../people/confirming.ts'
import { grantNotes, recipientsOf } from './granting.ts'
import type { ListedStub } from './listing.ts'
import { openStub } from './opening.ts'

/** Somebody else may append at the same moment. */
const ATTEMPTS = 8

/** Who was named, for the transfer's own event: opens with the new identity key. */
export const lockedNames = (named: readonly PersonId[], { identity }: DossierKeys): string =>
  identity ? toBase64(sealSnapshot(identity, utf8(JSON.stringify(named)))) : ''

type Left = { readonly stub: TransferredStub; readonly keys: DossierKeys; readonly identity: Identity | null }

/** Who should hold this stub and does not, as far as this holder can tell. */
export function lackingOf({ stub, keys, identity }: Left, organisation: Organisation, at: Instant): readonly Reader[] {
  const named =
    identity && keys.identity && stub.keptFrom
      ? (JSON.parse(fromUtf8(openSnapshot(keys.identity, fromBase64(stub.keptFrom)))) as PersonId[])
      : null
  const matter = identity && named ? { named, recorderId: identity.recorderId } : null
  const noteOf = (reader: Reader): GrantNote | undefined => grantNotes([reader], organisation)[0]
  return lackingStub(stub, { organisation, day: dayOf(at), matter }, noteOf)
}

/** Puts the grants of one stub right. False when it is not this viewer's to do, or nothing is wrong with it. */
export async function giveStubAgain(context: AppContext, viewer: Viewer, number: string): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const opened = await openStub(context, viewer, number)
    if (!opened) return false
    const { row, keys, stub, recordedBy: identity, isRecorder, rules } = opened
    const { organisation } = rules
    const [role] = readerRolesOf(viewer.roles)
    if (!isRecorder && (!role || !isConfirmedReader(organisation, viewer))) return false
    const at = context.now()
    const readers = lackingOf({ stub, keys, identity }, organisation, at)
    if (readers.length === 0) return false
    const { personId, name } = viewer
    const by: Actor = isRecorder || !role ? { kind: 'recorder' } : { kind: 'officer', personId, name, role }
    const granted = grantNotes(readers, organisation)
    const event = { type: 'accessChanged', at, by, renewed: false, granted, why: 'colleague' } as const
    const place = { dossierId: row.id, sequence: row.sequence + 1 }
    const facts = { verb: 'added', dueOn: row.dueOn, owner: row.owner } as const
    const publicKeys = { content: row.contentKey, identity: row.identityKey }
    const slots = sealGrants(keys, recipientsOf({ ...context, recoveryKey: null }, readers, organisation))
    const result = await context.store.append({
      idempotencyKey: randomUUID(),
      newDossiers: [],
      events: [{ ...place, date: dayOf(at), facts, sealed: sealInquiryEvent(place, event, publicKeys, viewer) }],
      newSlots: [{ dossierId: row.id, slots }],
      answer: 'done',
    })
    if (result.kind === 'appended') return true
  }
  return false
}

/** From the recorder's session, for the recorder's own: whoever has come to the office since gets the stub as those before did. */
export async function handOnOwnStubs(context: AppContext, viewer: Viewer, stubs: readonly ListedStub[]): Promise<void> {
  if (context.rolledBack) return
  for (const { stub, isRecorder } of stubs)
    if (isRecorder && stub.byOffice) await unlessDiskIsFull(() => giveStubAgain(context, viewer, stub.registerNumber))
}
