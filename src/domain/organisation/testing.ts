/** An invented bureau for tests: 清源区综合执法局, everybody once. */
import { day, type Day } from '../../kit/calendar.ts'
import { invariant } from '../../kit/invariant.ts'
import {
  type AccountEntry,
  type AccountId,
  type Organisation,
  type PersonId,
  type Post,
  readerRolesOf,
  type Role,
  type UnitId,
  type UnitKind,
} from './types.ts'

export const START: Day = day('2020-01-01')

export const people = {
  officer: 'p-officer' as PersonId,
  colleague: 'p-colleague' as PersonId,
  unitHead: 'p-unit-head' as PersonId,
  handler: 'p-handler' as PersonId,
  secondHandler: 'p-second-handler' as PersonId,
  head: 'p-head' as PersonId,
  lead: 'p-lead' as PersonId,
  secretary: 'p-secretary' as PersonId,
  deputy: 'p-deputy' as PersonId,
  administrator: 'p-administrator' as PersonId,
} as const
export type PersonKey = keyof typeof people

export const unitIds = {
  leadership: 'u-leadership' as UnitId,
  squadron: 'u-squadron' as UnitId,
  disciplineOffice: 'u-discipline' as UnitId,
  office: 'u-office' as UnitId,
} as const

const unit = (id: UnitId, name: string, kind: UnitKind) => ({ id, name, kind, from: START, to: null })

type Entry = {
  readonly name: string
  readonly unit: UnitId
  readonly title: string
  readonly roles: readonly Role[]
  readonly heads?: true
  readonly leads?: true
}

const entries: Readonly<Record<PersonKey, Entry>> = {
  officer: { name: '林知远', unit: unitIds.squadron, title: '执法员', roles: ['enforcementOfficer'] },
  colleague: { name: '许可可', unit: unitIds.squadron, title: '执法员', roles: ['enforcementOfficer'] },
  unitHead: {
    name: '邵大川',
    unit: unitIds.squadron,
    title: '中队长',
    roles: ['enforcementOfficer', 'handlingUnitHead'],
    heads: true,
    leads: true,
  },
  handler: { name: '白若水', unit: unitIds.disciplineOffice, title: '科员', roles: ['disciplineHandler'] },
  secondHandler: { name: '容小满', unit: unitIds.disciplineOffice, title: '科员', roles: ['disciplineHandler'] },
  head: {
    name: '江正平',
    unit: unitIds.disciplineOffice,
    title: '主任',
    roles: ['disciplineOfficeHead'],
    heads: true,
    leads: true,
  },
  lead: { name: '温执中', unit: unitIds.leadership, title: '纪检分管领导', roles: ['disciplineLead'], leads: true },
  secretary: {
    name: '顾长明',
    unit: unitIds.leadership,
    title: '党组书记、局长',
    roles: ['partyGroupSecretary', 'leadingPartyGroup'],
    leads: true,
  },
  deputy: { name: '季云帆', unit: unitIds.leadership, title: '副局长', roles: ['leadingPartyGroup'], leads: true },
  administrator: { name: '管守一', unit: unitIds.office, title: '信息员', roles: ['systemAdmin'] },
}

const keys = Object.keys(entries) as PersonKey[]

export const nameOf = (key: PersonKey): string => entries[key].name
export const rolesOf = (key: PersonKey): readonly Role[] => entries[key].roles
export const accountIdOf = (personId: PersonId): AccountId => `a-${personId}` as AccountId

const postOf = (key: PersonKey): Post => {
  const { unit, title, heads, leads } = entries[key]
  return {
    id: `post-${key}`,
    personId: people[key],
    unitId: unit,
    title,
    leadingCadre: leads === true,
    unitHead: heads === true,
    from: START,
    to: null,
  }
}

/** The bureau, with everybody active; `without` leaves persons out altogether, such as the second handler of a small office. */
export function aBureau({ without = [] }: { readonly without?: readonly PersonKey[] } = {}): Organisation {
  const present = keys.filter((key) => !without.includes(key))
  return {
    bureau: '清源区综合执法局',
    units: [
      unit(unitIds.leadership, '局班子', 'bureauLeadership'),
      unit(unitIds.squadron, '柳河街道中队', 'townshipSquadron'),
      unit(unitIds.disciplineOffice, '纪检监察室', 'disciplineOffice'),
      unit(unitIds.office, '办公室', 'office'),
    ],
    persons: present.map((key) => ({ id: people[key], name: entries[key].name, staffNumber: key })),
    posts: present.map(postOf),
    accounts: present.map((key) => ({
      id: accountIdOf(people[key]),
      personId: people[key],
      username: key,
      roles: entries[key].roles,
      status: 'active',
      readingKey: new Uint8Array(32),
      signingKey: new Uint8Array(32),
      earlierSigningKeys: [],
      keyHistory: null,
      keysConfirmed: true,
      confirmedRoles: readerRolesOf(entries[key].roles),
    })),
  }
}

/** The bureau with one account changed, such as one that is not activated yet. New roles come confirmed unless the change says otherwise. */
export function withAccount(organisation: Organisation, key: PersonKey, change: Partial<AccountEntry>): Organisation {
  const index = organisation.accounts.findIndex(({ personId }) => personId === people[key])
  const account = organisation.accounts[index]
  invariant(account, `${key} has an account`)
  const confirmedRoles = readerRolesOf(change.roles ?? account.roles)
  return { ...organisation, accounts: organisation.accounts.with(index, { ...account, confirmedRoles, ...change }) }
}

/** The bureau after somebody left: the post ended on `lastDay`. */
export function afterLeaving(organisation: Organisation, key: PersonKey, lastDay: Day): Organisation {
  const index = organisation.posts.findIndex(({ personId }) => personId === people[key])
  const post = organisation.posts[index]
  invariant(post, `${key} holds a post`)
  return { ...organisation, posts: organisation.posts.with(index, { ...post, to: lastDay }) }
}
