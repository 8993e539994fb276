/** What the pages of the first set-up are shown: the answers so far. The door hands over the draft of app/set-up as it is. */
import type { Directory } from '../../domain/organisation/directory-plan.ts'
import type { PersonId, Role } from '../../domain/organisation/types.ts'
import type { defaultTimeLimits } from '../../domain/rules/time-limits.ts'

export const stepNames = ['bureau', 'people', 'administrators', 'accounts', 'recovery', 'limits', 'mail'] as const
export type StepName = (typeof stepNames)[number]

export const limitNames = [
  'lateAfter',
  'receive',
  'supplementAnswer',
  'opinion',
  'afterOpinion',
  'verification',
  'escalation',
] as const satisfies readonly (keyof typeof defaultTimeLimits)[]
export type AdjustableLimitName = (typeof limitNames)[number]

export type PlannedAccountView = {
  readonly personId: PersonId
  readonly username: string
  readonly roles: readonly Role[]
}

export type SetUpView = {
  readonly version: number
  readonly bureau: string
  readonly directory: Directory
  readonly accounts: readonly PlannedAccountView[]
  readonly limits: Readonly<Record<AdjustableLimitName, number>> | null
  readonly mail: { readonly host: string } | null
}

export const personNamed = ({ directory }: Pick<SetUpView, 'directory'>, id: PersonId): string =>
  directory.persons.find((person) => person.id === id)?.name ?? ''
