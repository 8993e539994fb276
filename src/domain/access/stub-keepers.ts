/**
 * Who keeps what is left of a matter that was transferred (R44): the recorder; and where the office handed it up, whoever is of the office today,
 * as those who were before. Its content stays closed to everybody.
 *
 * Nobody named in the matter may get the stub, for it tells that there was one (R42). Who was named is known to the recorder alone. A colleague
 * therefore gives it again only to an account that held it, because its keys are new; to somebody who came later it goes from the recorder's session.
 */
import type { Day } from '../../kit/calendar.ts'
import type { GrantNote } from '../dossier/types.ts'
import type { TransferredStub } from '../inquiry-record/transfer.ts'
import { accountOf } from '../organisation/organisation.ts'
import type { AccountEntry, Organisation, PersonId, ReaderRole } from '../organisation/types.ts'
import { eligibleReaders, type Reader } from './eligible-readers.ts'

const keepingRoles: readonly ReaderRole[] = ['disciplineHandler', 'disciplineOfficeHead', 'disciplineLead']

const roleOfKeeper = (account: AccountEntry): ReaderRole | undefined =>
  account.status === 'active' && account.readingKey !== null
    ? keepingRoles.find((role) => account.confirmedRoles.includes(role))
    : undefined

/** Whether a holder of a grant may still see the stub: a handler who has left the office does not. */
export function keepsStub(
  { byOffice }: Pick<TransferredStub, 'byOffice'>,
  { personId, isRecorder }: { readonly personId: PersonId; readonly isRecorder: boolean },
  organisation: Organisation,
): boolean {
  if (isRecorder) return true
  const account = accountOf(organisation, personId)
  return byOffice && account !== null && roleOfKeeper(account) !== undefined
}

type OfMatter = { readonly named: readonly PersonId[]; readonly recorderId: PersonId }

/** Everybody of the office who keeps the stub; the recorder is not among them. None of them learns from it who recorded (R41). */
export const officeKeepers = (organisation: Organisation, matter: OfMatter, day: Day): readonly Reader[] =>
  eligibleReaders({ organisation, ...matter, day })
    .readers.filter(({ as }) => keepingRoles.some((role) => role === as))
    .map((reader) => ({ ...reader, withIdentity: false }))

/**
 * Who should hold the stub and does not. `matter` is what the recorder alone knows of it; null for a colleague. `noteOf` is the grant as it would be
 * remembered today.
 */
export function lackingStub(
  { byOffice, granted }: Pick<TransferredStub, 'byOffice' | 'granted'>,
  { organisation, day, matter }: { organisation: Organisation; day: Day; matter: OfMatter | null },
  noteOf: (reader: Reader) => GrantNote | undefined,
): readonly Reader[] {
  if (!byOffice) return []
  const keepers = matter ? officeKeepers(organisation, matter, day) : formerKeepers(granted, organisation)
  return keepers.filter((reader) => {
    const note = noteOf(reader)
    return note && !granted.some(({ accountId, key }) => accountId === note.accountId && key === note.key)
  })
}

const formerKeepers = (granted: readonly GrantNote[], organisation: Organisation): readonly Reader[] =>
  organisation.accounts.flatMap((account): readonly Reader[] => {
    const as = roleOfKeeper(account)
    if (!as || !granted.some(({ accountId }) => accountId === account.id)) return []
    return [{ accountId: account.id, personId: account.personId, as, withIdentity: false }]
  })
