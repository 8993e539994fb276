/**
 * The end of a first set-up: the register is made in one go, the codes are handed out, and the entrance is closed.
 *
 * Between making and closing the codes can be had again, because without the security administrator's nobody would ever come in.
 */
import type { AccountId, PersonId, Role } from '../../domain/organisation/types.ts'
import { administratorRoles } from '../../domain/organisation/types.ts'
import { dayOf } from '../../kit/calendar.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import type { AccountRow } from '../../store/store.ts'
import { newActivation } from '../accounts/activation.ts'
import { newAccount, renewActivation } from '../accounts/administration.ts'
import { inTurn } from '../accounts/in-turn.ts'
import { noteSecurityEvent, securityEvent } from '../accounts/security-events.ts'
import type { AppContext } from '../context.ts'
import { newDirectoryId } from '../directory/directory-import.ts'
import { MAIL_SETTING } from '../mail/mail-settings.ts'
import { keepRecoveryKey } from '../recovery-files.ts'
import { defaultCounts, firstOwnVersion, printVersions, TIME_LIMITS_SETTING } from '../time-limits.ts'
import { administratorAccount, readDraft, removeDraft, type SetUpDraft } from './draft.ts'
import type { SetUp } from './set-up.ts'

export const setUpSteps = ['bureau', 'people', 'administrators', 'accounts', 'recovery', 'limits', 'mail'] as const
export type SetUpStep = (typeof setUpSteps)[number]

const done: Readonly<Record<SetUpStep, (draft: SetUpDraft) => boolean>> = {
  bureau: ({ bureau }) => bureau !== '',
  people: ({ directory }) => directory.persons.length > 0,
  administrators: (draft) => administratorRoles.every((role) => administratorAccount(draft, role) !== null),
  accounts: ({ accountsDone }) => accountsDone,
  recovery: ({ recoveryKey }) => recoveryKey !== null,
  limits: ({ limits }) => limits !== null,
  // May be passed over: the system administrator can set it at any time.
  mail: () => true,
}

export const isDone = (draft: SetUpDraft, step: SetUpStep): boolean => done[step](draft)
/** The first step that is left; null when all is answered. */
export const nextStep = (draft: SetUpDraft): SetUpStep | null => setUpSteps.find((step) => !isDone(draft, step)) ?? null

/**
 * Whether the browser set-up has to run: nobody has an account yet, or the accounts were made by a set-up that was not closed and none was
 * used since. A file that somebody lays into the folder later opens nothing.
 */
export async function needsSetUp(context: AppContext): Promise<boolean> {
  const accounts = await context.store.accounts()
  if (accounts.length === 0) return true
  if ((await readDraft(context.dataFolder)) === null) return false
  if (accounts.every(({ status }) => status === 'awaitingActivation')) return true
  await removeDraft(context.dataFolder)
  return false
}

export const isFinished = async ({ context }: SetUp): Promise<boolean> => (await context.store.accounts()).length > 0

/** What goes onto somebody's slip. `activationCode` is null when this process never knew it: it can be renewed. */
export type Slip = {
  readonly accountId: AccountId
  readonly name: string
  readonly username: string
  readonly roles: readonly Role[]
  readonly activationCode: string | null
}

export class SetUpCodes {
  readonly #setUp: SetUp
  readonly #codes = new Map<AccountId, string>()

  constructor(setUp: SetUp) {
    this.#setUp = setUp
  }

  /** Makes the register. A second time, or from a second window, it is made already: accepted as well. */
  finish(): Promise<Decision<null, { readonly code: 'stepsLeft'; readonly step: SetUpStep }>> {
    return inTurn('set-up', async () => {
      const { context, draft } = this.#setUp
      if (await isFinished(this.#setUp)) return accept(null)
      const step = nextStep(draft)
      if (step || draft.recoveryKey === null) return refuse({ code: 'stepsLeft', step: step ?? 'recovery' })
      const accounts: AccountRow[] = draft.accounts.map(({ personId, username, roles }) => {
        const { code, ...hashed } = newActivation(context.now())
        const account = newAccount({ id: newDirectoryId() as AccountId, personId, username, roles, ...hashed })
        this.#codes.set(account.id, code)
        return account
      })
      // The key first: a register whose records nobody could recover must not come about. Alone it does nothing.
      await keepRecoveryKey(context.dataFolder, draft.recoveryKey)
      const limits = draft.limits ?? defaultCounts
      const ownLimits = JSON.stringify(limits) !== JSON.stringify(defaultCounts)
      const versions = printVersions(firstOwnVersion(limits, dayOf(context.now())))
      const kept = await context.store.changeBureau({
        bureau: draft.bureau,
        ...draft.directory,
        settings: {
          ...(ownLimits && { [TIME_LIMITS_SETTING]: versions }),
          ...(draft.mail && { [MAIL_SETTING]: JSON.stringify(draft.mail) }),
        },
        firstAccounts: accounts,
        events: [
          // Readers among them are confirmed with their first activation (people/account-history.ts).
          ...accounts.map(({ id, roles, personId }) =>
            securityEvent(context, 'accountCreated', id, { by: 'setUp', roles, personId }),
          ),
          ...(ownLimits ? [securityEvent(context, 'timeLimitsPublished', null, { by: 'setUp', counts: limits })] : []),
          ...(draft.mail
            ? [securityEvent(context, 'settingChanged', null, { by: 'setUp', setting: 'mail', value: 'set' })]
            : []),
          securityEvent(context, 'setUpFinished', null, { by: 'setUp' }),
        ],
      })
      // Another process was faster; its codes are the ones that count.
      if (!kept) this.#codes.clear()
      return accept(null)
    })
  }

  async slips(): Promise<readonly Slip[]> {
    const { persons, accounts } = await this.#setUp.context.store.organisation()
    const names = new Map<PersonId, string>(persons.map(({ id, name }) => [id, name]))
    const administrates = (account: { readonly roles: readonly Role[] }): number =>
      administratorRoles.findIndex((role) => account.roles.includes(role)) + 1 || administratorRoles.length + 1
    return accounts
      .toSorted((a, b) => administrates(a) - administrates(b))
      .map(({ id, personId, username, roles }) => ({
        accountId: id,
        name: names.get(personId) ?? '',
        username,
        roles,
        activationCode: this.#codes.get(id) ?? null,
      }))
  }

  /** New codes for all whose codes this process does not know: after a restart. Their old ones are void. */
  async renewUnknown(): Promise<void> {
    await inTurn('set-up', async () => {
      for (const { accountId, activationCode } of await this.slips()) {
        if (activationCode !== null) continue
        const renewed = await renewActivation(this.#setUp.context, 'setUp', accountId)
        if (renewed.ok) this.#codes.set(accountId, renewed.value.activationCode)
      }
    })
  }

  /** The last act: nobody comes in here again, and nothing of the set-up stays. */
  async close(): Promise<boolean> {
    const { context, entrance, sheets } = this.#setUp
    if (!(await isFinished(this.#setUp))) return false
    await noteSecurityEvent(context, 'setUpClosed', null, { by: 'setUp' })
    await removeDraft(context.dataFolder)
    entrance.close()
    sheets.forget()
    this.#codes.clear()
    return true
  }
}
