/**
 * The first step of a new register: the bureau, its units, and the three administrators, each with a one-time activation code. Everybody else is
 * then entered by the security administrator in the browser.
 */
import { randomBytes } from 'node:crypto'
import {
  administratorRoles,
  type ReaderRole,
  readerRoles,
  type Role,
  type Unit,
  unitKinds,
  type UnitId,
  type UnitKind,
} from '../domain/organisation/types.ts'
import { toBase64Url } from '../kit/bytes.ts'
import { dayOf } from '../kit/calendar.ts'
import { type Decision, accept, refuse } from '../kit/decision.ts'
import { createAccount, type AdministrationRefusal } from './accounts/administration.ts'
import { isUsername, normalUsername } from './accounts/username.ts'
import type { AppContext } from './context.ts'

export type SetUp = {
  readonly bureau: string
  readonly units: readonly { readonly kind: UnitKind; readonly name: string }[]
  /**
   * The first who read what others record: confirmed with their first activation, because nobody is there yet who could confirm them. With
   * none, two recovery sheets confirm the first one later.
   */
  readonly firstReaders?: readonly { readonly role: ReaderRole; readonly username: string; readonly name: string }[]
  /** Username and name of each administrator. */
  readonly administrators: Readonly<
    Record<(typeof administratorRoles)[number], { readonly username: string; readonly name: string }>
  >
}

export type SetUpRefusal =
  | { readonly code: 'alreadySetUp' }
  | { readonly code: 'unitsMissing' }
  | { readonly code: 'administratorRefused'; readonly role: string; readonly because: AdministrationRefusal['code'] }

export type ActivationSlip = { readonly role: string; readonly username: string; readonly activationCode: string }

/** The kinds of units, to be named in a command's help. */
export const unitKindNames: readonly string[] = unitKinds

/** Whether somebody of this role can be made at set-up to read what others record. */
export const isReaderRole = (text: string): text is ReaderRole => (readerRoles as readonly string[]).includes(text)

export const readerRoleNames: readonly string[] = readerRoles

export const isUnitKind = (text: string): text is UnitKind => (unitKinds as readonly string[]).includes(text)

/** The posts in which first readers begin; an administrator begins without. */
const firstPosts: Readonly<Record<ReaderRole, { readonly kind: UnitKind; readonly title: string }>> = {
  disciplineHandler: { kind: 'disciplineOffice', title: '纪检监察室经办人' },
  disciplineOfficeHead: { kind: 'disciplineOffice', title: '纪检监察室负责人' },
  disciplineLead: { kind: 'bureauLeadership', title: '纪检分管领导' },
  partyGroupSecretary: { kind: 'leadingPartyGroup', title: '党组书记' },
}

function postOf(role: Role, units: readonly Pick<Unit, 'id' | 'kind'>[]) {
  if (!isReaderRole(role)) return null
  const { kind, title } = firstPosts[role]
  const unit = units.find((each) => each.kind === kind)
  if (!unit) return null
  const handles = role === 'disciplineHandler'
  return { unitId: unit.id, title, leadingCadre: !handles, unitHead: role === 'disciplineOfficeHead' }
}

/** Refused once anybody has an account: from then on the security administrator does it. */
export async function setUpRegistry(
  context: AppContext,
  { bureau, units, firstReaders = [], administrators }: SetUp,
): Promise<Decision<readonly ActivationSlip[], SetUpRefusal>> {
  if ((await context.store.accounts()).length > 0) return refuse({ code: 'alreadySetUp' })
  if (units.length === 0) return refuse({ code: 'unitsMissing' })
  // Everything is looked at before anything is made: a set-up that stopped half way could not be repeated.
  const everybody = [...administratorRoles.map((role) => ({ role, ...administrators[role] })), ...firstReaders]
  const usernames = everybody.map(({ username }) => normalUsername(username))
  for (const [i, { role }] of everybody.entries()) {
    const username = usernames[i] ?? ''
    if (!isUsername(username)) return refuse({ code: 'administratorRefused', role, because: 'usernameUnusable' })
    if (usernames.indexOf(username) !== i)
      return refuse({ code: 'administratorRefused', role, because: 'usernameTaken' })
  }
  await context.store.saveBureau(bureau)
  const from = dayOf(context.now())
  const made = units.map(({ kind, name }) => ({
    id: toBase64Url(randomBytes(9)) as UnitId,
    kind,
    name,
    from,
    to: null,
  }))
  await context.store.saveUnits(made)
  const slips: ActivationSlip[] = []
  for (const { role, username, name } of everybody) {
    const created = await createAccount(context, 'setUp', {
      username,
      roles: [role],
      person: { name, staffNumber: '', post: postOf(role, made) },
    })
    if (!created.ok) return refuse({ code: 'administratorRefused', role, because: created.refusal.code })
    slips.push({ role, username: created.value.username, activationCode: created.value.activationCode })
  }
  return accept(slips)
}
