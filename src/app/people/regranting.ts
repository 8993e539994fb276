/**
 * Giving grants again: to a new handler or head, to somebody whose keys began anew, and taking them from whoever left. From the session of a
 * colleague who holds the matter himself, or with two recovery sheets; of every matter with an event that says so (R42, edge case 5).
 *
 * Nobody does it alone: whoever receives was confirmed by a colleague, and what is given is what domain/access finds, never what is asked for.
 */
import { randomUUID } from 'node:crypto'
import { setImmediate as letOthersIn } from 'node:timers/promises'
import { type Repair, repairOf } from '../../domain/access/grant-repair.ts'
import { granteesOf } from '../../domain/access/grantees.ts'
import type { Reader } from '../../domain/access/eligible-readers.ts'
import { keepsStub } from '../../domain/access/stub-keepers.ts'
import { type PeopleChange, routedAnew } from '../../domain/inquiry-record/naming.ts'
import type { Actor, DossierId, Identity, RegisterNumber } from '../../domain/dossier/types.ts'
import type { Rules } from '../../domain/inquiry-record/commands.ts'
import { isRegistered, type RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import { personById } from '../../domain/organisation/organisation.ts'
import { readerRolesOf } from '../../domain/organisation/types.ts'
import type { Instant } from '../../kit/calendar.ts'
import type { DossierRow } from '../../store/store.ts'
import { type AccountSecret, readingPair } from '../../vault/account-keys.ts'
import type { DossierKeys } from '../../vault/dossier-keys.ts'
import { openGrantWith } from '../../vault/grants.ts'
import { noteSecurityEvent } from '../accounts/security-events.ts'
import type { AppContext, Viewer } from '../context.ts'
import { RECOVERY_SIGNER } from '../envelope.ts'
import { appendWith } from '../inquiries/changing.ts'
import { giving, grantNotes, renewing } from '../inquiries/granting.ts'
import { foldHeld, foldRows } from '../inquiries/folding.ts'
import { openGranted } from '../inquiries/opening.ts'
import { giveStubAgain, lackingOf } from '../inquiries/stub-grants.ts'
import { heldDossiers } from '../keyring.ts'
import type { Held } from '../lists/standing.ts'
import { rulesInForce } from '../rules.ts'
import { isConfirmedReader } from './confirming.ts'

const ATTEMPTS = 8
/** Some 20 ms of opening. */
const MATTERS_AT_ONCE = 50

export type Outstanding = {
  readonly number: RegisterNumber
  /** Names of colleagues who should read it and hold no grant. Never the recorder (R41). */
  readonly lacking: readonly string[]
  readonly renews: boolean
}

/**
 * The matters whose grants this viewer can put right, as many as asked for; null for whoever is no confirmed reader. Every matter that he holds may
 * have to be opened, so others are let in between.
 */
export async function outstandingGrants(
  context: AppContext,
  viewer: Viewer,
  { most = Infinity }: { readonly most?: number } = {},
): Promise<readonly Outstanding[] | null> {
  const rules = await rulesInForce(context)
  if (!isConfirmedReader(rules.organisation, viewer)) return null
  const held = [...(await heldDossiers(context, viewer))]
  const found: Outstanding[] = []
  for (let from = 0; from < held.length && found.length < most; from += MATTERS_AT_ONCE) {
    const some = new Map(held.slice(from, from + MATTERS_AT_ONCE))
    found.push(...(await outstandingAmong(context, viewer, some, rules)))
    await letOthersIn()
  }
  return found.slice(0, most)
}

async function outstandingAmong(
  context: AppContext,
  viewer: Viewer,
  held: ReadonlyMap<DossierId, Held>,
  rules: Rules,
): Promise<readonly Outstanding[]> {
  const { organisation } = rules
  const rows = new Map((await context.store.dossiers([...held.keys()])).map((row) => [row.id, row]))
  const folded = await foldHeld(context, held, rows, organisation)
  const at = context.now()
  const nameOf = ({ personId }: Reader): string => personById(organisation, personId)?.name ?? ''
  return [...folded].flatMap(([id, { record, identity }]): Outstanding[] => {
    if (record.status === 'transferred') {
      // Of what was transferred the stub alone (R44).
      const keys = held.get(id)?.keys
      const isRecorder = identity?.recorderId === viewer.personId
      if (!keys || !keepsStub(record, { personId: viewer.personId, isRecorder }, organisation)) return []
      const lacking = lackingOf({ stub: record, keys, identity }, organisation, at).map(nameOf)
      return lacking.length > 0 ? [{ number: record.registerNumber, lacking, renews: false }] : []
    }
    if (!isRegistered(record) || !identity) return []
    const { readers, repair } = repairFor(record, identity, rules, at)
    if (repair.kind === 'none' || !mayGive(readers, viewer)) return []
    const lacking = repair.lacking.map(nameOf)
    return [{ number: record.registerNumber, lacking, renews: repair.kind === 'renew' }]
  })
}

/**
 * Whoever ought to read the matter and may know who recorded gives its grants again, whether or not it is in his hands today: of what he may not
 * look at he learns nothing by it. A permit reads only.
 */
const mayGive = (readers: readonly Reader[], { personId }: Pick<Viewer, 'personId'>): boolean =>
  readers.some((reader) => reader.personId === personId && reader.withIdentity)

function repairFor(
  record: RegisteredRecord,
  { recorderId }: Identity,
  rules: Rules,
  at: Instant,
): { readonly readers: readonly Reader[]; readonly change: PeopleChange | null; readonly repair: Repair } {
  const { organisation } = rules
  const readers = granteesOf(record, recorderId, { organisation, at })
  const change = routedAnew(record, { rules, at, recorderId })
  return {
    readers,
    change,
    repair: repairOf(record, { readers, notes: grantNotes(readers, organisation), organisation, change }),
  }
}

/** Puts the grants of one matter right. False when it is not this viewer's to do, or nothing is wrong with it any more. */
export async function giveGrantsAgain(context: AppContext, viewer: Viewer, number: string): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const opened = await openGranted(context, viewer, number)
    if (!opened) return giveStubAgain(context, viewer, number)
    if (!opened.recordedBy || !opened.keys.identity) return false
    if (!isConfirmedReader(opened.rules.organisation, viewer)) return false
    const { personId, name, roles } = viewer
    const { readers } = repairFor(opened.record, opened.recordedBy, opened.rules, context.now())
    const [role] = readerRolesOf(roles)
    if (!mayGive(readers, viewer) || !role) return false
    const by: Actor = { kind: 'officer', personId, name, role }
    const done = await repaired(context, viewer, { ...opened, recordedBy: opened.recordedBy }, { by, why: 'colleague' })
    if (done !== 'again') return done === 'done'
  }
  return false
}

type Matter = {
  readonly row: DossierRow
  readonly keys: DossierKeys
  readonly record: RegisteredRecord
  readonly recordedBy: Identity
  readonly rules: Rules
}

async function repaired(
  context: AppContext,
  signer: Pick<Viewer, 'accountId' | 'secret'>,
  matter: Matter,
  { by, why }: { readonly by: Actor; readonly why: 'colleague' | 'recoverySheets' },
): Promise<'done' | 'nothing' | 'again'> {
  const at = context.now()
  const { readers, change, repair } = repairFor(matter.record, matter.recordedBy, matter.rules, at)
  if (repair.kind === 'none') return 'nothing'
  const event = { type: 'accessChanged', at, by, why, ...change } as const
  const regranted =
    repair.kind === 'give'
      ? giving(context, matter, { readers: repair.lacking, event })
      : await renewing(context, matter, { readers, event })
  const { append } = appendWith(signer, matter, { before: [], regranted, at, idempotencyKey: randomUUID() })
  return (await context.store.append(append)).kind === 'appended' ? 'done' : 'again'
}

/**
 * As many matters as fit into one request; answers how many were put right, null for whoever is no confirmed reader. The security trail learns
 * that it was done, never of which.
 */
export async function giveBatch(context: AppContext, viewer: Viewer, most: number): Promise<number | null> {
  const outstanding = await outstandingGrants(context, viewer, { most })
  if (!outstanding) return null
  let done = 0
  for (const { number } of outstanding) if (await giveGrantsAgain(context, viewer, number)) done += 1
  if (done > 0) await noteSecurityEvent(context, 'grantsRenewed', viewer.accountId, { by: viewer.accountId })
  return done
}

/** With two recovery sheets: every matter of the register, or the first of them. Answers how many were put right. */
export async function giveWithRecoveryKey(
  context: AppContext,
  secret: AccountSecret,
  { most = Infinity }: { readonly most?: number } = {},
): Promise<{ readonly done: number; readonly moreLeft: boolean }> {
  const held = await heldByRecovery(context, secret)
  let done = 0
  for (const [id, keys] of held) {
    if (done === most) break
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const outcome = await repairedByRecovery(context, secret, id, keys)
      if (outcome === 'done') done += 1
      if (outcome !== 'again') break
    }
  }
  await noteSecurityEvent(context, 'grantsRenewed', null, { by: 'recovery' })
  return { done, moreLeft: done === most }
}

async function repairedByRecovery(
  context: AppContext,
  secret: AccountSecret,
  id: DossierId,
  keys: DossierKeys,
): Promise<'done' | 'nothing' | 'again'> {
  const rules = await rulesInForce(context)
  const row = await context.store.dossier(id)
  if (!row) return 'nothing'
  const events = (await context.store.events(id)).filter(({ sequence }) => sequence <= row.sequence)
  const blank = { record: { status: 'unregistered' }, identity: null } as const
  const { record, identity } = foldRows(blank, events, { keys, since: row.keysSince }, rules.organisation)
  if (!isRegistered(record) || !identity) return 'nothing'
  const signer = { accountId: RECOVERY_SIGNER, secret }
  const matter = { row, keys, record, recordedBy: identity, rules }
  return repaired(context, signer, matter, { by: { kind: 'system' }, why: 'recoverySheets' })
}

const SLOTS_PER_READ = 2000

/** What the sheets open now: the newest grant of every dossier. */
async function heldByRecovery(
  context: AppContext,
  secret: AccountSecret,
): Promise<ReadonlyMap<DossierId, DossierKeys>> {
  const pair = readingPair(secret)
  const held = new Map<DossierId, DossierKeys>()
  for (let after = 0; ;) {
    const slots = await context.store.slotsAfter(after, SLOTS_PER_READ)
    for (const { dossierId, slot } of slots) {
      const keys = openGrantWith(slot, pair)
      if (keys) held.set(dossierId, keys)
    }
    after = slots.at(-1)?.slotId ?? after
    if (slots.length < SLOTS_PER_READ) return held
  }
}
