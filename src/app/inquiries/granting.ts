/**
 * Grants after the registration: when a change of a record lets somebody in, its slots get company; when it shuts somebody out,
 * the dossier gets new keys for what follows, every slot of before is overwritten, and whoever may still read is granted anew (R42).
 *
 * It all goes into the append of the change itself: there is no moment at which somebody named still reads.
 */
import { sha256 } from '#primitives'
import type { Reader } from '../../domain/access/eligible-readers.ts'
import { accessChange, type Bureau, granteesOf, permitReaders } from '../../domain/access/grantees.ts'
import { repairOf } from '../../domain/access/grant-repair.ts'
import type { Actor, DossierId, GrantNote } from '../../domain/dossier/types.ts'
import type { InquiryEvent } from '../../domain/inquiry-record/events.ts'
import { routedAnew } from '../../domain/inquiry-record/naming.ts'
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import type { Organisation } from '../../domain/organisation/types.ts'
import { toBase64Url } from '../../kit/bytes.ts'
import type { Instant } from '../../kit/calendar.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import type { AppendCommand } from '../../store/store.ts'
import { newDossierKeys, type DossierKeys, type DossierPublicKeys } from '../../vault/dossier-keys.ts'
import { decoySlot, type Recipient, sealGrants } from '../../vault/grants.ts'
import type { AppContext } from '../context.ts'
import type { PreviousKeys } from '../envelope.ts'
import type { OpenedRecord } from './opening.ts'

/** First 8 bytes of SHA-256, base64url. */
export const keyFingerprint = (readingKey: Uint8Array): string => toBase64Url(sha256(readingKey).subarray(0, 8))

const readingKeyOf = ({ accountId }: Reader, organisation: Organisation): Uint8Array | null =>
  organisation.accounts.find(({ id }) => id === accountId)?.readingKey ?? null

/** What the record remembers of the grants: everybody but the recorder (R41). */
export const grantNotes = (readers: readonly Reader[], organisation: Organisation): readonly GrantNote[] =>
  readers.flatMap((reader) => {
    const { accountId, as, withIdentity } = reader
    const account = organisation.accounts.find(({ id }) => id === accountId)
    const key = account?.keyHistory?.lineageKey ?? account?.readingKey
    return key && as !== 'recorder' ? [{ accountId, key: keyFingerprint(key), withIdentity }] : []
  })

/** The keys that grants are sealed to; the recovery key is one of them. */
export function recipientsOf(
  { recoveryKey }: AppContext,
  readers: readonly Reader[],
  organisation: Organisation,
): readonly Recipient[] {
  const recipients = readers.flatMap((reader): readonly Recipient[] => {
    const readingKey = readingKeyOf(reader, organisation)
    return readingKey ? [{ readingKey, withIdentity: reader.withIdentity }] : []
  })
  return recoveryKey ? [...recipients, { readingKey: recoveryKey, withIdentity: true }] : recipients
}

type AccessChanged = Extract<InquiryEvent, { type: 'accessChanged' }>

export type Regranted = {
  /** Null when nothing changes for anybody. */
  readonly event: AccessChanged | null
  /** Under which the events of this append are sealed, and which the snapshot is for. */
  readonly keys: DossierKeys
  readonly publicKeys: DossierPublicKeys
  readonly previous: PreviousKeys | null
  readonly append: Pick<AppendCommand, 'renewals' | 'slotChanges' | 'newSlots'>
}

type Change = { readonly after: RegisteredRecord; readonly by: Actor; readonly at: Instant }

/**
 * What the change `opened.record` → `after` does to the grants. Refused with `identityNeeded` when somebody must be shut out by somebody who could not
 * hand the recorder's name on; a grant that merely lapsed waits for whoever can.
 */
export async function regrant(
  context: AppContext,
  opened: OpenedRecord,
  { after, by, at }: Change,
): Promise<Decision<Regranted, { readonly code: 'identityNeeded' }>> {
  const { row, keys, recordedBy: identity, record: before } = opened
  const { organisation } = opened.rules
  const publicKeys = { content: row.contentKey, identity: row.identityKey }
  const unchanged: Regranted = { event: null, keys, publicKeys, previous: null, append: {} }
  if (!identity || !keys.identity) {
    if (after.named.length > before.named.length) return refuse({ code: 'identityNeeded' })
    // A permit tells nobody who recorded, so whoever does not know it can let its holder in.
    const readers = lettingIn(before, after, { organisation, at })
    if (readers.length === 0) return accept(unchanged)
    return accept(giving(context, opened, { readers, event: { type: 'accessChanged', at, by } }))
  }

  const bureau = { organisation, at }
  const readers = granteesOf(after, identity.recorderId, bureau)
  const notes = {
    before: grantNotes(granteesOf(before, identity.recorderId, bureau), organisation),
    after: grantNotes(readers, organisation),
  }
  const change = accessChange(before, after, notes)
  const people = routedAnew(after, { rules: opened.rules, at, recorderId: identity.recorderId })
  const event = { type: 'accessChanged', at, by, ...people } as const
  if (change === 'renewed') return accept(await renewing(context, opened, { readers, event }))
  if (people) {
    // Whoever takes over must be able to open it with the same append.
    const repair = repairOf(after, { readers, notes: notes.after, organisation, change: people })
    if (repair.kind === 'renew') return accept(await renewing(context, opened, { readers, event }))
    return accept(giving(context, opened, { readers: repair.kind === 'give' ? repair.lacking : [], event }))
  }
  if (change === 'none') return accept(unchanged)
  const isNew = ({ accountId }: Reader): boolean => !notes.before.some((note) => note.accountId === accountId)
  const entering = readers.filter((reader) => reader.as !== 'recorder' && isNew(reader))
  return accept(giving(context, opened, { readers: entering, event }))
}

type Opened = Pick<OpenedRecord, 'row' | 'keys' | 'rules'>
type Given = {
  readonly readers: readonly Reader[]
  readonly event: Omit<AccessChanged, 'renewed' | 'granted'>
}

/** Further grants under the keys as they are; none when only the route is another. */
export function giving(context: AppContext, { row, keys, rules }: Opened, { readers, event }: Given): Regranted {
  const { organisation } = rules
  const slots = () => sealGrants(keys, recipientsOf({ ...context, recoveryKey: null }, readers, organisation))
  return {
    event: { ...event, renewed: false, granted: grantNotes(readers, organisation) },
    keys,
    publicKeys: { content: row.contentKey, identity: row.identityKey },
    previous: null,
    append: readers.length > 0 ? { newSlots: [{ dossierId: row.id, slots: slots() }] } : {},
  }
}

/** New keys for what follows, granted to these readers and to nobody else; every slot of before is overwritten. */
export async function renewing(
  context: AppContext,
  { row, keys, rules }: Opened,
  { readers, event }: Given,
): Promise<Regranted> {
  const { organisation } = rules
  const renewed = newDossierKeys()
  const fromSequence = row.sequence + 1
  const slots = sealGrants(renewed.keys, recipientsOf(context, readers, organisation))
  return {
    event: { ...event, renewed: true, granted: grantNotes(readers, organisation) },
    keys: renewed.keys,
    publicKeys: renewed.publicKeys,
    previous: { keys, since: row.keysSince },
    append: {
      renewals: [
        {
          dossierId: row.id,
          fromSequence,
          contentKey: renewed.publicKeys.content,
          identityKey: renewed.publicKeys.identity,
        },
      ],
      slotChanges: await overwritten(context, row.id),
      newSlots: [{ dossierId: row.id, slots }],
    },
  }
}

/** Whom the change gives a permit, and who must be able to open the record with it. */
function lettingIn(before: RegisteredRecord, after: RegisteredRecord, bureau: Bureau): readonly Reader[] {
  const held = permitReaders(before, bureau)
  return permitReaders(after, bureau).filter(({ personId }) => !held.some((reader) => reader.personId === personId))
}

/** Everybody's grant of before, the recorder's and the recovery key's too: nobody can tell which slot is whose. */
export async function overwritten(
  context: AppContext,
  id: DossierId,
): Promise<NonNullable<AppendCommand['slotChanges']>> {
  return (await context.store.slotsOf(id)).map(({ slotId }) => ({ slotId, slot: decoySlot() }))
}
