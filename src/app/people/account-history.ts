/**
 * What the security trail says of each account: which keys it has had, in which roles they were confirmed, and who is set aside.
 *
 * The account rows of the database are a convenience; whoever can write them could put keys of his own there. So the history is folded
 * from the trail, whose every entry is committed to by checkpoints, and every confirmation and rotation is checked as it is folded. What does
 * not check counts for nothing.
 */
import type { AccountId, PersonId, ReaderRole, Role } from '../../domain/organisation/types.ts'
import { readerRolesOf } from '../../domain/organisation/types.ts'
import type { Instant } from '../../kit/calendar.ts'
import type { SecurityEventRow } from '../../store/store.ts'
import { type KeyTexts, confirmationStands, rotationStands, settingAsideStands } from './key-statements.ts'

export type AccountHistory = {
  readonly personId: PersonId | null
  readonly roles: readonly Role[]
  readonly keys: KeyTexts | null
  /** The reading key with which the lineage of these keys began, and when: nothing that was granted before was granted to them. */
  readonly lineageKey: string | null
  readonly keysSince: Instant | null
  readonly earlierSigningKeys: readonly string[]
  /** False from a reset until the new keys were confirmed. */
  readonly keysConfirmed: boolean
  readonly confirmedRoles: readonly ReaderRole[]
  /** When the roles last grew. */
  readonly grewAt: Instant | null
  /** When the confirmed roles last grew: nothing before was granted by them. */
  readonly confirmedSince: Instant | null
  /** Reader's roles given at set-up and untouched since: confirmed with the first activation. */
  readonly foundingRoles: readonly ReaderRole[]
  /** An administrator whom the discipline office has set aside, because a matter concerns him. */
  readonly setAside: boolean
  /** The last time that a role was taken or the account suspended or reset: an older confirmation is void. */
  readonly cutAt: Instant | null
}

export type Histories = ReadonlyMap<AccountId, AccountHistory>

type Trust = {
  /** The public half of the recovery key's signature, base64; null in a register without. */
  readonly recoverySigningKey: string | null
}

const blank: AccountHistory = {
  personId: null,
  roles: [],
  keys: null,
  lineageKey: null,
  keysSince: null,
  earlierSigningKeys: [],
  keysConfirmed: true,
  confirmedRoles: [],
  grewAt: null,
  confirmedSince: null,
  foundingRoles: [],
  setAside: false,
  cutAt: null,
}

/** Folds more events, in the order of the trail. `histories` is changed. */
export function foldAccountEvents(
  histories: Map<AccountId, AccountHistory>,
  rows: readonly SecurityEventRow[],
  trust: Trust,
): void {
  for (const row of rows) {
    if (row.type === 'accountsAdopted') {
      adopt(histories, row)
      continue
    }
    const { accountId } = row
    if (accountId === null) continue
    const next = evolve(histories.get(accountId) ?? blank, row, accountId, { ...trust, histories })
    histories.set(accountId, next)
  }
}

type Context = Trust & { readonly histories: Histories }
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const rolesIn = (value: unknown): readonly Role[] => (Array.isArray(value) ? (value as Role[]) : [])
const keysIn = ({ readingKey, signingKey }: SecurityEventRow['data']): KeyTexts | null =>
  typeof readingKey === 'string' && typeof signingKey === 'string' ? { readingKey, signingKey } : null

function evolve(
  history: AccountHistory,
  { type, at, data }: SecurityEventRow,
  accountId: AccountId,
  context: Context,
): AccountHistory {
  switch (type) {
    case 'accountCreated': {
      const roles = rolesIn(data.roles)
      const personId = (text(data.personId) || null) as PersonId | null
      return { ...blank, personId, roles, foundingRoles: data.by === 'setUp' ? readerRolesOf(roles) : [] }
    }
    // A code that somebody else handed out may be in other hands.
    case 'activationRenewed':
      return data.by === 'setUp' ? history : { ...history, foundingRoles: [] }
    case 'accountActivated': {
      const keys = keysIn(data)
      if (!keys) return history
      const founding = history.foundingRoles
      return {
        ...withKeys(history, keys, at),
        foundingRoles: [],
        confirmedRoles: founding,
        confirmedSince: founding.length > 0 ? at : null,
      }
    }
    case 'keysRotated': {
      const keys = keysIn(data)
      const stands =
        keys &&
        history.keys &&
        rotationStands(history.keys.signingKey, { accountId, ...keys, at }, text(data.signature))
      return stands ? { ...history, keys, earlierSigningKeys: earlierOf(history) } : history
    }
    case 'rolesChanged': {
      const roles = rolesIn(data.after)
      const left = <Held extends Role>(held: readonly Held[]): readonly Held[] =>
        held.filter((role) => roles.includes(role))
      return {
        ...history,
        roles,
        grewAt: roles.some((role) => !history.roles.includes(role)) ? at : history.grewAt,
        confirmedRoles: left(history.confirmedRoles),
        foundingRoles: left(history.foundingRoles),
        cutAt: history.roles.some((role) => !roles.includes(role)) ? at : history.cutAt,
      }
    }
    case 'accountSuspended':
      return { ...history, confirmedRoles: [], foundingRoles: [], cutAt: at }
    case 'accountReset':
      return {
        ...history,
        keys: null,
        lineageKey: null,
        keysSince: null,
        earlierSigningKeys: earlierOf(history),
        keysConfirmed: false,
        confirmedRoles: [],
        foundingRoles: [],
        cutAt: at,
      }
    case 'readerConfirmed':
      return confirmed(history, { at, data }, accountId, context)
    case 'administratorSetAside':
    case 'administratorReturned': {
      const aside = type === 'administratorSetAside'
      const by = confirmerKey(context.histories, text(data.by), accountId)
      return by !== null && settingAsideStands(by, { accountId, aside, at }, text(data.signature))
        ? { ...history, setAside: aside }
        : history
    }
    default:
      return history
  }
}

const later = (a: Instant, b: Instant | null): Instant => (b !== null && a < b ? b : a)

const earlierOf = ({ keys, earlierSigningKeys }: AccountHistory): readonly string[] =>
  keys ? [...earlierSigningKeys, keys.signingKey] : earlierSigningKeys

const withKeys = (history: AccountHistory, keys: KeyTexts, at: Instant): AccountHistory => ({
  ...history,
  keys,
  lineageKey: keys.readingKey,
  keysSince: at,
  earlierSigningKeys: earlierOf(history),
})

function confirmed(
  history: AccountHistory,
  { at, data }: Pick<SecurityEventRow, 'at' | 'data'>,
  accountId: AccountId,
  { histories, recoverySigningKey }: Context,
): AccountHistory {
  const keys = keysIn(data)
  const roles = readerRolesOf(rolesIn(data.roles))
  const personId = text(data.personId) as PersonId
  // The very keys that are in use, in roles that are held, and said after the last time that something was taken.
  if (!keys || !history.keys || roles.some((role) => !history.roles.includes(role))) return history
  if (keys.readingKey !== history.keys.readingKey || keys.signingKey !== history.keys.signingKey) return history
  if (history.cutAt !== null && at < history.cutAt) return history
  const by = data.by === 'recovery' ? recoverySigningKey : confirmerKey(histories, text(data.by), accountId)
  if (by === null) return history
  if (!confirmationStands(by, { accountId, personId, roles, ...keys, at }, text(data.signature))) return history
  return { ...history, personId, keysConfirmed: true, confirmedRoles: roles, confirmedSince: at }
}

/** Nobody confirms himself, and nobody confirms who is not confirmed. */
function confirmerKey(histories: Histories, by: string, accountId: AccountId): string | null {
  const confirmer = by === accountId ? undefined : histories.get(by as AccountId)
  return confirmer && confirmer.confirmedRoles.length > 0 ? (confirmer.keys?.signingKey ?? null) : null
}

/**
 * A register of 0.1.0 wrote no keys into its trail. Once, before any keys stand there, those in use are taken over as they are found, and
 * the active readers among them as confirmed; a second time it counts for nothing.
 */
function adopt(histories: Map<AccountId, AccountHistory>, { data }: SecurityEventRow): void {
  if (histories.values().some(({ keys, earlierSigningKeys }) => keys !== null || earlierSigningKeys.length > 0)) return
  const accounts = Array.isArray(data.accounts) ? (data.accounts as Record<string, unknown>[]) : []
  for (const adopted of accounts) {
    const accountId = text(adopted.accountId) as AccountId
    const keys = keysIn(adopted)
    const history = histories.get(accountId) ?? blank
    if (!keys) continue
    const confirmedRoles = adopted.active === true ? readerRolesOf(history.roles) : []
    histories.set(accountId, {
      ...history,
      personId: text(adopted.personId) as PersonId,
      keys,
      lineageKey: keys.readingKey,
      keysSince: text(adopted.since) as Instant,
      confirmedRoles,
      confirmedSince: later(text(adopted.since) as Instant, history.grewAt),
    })
  }
}
