/**
 * Confirming a reader: a colleague whose own keys are confirmed compares the fingerprint with the holder and signs account, keys and roles. Only
 * then does the account receive anything that others recorded (R42, R87).
 *
 * The security administrator makes the account, its holder makes the keys, a colleague confirms them: no two of the three suffice.
 */
import { awaitingConfirmation, confirmersOf, unconfirmedRoles } from '../../domain/access/confirming.ts'
import { mayOpen } from '../../domain/access/permissions.ts'
import { personById, unitOf } from '../../domain/organisation/organisation.ts'
import type { AccountEntry, AccountId, Organisation, ReaderRole } from '../../domain/organisation/types.ts'
import { readerRolesOf } from '../../domain/organisation/types.ts'
import { dayOf } from '../../kit/calendar.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import { type AccountSecret, accountPublic } from '../../vault/account-keys.ts'
import { noteSecurityEvent } from '../accounts/security-events.ts'
import type { AppContext, Viewer } from '../context.ts'
import { fingerprintOf, keyTexts, signConfirmation } from './key-statements.ts'
import { organisationInForce } from './organisation-in-force.ts'

export type ReaderLine = {
  readonly accountId: AccountId
  readonly name: string
  readonly unit: string
  readonly username: string
  readonly confirmed: readonly ReaderRole[]
  /** Whether the account waits for a confirmation: of these roles, or of its new keys alone. */
  readonly awaits: boolean
  readonly waiting: readonly ReaderRole[]
  readonly fingerprint: string
  /** Whether this viewer may confirm it. */
  readonly mayConfirm: boolean
}

/** Everybody who reads or is to read what others recorded; null for whoever is no confirmed reader himself. */
export async function readersKnownTo(context: AppContext, viewer: Viewer): Promise<readonly ReaderLine[] | null> {
  const organisation = await organisationInForce(context)
  if (!isConfirmedReader(organisation, viewer)) return null
  const awaiting = awaitingConfirmation(organisation)
  return organisation.accounts.flatMap((account): ReaderLine[] => {
    const { readingKey, signingKey } = account
    const [confirmed, waiting] = [readerRolesOf(account.confirmedRoles), unconfirmedRoles(account)]
    const awaits = awaiting.includes(account)
    if (!readingKey || !signingKey || (confirmed.length === 0 && !awaits)) return []
    return [
      {
        accountId: account.id,
        name: personById(organisation, account.personId)?.name ?? account.username,
        unit: unitOf(organisation, account.personId, dayOf(context.now()))?.name ?? '',
        username: account.username,
        confirmed,
        awaits,
        waiting,
        fingerprint: fingerprintOf(keyTexts({ readingKey, signingKey })),
        mayConfirm: awaits && confirmersOf(organisation, account.id).includes(viewer.personId),
      },
    ]
  })
}

/** Whose keys wait for this viewer's confirmation; empty for whoever may confirm nobody. */
export async function awaitingViewer(
  context: AppContext,
  viewer: Viewer,
): Promise<readonly Pick<ReaderLine, 'accountId' | 'name'>[]> {
  const known = mayOpen(viewer.roles, 'readers') ? await readersKnownTo(context, viewer) : null
  return (known ?? []).filter(({ mayConfirm }) => mayConfirm).map(({ accountId, name }) => ({ accountId, name }))
}

export const isConfirmedReader = (organisation: Organisation, viewer: Pick<Viewer, 'accountId' | 'roles'>): boolean =>
  mayOpen(viewer.roles, 'readers') &&
  (organisation.accounts.find(({ id }) => id === viewer.accountId)?.confirmedRoles ?? []).length > 0

export type ConfirmRefusal =
  | { readonly code: 'notFound' }
  /** The keys are not those that were shown. */
  | { readonly code: 'fingerprintDiffers' }

/** `shown` is the fingerprint that stood on the page and was compared: nothing else is signed. */
export async function confirmReader(
  context: AppContext,
  viewer: Viewer,
  accountId: AccountId,
  shown: string,
): Promise<Decision<null, ConfirmRefusal>> {
  const organisation = await organisationInForce(context)
  const account = awaitingConfirmation(organisation).find(({ id }) => id === accountId)
  if (!account || !isConfirmedReader(organisation, viewer)) return refuse({ code: 'notFound' })
  if (!confirmersOf(organisation, accountId).includes(viewer.personId)) return refuse({ code: 'notFound' })
  if (fingerprintOfAccount(account) !== shown) return refuse({ code: 'fingerprintDiffers' })
  await noteConfirmation(context, account, { secret: viewer.secret, by: viewer.accountId })
  return accept(null)
}

/** With two recovery sheets, when nobody is left who could confirm. The caller has combined them and checked whose they are. */
export async function confirmWithRecoveryKey(
  context: AppContext,
  recoverySecret: AccountSecret,
  accountId: AccountId,
): Promise<Decision<{ readonly roles: readonly ReaderRole[] }, { readonly code: 'notFound' }>> {
  const organisation = await organisationInForce(context)
  const account = awaitingConfirmation(organisation).find(({ id }) => id === accountId)
  if (!account) return refuse({ code: 'notFound' })
  await noteConfirmation(context, account, { secret: recoverySecret, by: 'recovery' })
  return accept({ roles: readerRolesOf(account.roles) })
}

/** What the holder sees of the own keys. */
export const ownFingerprint = ({ secret }: Viewer): string => fingerprintOf(keyTexts(accountPublic(secret)))

export const fingerprintOfAccount = ({ readingKey, signingKey }: AccountEntry): string | null =>
  readingKey && signingKey ? fingerprintOf(keyTexts({ readingKey, signingKey })) : null

async function noteConfirmation(
  context: AppContext,
  { id, personId, roles, readingKey, signingKey }: AccountEntry,
  { secret, by }: { readonly secret: AccountSecret; readonly by: AccountId | 'recovery' },
): Promise<void> {
  if (!readingKey || !signingKey) return
  const at = context.now()
  const said = { personId, roles: readerRolesOf(roles), ...keyTexts({ readingKey, signingKey }) }
  const signature = signConfirmation(secret, { accountId: id, ...said, at })
  await noteSecurityEvent(context, 'readerConfirmed', id, { by, ...said, signature }, at)
}
