/**
 * The bureau as the regulation knows it: units, persons, and posts as dated intervals (R5).
 *
 * None of this is confidential: who works where is known to everybody in the bureau. Which role an account holds in the
 * product stands beside the posts, and is not the same thing: a unit head is a post, `disciplineHandler` a role.
 */
import type { Brand } from '../../kit/brand.ts'
import type { Day, Instant } from '../../kit/calendar.ts'

export type PersonId = Brand<string, 'PersonId'>
export type UnitId = Brand<string, 'UnitId'>
export type AccountId = Brand<string, 'AccountId'>

/** 局班子 · 局党组 · 科室/办公室 · 分局 · 直属中队 · 乡镇（街道）中队 · 纪检监察室 */
export const unitKinds = [
  'bureauLeadership',
  'leadingPartyGroup',
  'office',
  'branch',
  'directSquadron',
  'townshipSquadron',
  'disciplineOffice',
] as const
export type UnitKind = (typeof unitKinds)[number]

export type Unit = {
  readonly id: UnitId
  readonly name: string
  readonly kind: UnitKind
  readonly from: Day
  readonly to: Day | null
}

export type Person = {
  readonly id: PersonId
  readonly name: string
  readonly staffNumber: string
  /** Where notices go (R88); empty or left out where the directory has none. */
  readonly mail?: string
}

/** A post held by a person from a day until a day (inclusive; null while it lasts). */
export type Post = {
  readonly id: string
  readonly personId: PersonId
  readonly unitId: UnitId
  readonly title: string
  /** Whether the holder is a leading cadre (领导干部) by this post. */
  readonly leadingCadre: boolean
  /** Whether the holder heads the unit (art. 9: head of the handling unit). */
  readonly unitHead: boolean
  readonly from: Day
  readonly to: Day | null
}

export const roles = [
  'enforcementOfficer',
  'handlingUnitHead',
  'disciplineHandler',
  'disciplineOfficeHead',
  'disciplineLead',
  'leadingPartyGroup',
  'partyGroupSecretary',
  'personnelOfficer',
  'systemAdmin',
  'securityAdmin',
  'auditAdmin',
] as const
export type Role = (typeof roles)[number]

/** Three administrators (三员): they operate, they do not read, and nobody holds two of them (R87). */
export const administratorRoles = ['systemAdmin', 'securityAdmin', 'auditAdmin'] as const satisfies readonly Role[]

/** The roles that read what others recorded: each holder's keys are confirmed before anything is granted to them. */
export const readerRoles = [
  'disciplineHandler',
  'disciplineOfficeHead',
  'disciplineLead',
  'partyGroupSecretary',
] as const satisfies readonly Role[]
export type ReaderRole = (typeof readerRoles)[number]

export const readerRolesOf = (held: readonly Role[]): readonly ReaderRole[] =>
  readerRoles.filter((role) => held.includes(role))

/** The bureau at a moment: what the store holds, read at once because it is small (hundreds of persons). */
export type Organisation = {
  readonly bureau: string
  readonly units: readonly Unit[]
  readonly persons: readonly Person[]
  readonly posts: readonly Post[]
  readonly accounts: readonly AccountEntry[]
  /** What two recovery sheets sign with; null or left out where there is no such key. */
  readonly recoverySigningKey?: Uint8Array | null
}

/** A lineage begins with an activation and goes on through rotations: what was granted to its first key holds for its last. */
export type KeyHistory = {
  readonly lineageKey: Uint8Array
  readonly since: Instant
  /** When the last of the reader's roles was confirmed; null while none is. */
  readonly confirmedSince: Instant | null
}

/** An account as everybody may know it. `readingKey` is null until the holder has activated it: nothing can be granted before. */
export type AccountEntry = {
  readonly id: AccountId
  readonly personId: PersonId
  readonly username: string
  readonly roles: readonly Role[]
  readonly status: 'awaitingActivation' | 'active' | 'suspended'
  readonly readingKey: Uint8Array | null
  readonly signingKey: Uint8Array | null
  /** What the account signed with before its keys were made anew: what was signed then stands. */
  readonly earlierSigningKeys: readonly Uint8Array[]
  /** What the trail says of these keys; null where nothing does. */
  readonly keyHistory: KeyHistory | null
  /** False after a reset until somebody has compared the new keys with their holder: until then even the own records of before stay closed. */
  readonly keysConfirmed: boolean
  /**
   * The reader's roles in which exactly these keys were confirmed: by a colleague, by two recovery sheets, or at set-up. Without, nothing
   * but the own records is granted. Only app/people fills it in; what the store alone says is confirmed by nobody.
   */
  readonly confirmedRoles: readonly Role[]
}
