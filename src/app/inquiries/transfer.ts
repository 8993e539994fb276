/**
 * Sealed transfer (密封移送, R44): proposing, agreeing, packing and sealing off, and the superior's receipt.
 *
 * Two appends. The reason is said under the keys of the matter and travels in the package. The transfer itself comes with new keys
 * that hand nothing on: every slot of before is overwritten, the recovery key's too, and what is left opens to a stub. Between the two lies
 * the packing; whoever appends meanwhile makes it start again, so that no event is missing in what leaves.
 */
import { eligibleReaders, type Reader } from '../../domain/access/eligible-readers.ts'
import { officeKeepers } from '../../domain/access/stub-keepers.ts'
import { roleFor } from '../../domain/access/permissions.ts'
import type { Actor } from '../../domain/dossier/types.ts'
import type { Refusal } from '../../domain/inquiry-record/commands.ts'
import { decide, type Decided, factsOf } from '../../domain/inquiry-record/decide.ts'
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import {
  enterReceipt,
  isOwnProposal,
  type SealedTransferred,
  stubOf,
  type Superior,
  type TransferPackage,
} from '../../domain/inquiry-record/transfer.ts'
import { dayOf, type Instant } from '../../kit/calendar.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import { invariant } from '../../kit/invariant.ts'
import type { AppendCommand } from '../../store/store.ts'
import { type NewDossierKeys, newDossierKeys } from '../../vault/dossier-keys.ts'
import { sealGrants } from '../../vault/grants.ts'
import { passwordConfirmed } from '../accounts/sign-in.ts'
import type { AppContext, Viewer } from '../context.ts'
import { sealInquiryEvent } from '../envelope.ts'
import { superiorOf } from '../transfer/superior.ts'
import { dropPackage, writePackage } from '../transfer/sealed-package.ts'
import { actorOf, boundKey, changeRecord, type ChangeRefusal } from './changing.ts'
import { grantNotes, overwritten, recipientsOf } from './granting.ts'
import { sealFolded } from './folding.ts'
import { type OpenedRecord, openRecord, openStub } from './opening.ts'
import { lockedNames } from './stub-grants.ts'

export type TransferRefusal =
  | ChangeRefusal
  | { readonly code: 'currentPasswordWrong' }
  /** No superior body with keys has been agreed upon by two persons. */
  | { readonly code: 'superiorNotSet' }

/** Packing takes as long as the evidence is large; somebody who reads meanwhile makes it start again. */
const ATTEMPTS = 4

export const proposeTransfer = (
  context: AppContext,
  viewer: Viewer,
  number: string,
  { reason }: { readonly reason: string },
  idempotencyKey: string,
): Promise<Decision<RegisteredRecord, ChangeRefusal>> =>
  changeRecord(context, viewer, number, idempotencyKey, { type: 'proposeTransfer', reason })

export const answerTransfer = (
  context: AppContext,
  viewer: Viewer,
  number: string,
  input: { readonly agreed: boolean; readonly reason: string },
  idempotencyKey: string,
): Promise<Decision<RegisteredRecord, ChangeRefusal>> =>
  changeRecord(context, viewer, number, idempotencyKey, { type: 'answerTransfer', ...input })

export type SealTransfer = {
  /** The recorder's reason; the office said its own when it proposed. */
  readonly reason: string
  readonly password: string
  /** The public key of the register's trail, for the package. */
  readonly vkey: string
  readonly onProgress?: (done: number, of: number) => void
}

/** Packs and seals off. Asked again with the same key it answers that it was done. */
export async function sealTransfer(
  context: AppContext,
  viewer: Viewer,
  number: string,
  input: SealTransfer,
  idempotencyKey: string,
): Promise<Decision<null, TransferRefusal>> {
  const key = boundKey(viewer, idempotencyKey)
  if (await context.store.answerTo(key)) return (await openStub(context, viewer, number)) ? accept(null) : notFound()
  const superior = await superiorOf(context)
  const opened = await openRecord(context, viewer, number)
  if (!opened) return notFound()
  if (!superior) return refuse({ code: 'superiorNotSet' })
  // Before anything is written: what the rules say no to needs no password.
  const begun = await begin(context, viewer, opened, input, idempotencyKey)
  if (!begun.ok) return begun
  const to = { organ: superior.organ, recipients: superior.recipients.map(({ fingerprint }) => fingerprint) }
  const recipients = superior.recipients.map(({ recipient }) => recipient)
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const now = await openRecord(context, viewer, number)
    if (!now) return notFound()
    const renewed = newDossierKeys()
    const sealing = { superior: to, keptFrom: lockedNames(now.record.named, renewed.keys) }
    const possible = decided(viewer, now, { ...sealing, written: { sha256: '', size: 0 }, at: context.now() })
    if (!possible.ok) return possible
    if (now.record.status !== 'transferAgreed') return refuse({ code: 'wrongState', status: now.record.status })
    const { reason } = now.record.transfer
    const { vkey, onProgress = () => {} } = input
    const packing = { opened: now, superior: to, reason, vkey, onProgress }
    const written = await writePackage(context, viewer, packing, recipients)
    const sealed = decided(viewer, now, { ...sealing, written, at: context.now() })
    if (!sealed.ok) return sealed
    const result = await context.store.append(await sealedOff(context, viewer, now, { ...sealed.value, renewed }, key))
    if (result.kind === 'appended') {
      await context.store.forgetOverwritten()
      return accept(null)
    }
    await dropPackage(context, written)
    if (result.kind === 'repeated') return accept(null)
  }
  return refuse({ code: 'busy' })
}

const notFound = () => refuse({ code: 'notFound' } as const)

/** The password, and for the recorder the reason, which is his proposal and needs nobody's agreement. */
async function begin(
  context: AppContext,
  viewer: Viewer,
  { record, isRecorder, recordedBy, keys, rules }: OpenedRecord,
  { reason, password }: SealTransfer,
  idempotencyKey: string,
): Promise<Decision<null, TransferRefusal>> {
  const at = context.now()
  const number = record.registerNumber
  const proposes = isRecorder && !isOwnProposal(record)
  if (!recordedBy || !keys.identity) return refuse({ code: 'identityNeeded' })
  if (proposes) {
    const by = actorOf(viewer, isRecorder)
    const proposal = decide({ type: 'proposeTransfer', at, by, reason }, record, rules)
    if (!proposal.ok) return refuse(shown(proposal.refusal))
  }
  if (!(await passwordConfirmed(context, viewer, password))) return refuse({ code: 'currentPasswordWrong' })
  if (!proposes) return accept(null)
  const done = await proposeTransfer(context, viewer, number, { reason }, `${idempotencyKey}:reason`)
  return done.ok ? accept(null) : done
}

const shown = (refusal: Refusal): ChangeRefusal => (refusal.code === 'namedInMatter' ? { code: 'notFound' } : refusal)

type Sealing = {
  readonly superior: Superior
  readonly written: TransferPackage
  readonly keptFrom: string
  readonly at: Instant
}

function decided(
  viewer: Viewer,
  { record, isRecorder, recordedBy, rules }: OpenedRecord,
  { superior, written, keptFrom, at }: Sealing,
): Decision<Decided & { readonly event: SealedTransferred }, ChangeRefusal> {
  invariant(recordedBy, 'whoever seals a transfer knows who recorded')
  const { organisation } = rules
  const by = actorOf(viewer, isRecorder)
  const readers = keepers(record, recordedBy.recorderId, organisation, at)
  const granted = grantNotes(readers, organisation)
  const command = { type: 'sealTransfer', at, by, superior, package: written, granted, keptFrom } as const
  const decision = decide(command, record, rules)
  if (!decision.ok) return refuse(shown(decision.refusal))
  const [first] = decision.value
  invariant(first?.event.type === 'sealedTransferred', 'a transfer was decided')
  return accept({ event: first.event, facts: first.facts })
}

/** Who keeps the stub: the recorder; and where the office handed it up, its eligible readers, who do not learn from it who recorded. */
function keepers(
  record: RegisteredRecord,
  recorderId: Viewer['personId'],
  organisation: OpenedRecord['rules']['organisation'],
  at: Instant,
): readonly Reader[] {
  const byOffice = record.status === 'transferAgreed' && record.transfer.proposedBy.kind === 'officer'
  const matter = { named: record.named, recorderId }
  const recorder = eligibleReaders({ organisation, ...matter, day: dayOf(at) }).readers.filter(
    ({ as }) => as === 'recorder',
  )
  return byOffice ? [...recorder, ...officeKeepers(organisation, matter, dayOf(at))] : recorder
}

/** The append after which nobody in the bureau reads the matter. */
async function sealedOff(
  context: AppContext,
  viewer: Viewer,
  { row, record, recordedBy, rules }: OpenedRecord,
  { event, facts, renewed }: Decided & { readonly event: SealedTransferred; readonly renewed: NewDossierKeys },
  idempotencyKey: string,
): Promise<AppendCommand> {
  invariant(recordedBy, 'whoever seals a transfer knows who recorded')
  const { organisation } = rules
  const { keys, publicKeys } = renewed
  const place = { dossierId: row.id, sequence: row.sequence + 1 }
  const readers = keepers(record, recordedBy.recorderId, organisation, event.at)
  const slots = sealGrants(keys, recipientsOf({ ...context, recoveryKey: null }, readers, organisation))
  // R41: the identity goes on to the recorder alone, who holds the new identity key; the former keys go on to nobody.
  const sealed = sealInquiryEvent(place, event, publicKeys, viewer, { identity: recordedBy })
  const snapshot = { ...place, sealed: sealFolded({ record: stubOf(event), identity: recordedBy }, keys) }
  return {
    idempotencyKey,
    newDossiers: [],
    events: [{ ...place, date: dayOf(event.at), facts, sealed }],
    renewals: [
      {
        dossierId: row.id,
        fromSequence: place.sequence,
        contentKey: publicKeys.content,
        identityKey: publicKeys.identity,
      },
    ],
    slotChanges: await overwritten(context, row.id),
    newSlots: [{ dossierId: row.id, slots }],
    snapshots: [snapshot],
    answer: 'done',
  }
}

/** The superior's receipt, by whoever sees the stub. */
export async function enterTransferReceipt(
  context: AppContext,
  viewer: Viewer,
  number: string,
  input: { readonly receiptNumber: string; readonly receivedOn: string },
  idempotencyKey: string,
): Promise<Decision<null, ChangeRefusal>> {
  const key = boundKey(viewer, idempotencyKey)
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const opened = await openStub(context, viewer, number)
    if (!opened) return notFound()
    if (await context.store.answerTo(key)) return accept(null)
    const { stub, row, isRecorder } = opened
    const at = context.now()
    const by = stubActor(viewer, isRecorder)
    if (!by) return notFound()
    const entered = enterReceipt(stub, { at, by, ...input })
    if (!entered.ok) return refuse(shown(entered.refusal))
    const event = entered.value
    const place = { dossierId: row.id, sequence: row.sequence + 1 }
    const publicKeys = { content: row.contentKey, identity: row.identityKey }
    const sealed = sealInquiryEvent(place, event, publicKeys, viewer)
    const result = await context.store.append({
      idempotencyKey: key,
      newDossiers: [],
      events: [{ ...place, date: dayOf(at), facts: factsOf(event, null), sealed }],
      answer: 'done',
    })
    if (result.kind === 'appended' || result.kind === 'repeated') return accept(null)
  }
  return refuse({ code: 'busy' })
}

function stubActor({ personId, name, roles }: Viewer, isRecorder: boolean): Actor | null {
  if (isRecorder) return { kind: 'recorder' }
  const role = roleFor(roles, 'sealTransfer')
  return role && { kind: 'officer', personId, name, role }
}
