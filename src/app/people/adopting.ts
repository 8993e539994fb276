/**
 * A register of 0.1.0 knew no confirmations and wrote no keys into its trail. At its first start under a newer version the keys in use are
 * taken over as they are found, and the active readers among them as confirmed: once, with an event that says so. From then on a swap is noticed.
 */
import { noteSecurityEvent } from '../accounts/security-events.ts'
import type { AppContext } from '../context.ts'
import { keyTexts } from './key-statements.ts'
import { accountHistories } from './organisation-in-force.ts'

/** Answers how many accounts were taken over; none in a register that began with confirmations. */
export async function adoptAccounts(context: AppContext): Promise<number> {
  const histories = await accountHistories(context)
  const known = histories
    .values()
    .some(({ keys, earlierSigningKeys }) => keys !== null || earlierSigningKeys.length > 0)
  if (known) return 0
  const activatedAt = new Map<string, string>()
  for (const { type, accountId, at } of await context.store.accountEvents(-1))
    if (type === 'accountActivated' && accountId !== null) activatedAt.set(accountId, at)
  const { accounts } = await context.store.organisation()
  const adopted = accounts.flatMap(({ id, personId, status, readingKey, signingKey }) =>
    readingKey && signingKey
      ? [
          {
            accountId: id,
            personId,
            active: status === 'active',
            since: activatedAt.get(id) ?? context.now(),
            ...keyTexts({ readingKey, signingKey }),
          },
        ]
      : [],
  )
  if (adopted.length > 0) await noteSecurityEvent(context, 'accountsAdopted', null, { accounts: adopted })
  return adopted.length
}
