/**
 * What is wrong with the grants of a record as it stands: somebody who should read holds none, because the account or its keys are new;
 * somebody holds one whom nothing entitles any more, because role or account ended; the record waits for somebody whose turn it no longer
 * is (R42, R43, edge case 5).
 */
import type { GrantNote } from '../dossier/types.ts'
import type { PeopleChange } from '../inquiry-record/naming.ts'
import type { RegisteredRecord } from '../inquiry-record/state.ts'
import type { AccountEntry, Organisation } from '../organisation/types.ts'
import type { Reader } from './eligible-readers.ts'

export type Repair =
  | { readonly kind: 'none' }
  /** Further grants under the keys as they are; to nobody, where only the route is another. */
  | { readonly kind: 'give'; readonly lacking: readonly Reader[] }
  /** New keys for everybody who may read: somebody is to be shut out, or the recorder's keys are new. */
  | { readonly kind: 'renew'; readonly lacking: readonly Reader[] }

type Granting = {
  readonly readers: readonly Reader[]
  /** The notes of the same readers, as `granted` would say them now. */
  readonly notes: readonly GrantNote[]
  readonly organisation: Organisation
  /** What people who changed do to the route; null when it stays. */
  readonly change: PeopleChange | null
}

export function repairOf(record: RegisteredRecord, { readers, notes, organisation, change }: Granting): Repair {
  const accountOfReader = ({ accountId }: Pick<Reader, 'accountId'>): AccountEntry | undefined =>
    organisation.accounts.find(({ id }) => id === accountId)
  const held = record.granted ?? notes.filter((note) => heldFromTheStart(record, accountOfReader(note)))
  const same = (a: GrantNote, b: GrantNote): boolean =>
    a.accountId === b.accountId && a.key === b.key && a.withIdentity === b.withIdentity
  const surplus = held.some((note) => !notes.some((other) => same(note, other)))
  const lackingNotes = notes.filter((note) => !held.some((other) => same(note, other)))
  const lacking = readers.filter(
    ({ accountId, as }) => as !== 'recorder' && lackingNotes.some((note) => note.accountId === accountId),
  )
  const recorder = readers.find(({ as }) => as === 'recorder')
  const recorderBeganAnew =
    recorder !== undefined && beganAfter(accountOfReader(recorder), record.renewedAt ?? record.registeredAt)
  if (surplus || recorderBeganAnew) return { kind: 'renew', lacking }
  return lacking.length > 0 || change ? { kind: 'give', lacking } : { kind: 'none' }
}

const beganAfter = (account: AccountEntry | undefined, moment: string): boolean =>
  account?.keyHistory !== null && account?.keyHistory !== undefined && account.keyHistory.since > moment

/** A registration of 0.1.0 does not say who was granted: whoever was a reader with these keys by then. */
const heldFromTheStart = ({ registeredAt }: RegisteredRecord, account: AccountEntry | undefined): boolean => {
  const since = account?.keyHistory?.confirmedSince
  return !beganAfter(account, registeredAt) && (since === null || since === undefined || since <= registeredAt)
}
