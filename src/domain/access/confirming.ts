/**
 * Who confirms the keys of somebody who is to read records (R42, R87). The security administrator makes accounts and gives roles, so the
 * security administrator alone must not be able to make a reader: a reader whose own keys are confirmed looks at the person and says so.
 */
import { personById } from '../organisation/organisation.ts'
import type { AccountEntry, Organisation, PersonId, ReaderRole, Role } from '../organisation/types.ts'
import { readerRolesOf } from '../organisation/types.ts'

/** First the discipline office; when it has nobody left, whoever takes its place in the route (R43). */
const turns: readonly (readonly ReaderRole[])[] = [
  ['disciplineOfficeHead', 'disciplineHandler'],
  ['disciplineLead'],
  ['partyGroupSecretary'],
]

const holdsConfirmed = (account: AccountEntry, roles: readonly Role[]): boolean =>
  account.status === 'active' && account.confirmedRoles.some((role) => roles.includes(role))

/** The persons who may confirm this account, never its own holder. Empty: only two recovery sheets are left. */
export function confirmersOf(organisation: Organisation, accountId: AccountEntry['id']): readonly PersonId[] {
  const others = organisation.accounts.filter(({ id }) => id !== accountId)
  for (const turn of turns) {
    const able = others.filter((account) => holdsConfirmed(account, turn)).map(({ personId }) => personId)
    if (able.length > 0) return able
  }
  return []
}

/** The reader's roles of an account that nobody has confirmed yet; it is active and has keys to confirm. */
export const unconfirmedRoles = (account: AccountEntry): readonly ReaderRole[] =>
  account.status === 'active' && account.readingKey !== null
    ? readerRolesOf(account.roles).filter((role) => !account.confirmedRoles.includes(role))
    : []

/** Whether somebody must compare the account's keys with their holder: a reader's new role, or new keys after a reset. */
const awaits = (account: AccountEntry): boolean =>
  account.status === 'active' &&
  account.readingKey !== null &&
  (!account.keysConfirmed || unconfirmedRoles(account).length > 0)

/** Every account that waits for a confirmation. An account whose holder the directory does not know cannot be confirmed. */
export const awaitingConfirmation = (organisation: Organisation): readonly AccountEntry[] =>
  organisation.accounts.filter((account) => awaits(account) && personById(organisation, account.personId) !== null)
