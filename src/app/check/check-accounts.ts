/**
 * Accounts ↔ the security trail: whose account it is, its roles, whether it may be used, and its keys are what the events say (R87). Whoever
 * writes himself a role, or a key of his own into somebody's row, is named.
 *
 * What an account decides for itself or by the hour (password, authenticator, lock-outs) stands in no event and is not compared.
 */
import type { AccountId } from '../../domain/organisation/types.ts'
import { toBase64 } from '../../kit/bytes.ts'
import type { AccountRow, SecurityEventRow, Store } from '../../store/store.ts'
import { type AccountHistory, foldAccountEvents } from '../people/account-history.ts'
import { Found } from './finding.ts'

const NONE = 'none'

/** `events` are those of the whole trail that tell of accounts, in its order. Answers how many accounts there are. */
export async function checkAccounts(store: Store, events: readonly SecurityEventRow[]): Promise<number> {
  const listed = await store.accountEvents(-1)
  const missing = events.find(({ position }, i) => listed[i]?.position !== position)
  if (missing || listed.length !== events.length)
    throw new Found({ rule: 'accountEventIsListed', position: missing?.position ?? listed.at(-1)?.position ?? 0 })

  const histories = new Map<AccountId, AccountHistory>()
  foldAccountEvents(histories, events, { recoverySigningKey: null })
  const statuses = statusesOf(events)
  const accounts = await store.accounts()
  for (const account of accounts) compare(account, histories.get(account.id), statuses.get(account.id))
  const there = new Set(accounts.map(({ id }) => id))
  for (const accountId of statuses.keys()) if (!there.has(accountId)) throw differs(accountId, 'id', accountId, NONE)
  return accounts.length
}

type Status = AccountRow['status']

/** Reactivated means usable when it had been activated, and waiting for its holder otherwise. */
function statusesOf(events: readonly SecurityEventRow[]): ReadonlyMap<AccountId, Status> {
  const statuses = new Map<AccountId, Status>()
  const activated = new Set<AccountId>()
  for (const { type, accountId } of events) {
    if (accountId === null) continue
    if (type === 'accountCreated') statuses.set(accountId, 'awaitingActivation')
    if (type === 'accountActivated') {
      statuses.set(accountId, 'active')
      activated.add(accountId)
    }
    if (type === 'accountSuspended') statuses.set(accountId, 'suspended')
    if (type === 'accountReactivated')
      statuses.set(accountId, activated.has(accountId) ? 'active' : 'awaitingActivation')
    if (type === 'accountReset') {
      statuses.set(accountId, 'awaitingActivation')
      activated.delete(accountId)
    }
  }
  return statuses
}

function compare(account: AccountRow, history: AccountHistory | undefined, status: Status | undefined): void {
  const expect = (column: string, expected: string, found: string): void => {
    if (expected !== found) throw differs(account.id, column, expected, found)
  }
  if (!history || !status) throw differs(account.id, 'id', NONE, account.id)
  // Events of 0.1.0 do not tell the person, and tell no keys until they were taken over.
  if (history.personId !== null) expect('person_id', history.personId, account.personId)
  expect('roles', history.roles.toSorted().join(' '), account.roles.toSorted().join(' '))
  expect('status', status, account.status)
  if (history.keys === null && history.earlierSigningKeys.length === 0 && status !== 'awaitingActivation') return
  expect('reading_key', history.keys?.readingKey ?? NONE, textOf(account.readingKey))
  expect('signing_key', history.keys?.signingKey ?? NONE, textOf(account.signingKey))
}

const textOf = (key: Uint8Array | null): string => (key ? toBase64(key) : NONE)

const differs = (accountId: AccountId, column: string, expected: string, found: string): Found =>
  new Found({ rule: 'accountMatchesTrail', accountId, column, expected, found })
