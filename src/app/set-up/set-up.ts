/**
 * A first set-up under way: what was answered, who may answer, and the sheets that exist only now. Every answer is on the disk and in the
 * security trail before it is acknowledged; the register itself is made at the end, in one go (finishing.ts).
 */
import type { Person, PersonId, Role } from '../../domain/organisation/types.ts'
import { administratorRoles } from '../../domain/organisation/types.ts'
import { rolesRefusal, type RolesRefusal } from '../../domain/access/permissions.ts'
import {
  type DirectoryColumn,
  type DirectoryProblem,
  readDirectoryRow,
} from '../../domain/organisation/directory-list.ts'
import { planDirectory } from '../../domain/organisation/directory-plan.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import { inTurn } from '../accounts/in-turn.ts'
import { noteSecurityEvent } from '../accounts/security-events.ts'
import { isUsername, normalUsername } from '../accounts/username.ts'
import { usernameFor } from '../accounts/username-for.ts'
import type { AppContext } from '../context.ts'
import {
  basisOf,
  countsOf,
  type DirectoryRefusal,
  newDirectoryId,
  previewOfList,
} from '../directory/directory-import.ts'
import { type MailInput, type MailProblem, readMailInput } from '../mail/mail-settings.ts'
import { type AdjustableLimit, type LimitCounts, outOfRange } from '../time-limits.ts'
import {
  type AdministratorRole,
  emptyDraft,
  isAdministrator,
  type PlannedAccount,
  readDraft,
  type SetUpDraft,
  writeDraft,
} from './draft.ts'
import { Entrance } from './entrance.ts'
import { Sheets, type SheetRefusal } from './sheets.ts'

/** What a window showed when it was filled in: the version of the draft. */
export type Shown = { readonly version: number }
export type ChangedElsewhere = { readonly code: 'changedElsewhere' }
export type AccountRefusal =
  | { readonly code: 'personUnknown' | 'personHasAccount' | 'usernameUnusable' | 'usernameTaken' | 'rolesMissing' }
  | RolesRefusal

export type AdministratorsRefusal =
  | ChangedElsewhere
  | { readonly code: 'accountRefused'; readonly role: AdministratorRole; readonly refusal: AccountRefusal }
export type LimitsRefusal = ChangedElsewhere | { readonly code: 'limitOutOfRange'; readonly name: AdjustableLimit }

export class SetUp {
  readonly context: AppContext
  readonly entrance = new Entrance()
  readonly sheets = new Sheets()
  #draft: SetUpDraft

  private constructor(context: AppContext, draft: SetUpDraft) {
    this.context = context
    this.#draft = draft
  }

  /** Goes on where an earlier process stopped. Throws a LiuhenError `configurationInvalid` or `dataFolderUnusable`. */
  static async open(context: AppContext): Promise<SetUp> {
    return new SetUp(context, (await readDraft(context.dataFolder)) ?? emptyDraft)
  }

  get draft(): SetUpDraft {
    return this.#draft
  }

  /** The first answer: the name on every paper. */
  keepBureau(bureau: string, shown: Shown): Promise<Decision<null, ChangedElsewhere>> {
    return this.#step('bureau', async (draft) =>
      draft.bureau === bureau ? null : this.#isStale(draft, shown) ? refuse({ code: 'changedElsewhere' }) : { bureau },
    )
  }

  /** A list as its preview showed it. The same list again changes nothing. */
  keepDirectory({
    list,
    basis,
  }: {
    readonly list: string
    readonly basis: string
  }): Promise<Decision<null, DirectoryRefusal | { readonly code: 'bureauChanged' }>> {
    return this.#step<DirectoryRefusal | { readonly code: 'bureauChanged' }>('people', async ({ directory }) => {
      const preview = previewOfList(directory, list)
      if (!preview.ok) return preview
      const { plan } = preview.value
      const counts = countsOf(plan)
      if (counts.units + counts.persons + counts.posts === 0) return null
      if (basisOf(directory) !== basis) return refuse({ code: 'bureauChanged' })
      await noteSecurityEvent(this.context, 'directoryImported', null, { by: 'setUp', ...counts })
      return { directory: merged(directory, plan) }
    })
  }

  /** One person as typed into the form; the same one again changes nothing. */
  addPerson(
    cells: Readonly<Record<DirectoryColumn, string>>,
  ): Promise<Decision<null, { readonly code: 'listHasProblems'; readonly problems: readonly DirectoryProblem[] }>> {
    return this.#step('people', async ({ directory }) => {
      const { row, problems } = readDirectoryRow(1, (column) => cells[column])
      const plan = planDirectory(directory, row ? [row] : [], newDirectoryId)
      const all = [...problems, ...plan.problems]
      if (all.length > 0) return refuse({ code: 'listHasProblems', problems: all })
      const unchanged = plan.units.length + plan.persons.length + plan.posts.length === 0
      return unchanged ? null : { directory: merged(directory, plan) }
    })
  }

  /** Takes a mistyped person out again, with the posts and with units that nobody is left in. */
  removePerson(id: PersonId): Promise<Decision<null, { readonly code: 'personHasAccount' }>> {
    return this.#step('people', async ({ directory, accounts }) => {
      if (accounts.some(({ personId }) => personId === id)) return refuse({ code: 'personHasAccount' })
      if (!directory.persons.some((person) => person.id === id)) return null
      const posts = directory.posts.filter(({ personId }) => personId !== id)
      return {
        directory: {
          persons: directory.persons.filter((person) => person.id !== id),
          posts,
          units: directory.units.filter((unit) => posts.some(({ unitId }) => unitId === unit.id)),
        },
      }
    })
  }

  /** The three administrators at once: each by person and username; an empty username is made from the name (R87). */
  keepAdministrators(
    chosen: Readonly<Record<AdministratorRole, { readonly personId: string; readonly username: string }>>,
    shown: Shown,
  ): Promise<Decision<null, AdministratorsRefusal>> {
    return this.#step<AdministratorsRefusal>('administrators', async (draft) => {
      const accounts = draft.accounts.filter((account) => !isAdministrator(account))
      for (const role of administratorRoles) {
        const planned = await this.#planned(accounts, { ...chosen[role], roles: [role] })
        if (!planned.ok) return refuse({ code: 'accountRefused', role, refusal: planned.refusal })
        accounts.push(planned.value)
      }
      const sorted = accounts.toSorted((a, b) => Number(isAdministrator(b)) - Number(isAdministrator(a)))
      if (JSON.stringify(sorted) === JSON.stringify(draft.accounts)) return null
      return this.#isStale(draft, shown) ? refuse({ code: 'changedElsewhere' }) : { accounts: sorted }
    })
  }

  /** One account of those who record and handle. The same again changes nothing. */
  addAccount(wanted: {
    readonly personId: string
    readonly username: string
    readonly roles: readonly Role[]
  }): Promise<Decision<null, AccountRefusal>> {
    return this.#step('accounts', async ({ accounts }) => {
      const there = accounts.find(({ personId }) => personId === wanted.personId)
      const same =
        there &&
        (wanted.username === '' || normalUsername(wanted.username) === there.username) &&
        there.roles.toSorted().join() === wanted.roles.toSorted().join()
      if (same) return null
      const planned = await this.#planned(accounts, wanted)
      if (!planned.ok) return planned
      // Administrators have their own page, where all three are seen together.
      if (isAdministrator(planned.value)) return refuse({ code: 'twoAdministrators', roles: wanted.roles })
      return { accounts: [...accounts, planned.value] }
    })
  }

  removeAccount(id: PersonId): Promise<Decision<null, never>> {
    return this.#step('accounts', async ({ accounts }) => {
      const left = accounts.filter((account) => account.personId !== id || isAdministrator(account))
      return left.length === accounts.length ? null : { accounts: left }
    })
  }

  accountsAreDone(): Promise<Decision<null, never>> {
    return this.#step('accounts', async ({ accountsDone }) => (accountsDone ? null : { accountsDone: true }))
  }

  keepLimits(limits: LimitCounts, shown: Shown): Promise<Decision<null, LimitsRefusal>> {
    return this.#step<LimitsRefusal>('limits', async (draft) => {
      const name = outOfRange(limits)
      if (name) return refuse({ code: 'limitOutOfRange', name })
      if (JSON.stringify(draft.limits) === JSON.stringify(limits)) return null
      return draft.limits && this.#isStale(draft, shown) ? refuse({ code: 'changedElsewhere' }) : { limits }
    })
  }

  /** Null passes the step over, or takes back what was set. */
  keepMail(input: MailInput | null): Promise<Decision<null, MailProblem>> {
    return this.#step<MailProblem>('mail', async (draft) => {
      if (input === null) return draft.mail === null ? null : { mail: null }
      const read = readMailInput(this.context, input, draft.mail)
      return read.ok ? { mail: read.value } : read
    })
  }

  async makeSheets(): Promise<void> {
    await inTurn('set-up', async () => {
      if (this.sheets.areMade) return
      await noteSecurityEvent(this.context, 'recoverySheetsMade', null, { by: 'setUp' })
      // Whatever was printed before is void from now on.
      if (this.#draft.recoveryKey !== null) await this.#write({ recoveryKey: null })
      await this.sheets.make()
    })
  }

  /** A sheet typed back: if it opens the key, the key is put to use at the end. */
  trySheet(typed: string): Promise<Decision<null, SheetRefusal>> {
    return this.#step('recovery', async ({ recoveryKey }) => {
      if (!this.sheets.areMade && recoveryKey !== null) return null
      const tried = await this.sheets.tryOne(typed)
      if (!tried.ok) return tried
      await noteSecurityEvent(this.context, 'recoverySheetTried', null, { by: 'setUp' })
      return { recoveryKey: tried.value }
    })
  }

  /** One answer after another, also from two windows: `change` answers what is new, null when nothing is, or a refusal. */
  #step<Refusal>(
    step: string,
    change: (draft: SetUpDraft) => Promise<Partial<SetUpDraft> | null | Decision<never, Refusal>>,
  ): Promise<Decision<null, Refusal>> {
    return inTurn('set-up', async () => {
      const changed = await change(this.#draft)
      if (changed === null) return accept(null)
      if ('ok' in changed) return changed
      await noteSecurityEvent(this.context, 'setUpStepKept', null, { by: 'setUp', step })
      await this.#write(changed)
      return accept(null)
    })
  }

  async #write(change: Partial<SetUpDraft>): Promise<void> {
    const next = { ...this.#draft, ...change, version: this.#draft.version + 1 }
    await writeDraft(this.context.dataFolder, next)
    this.#draft = next
  }

  #isStale = (draft: SetUpDraft, { version }: Shown): boolean => draft.version !== version

  async #planned(
    others: readonly PlannedAccount[],
    wanted: { readonly personId: string; readonly username: string; readonly roles: readonly Role[] },
  ): Promise<Decision<PlannedAccount, AccountRefusal>> {
    const person = this.#draft.directory.persons.find(({ id }) => id === wanted.personId)
    if (!person) return refuse({ code: 'personUnknown' })
    if (others.some(({ personId }) => personId === person.id)) return refuse({ code: 'personHasAccount' })
    if (wanted.roles.length === 0) return refuse({ code: 'rolesMissing' })
    const conflict = rolesRefusal(wanted.roles)
    if (conflict) return refuse(conflict)
    const taken = new Set(others.map(({ username }) => username))
    const username = wanted.username === '' ? await usernameFor(person.name, taken) : normalUsername(wanted.username)
    if (!isUsername(username)) return refuse({ code: 'usernameUnusable' })
    if (taken.has(username)) return refuse({ code: 'usernameTaken' })
    return accept({ personId: person.id, username, roles: [...new Set(wanted.roles)] })
  }
}

type Rows<Row> = readonly Row[]

/** New rows beside the old ones; a row with an id that is there takes its place. */
function merged(
  directory: SetUpDraft['directory'],
  plan: Pick<SetUpDraft['directory'], 'units' | 'persons' | 'posts'>,
): SetUpDraft['directory'] {
  const over = <Row extends { readonly id: string }>(before: Rows<Row>, after: Rows<Row>): Rows<Row> => [
    ...new Map([...before, ...after].map((row) => [row.id, row])).values(),
  ]
  return {
    units: over(directory.units, plan.units),
    persons: over<Person>(directory.persons, plan.persons),
    posts: over(directory.posts, plan.posts),
  }
}
