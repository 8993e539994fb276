/**
 * Who should hold a grant of a record as it now stands, and what must be done when somebody should no longer (R42).
 *
 * A grant that was given is remembered in the record, so that everybody who can open it sees at once who holds one without reason: somebody
 * named since, somebody whose role or account ended, somebody whose keys are new.
 */
import { dayOf, type Instant } from '../../kit/calendar.ts'
import type { GrantNote } from '../dossier/types.ts'
import { permitHolders } from '../inquiry-record/permits.ts'
import type { RegisteredRecord } from '../inquiry-record/state.ts'
import { accountOf } from '../organisation/organisation.ts'
import type { Organisation, PersonId } from '../organisation/types.ts'
import { eligibleReaders, type Reader } from './eligible-readers.ts'
import { roleFor } from './permissions.ts'

export type Bureau = { readonly organisation: Organisation; readonly at: Instant }

/** The recorder among them; and whoever holds a permit at this moment, with the content alone (R37, R41). */
export const granteesOf = (
  {
    named,
    content,
    permits = [],
  }: Pick<RegisteredRecord, 'named' | 'content'> & Partial<Pick<RegisteredRecord, 'permits'>>,
  recorderId: PersonId,
  bureau: Bureau,
): readonly Reader[] => {
  const { organisation, at } = bureau
  const { route, readers } = eligibleReaders({
    organisation,
    named,
    recorderId,
    day: dayOf(at),
    direct: Boolean(content.directToSuperior),
  })
  if (route.kind === 'superiorOnly') return readers
  const holders = permitReaders({ named, permits }, bureau).filter(
    ({ personId }) => !readers.some((reader) => reader.personId === personId),
  )
  return [...readers, ...holders]
}

/** Whoever holds a permit at this moment and has keys that may be granted to. */
export const permitReaders = (
  record: Pick<RegisteredRecord, 'named' | 'permits'>,
  { organisation, at }: Bureau,
): readonly Reader[] =>
  permitHolders(record, at).flatMap(({ personId, role }): readonly Reader[] => {
    const account = accountOf(organisation, personId)
    if (
      account?.status !== 'active' ||
      !account.readingKey ||
      !account.keysConfirmed ||
      !roleFor(account.roles, 'requestPermit')
    )
      return []
    return [{ accountId: account.id, personId, withIdentity: false, as: role }]
  })

export type AccessChange = 'none' | 'granted' | 'renewed'

/**
 * What a change of the record asks for. `renewed`: somebody was named by it, or holds a grant that nothing gives any more.
 * `granted`: it lets somebody in whom the record left out before.
 *
 * Naming always renews, whether or not whoever was named could read: the disk must not tell.
 */
export function accessChange(
  before: RegisteredRecord,
  after: RegisteredRecord,
  grantees: { readonly before: readonly GrantNote[]; readonly after: readonly GrantNote[] },
): AccessChange {
  const without = (notes: readonly GrantNote[], others: readonly GrantNote[]): readonly GrantNote[] =>
    notes.filter((note) => !others.some((other) => sameGrant(note, other)))
  const held = after.granted ?? grantees.before
  if (after.named.length > before.named.length || without(held, grantees.after).length > 0) return 'renewed'
  return without(grantees.after, grantees.before).length > 0 ? 'granted' : 'none'
}

const sameGrant = (a: GrantNote, b: GrantNote): boolean =>
  a.accountId === b.accountId && a.key === b.key && a.withIdentity === b.withIdentity
