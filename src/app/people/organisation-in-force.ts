/**
 * The bureau with what the security trail says of its accounts: whose keys are confirmed, and what they signed with before. Grants are given
 * to, and signatures are checked against, nothing else.
 */
import type { AccountEntry, AccountId, Organisation } from '../../domain/organisation/types.ts'
import { equalBytes, fromBase64, toBase64 } from '../../kit/bytes.ts'
import type { Store } from '../../store/store.ts'
import { readingPair } from '../../vault/account-keys.ts'
import type { AppContext, Viewer } from '../context.ts'
import { type AccountHistory, type Histories, foldAccountEvents } from './account-history.ts'

/** What was folded so far, for each store: the trail only grows. */
type Folded = { upTo: number; readonly trusted: string | null; readonly histories: Map<AccountId, AccountHistory> }
const folded = new WeakMap<Store, Folded>()

export async function accountHistories({
  store,
  recoverySigningKey,
}: Pick<AppContext, 'store' | 'recoverySigningKey'>): Promise<Histories> {
  const trusted = recoverySigningKey && toBase64(recoverySigningKey)
  const before = folded.get(store)
  const known =
    before?.trusted === trusted ? before : { upTo: -1, trusted, histories: new Map<AccountId, AccountHistory>() }
  folded.set(store, known)
  const rows = await store.accountEvents(known.upTo)
  // Another request may have folded the same events while this one read them.
  const fresh = rows.filter(({ position }) => position > known.upTo)
  foldAccountEvents(known.histories, fresh, { recoverySigningKey: trusted })
  known.upTo = fresh.at(-1)?.position ?? known.upTo
  return known.histories
}

/** What came of one reading of the bureau and so many events of the trail. */
type Known = { readonly upTo: number; readonly organisation: Organisation }
const known = new WeakMap<Organisation, Known>()

/** `read`: the bureau's rows, where the caller has read them just now. */
export async function organisationInForce(context: AppContext, read?: Organisation): Promise<Organisation> {
  const stored = read ?? (await context.store.organisation())
  const histories = await accountHistories(context)
  const before = known.get(stored)
  const upTo = folded.get(context.store)?.upTo ?? -1
  const { recoverySigningKey } = context
  if (before?.upTo === upTo && before.organisation.recoverySigningKey === recoverySigningKey) return before.organisation
  const accounts = stored.accounts.map((account) => inForce(account, histories.get(account.id)))
  const organisation = { ...stored, recoverySigningKey, accounts }
  known.set(stored, { upTo, organisation })
  return organisation
}

/** An account whose row says something else than the trail has no keys that anything could be granted to. */
function inForce(account: AccountEntry, history: AccountHistory | undefined): AccountEntry {
  const earlierSigningKeys = (history?.earlierSigningKeys ?? []).map(fromBase64)
  if (!history || !keysAsInTrail(account, history))
    return {
      ...account,
      readingKey: null,
      signingKey: null,
      earlierSigningKeys,
      keyHistory: null,
      keysConfirmed: false,
      confirmedRoles: [],
    }
  const same = history.personId === null || history.personId === account.personId
  const confirmedRoles = same ? history.confirmedRoles.filter((role) => account.roles.includes(role)) : []
  const { lineageKey, keysSince: since, confirmedSince } = history
  const keyHistory = lineageKey && since ? { lineageKey: fromBase64(lineageKey), since, confirmedSince } : null
  return { ...account, earlierSigningKeys, keyHistory, keysConfirmed: same && history.keysConfirmed, confirmedRoles }
}

/** Whether the account's row holds the keys that the trail says. Both without keys agree. */
export const keysAsInTrail = (
  { readingKey, signingKey }: Pick<AccountEntry, 'readingKey' | 'signingKey'>,
  { keys }: Pick<AccountHistory, 'keys'>,
): boolean =>
  (readingKey === null ? null : toBase64(readingKey)) === (keys?.readingKey ?? null) &&
  (signingKey === null ? null : toBase64(signingKey)) === (keys?.signingKey ?? null)

/**
 * For records that the viewer himself makes, or opens with a grant he holds: his session has shown that the keys are his, also while
 * nobody has compared them after a reset.
 */
export function withOwnKeys(organisation: Organisation, { accountId, secret }: Viewer): Organisation {
  const own = organisation.accounts.find(({ id }) => id === accountId)
  if (!own?.readingKey || own.keysConfirmed || !equalBytes(own.readingKey, readingPair(secret).publicKey))
    return organisation
  const accounts = organisation.accounts.map((account) => (account === own ? { ...own, keysConfirmed: true } : account))
  return { ...organisation, accounts }
}
