/** What each page of the door is given: everything it shows beside its frame, and nothing that it does not show. */
import type { ProvenFile } from '../app/check/check-proof-file.ts'
import type { SecurityLog, SystemStatus } from '../app/operation.ts'
import type { TotpEnrolment } from '../app/accounts/totp.ts'
import type { AccountEntry, Organisation, Role } from '../domain/organisation/types.ts'
import type { Verdict } from '../trail/verdict.ts'
import type { FormError } from './forms.ts'
import type { HiddenFields } from './resume.ts'

export type SignInModel = {
  /** Why the page is shown although somebody was at work. */
  readonly reason: 'sessionEnded' | 'activated' | null
  readonly errors?: readonly FormError[]
  readonly username?: string
  /** Where to go afterwards; empty for the start. */
  readonly next?: string
  /** A form that outlived its session, carried on in hidden fields. */
  readonly hidden?: HiddenFields | null
}

export type ActivationModel =
  | {
      readonly step: 'claim'
      readonly username?: string
      readonly activationCode?: string
      readonly errors?: readonly FormError[]
    }
  | {
      readonly step: 'enrol'
      readonly username: string
      readonly activationCode: string
      readonly enrolment: TotpEnrolment
      readonly errors?: readonly FormError[]
    }

export type AccountModel = { readonly done: 'password' | 'totp' | null }
export type PasswordModel = { readonly errors: readonly FormError[] }
export type TotpModel = { readonly enrolment: TotpEnrolment; readonly errors: readonly FormError[] }

export type CheckModel = { readonly verdict: Verdict<ProvenFile> | null; readonly error: 'proofMissing' | null }

export type AccountListModel = {
  readonly organisation: Organisation
  readonly errors: readonly FormError[]
}
export type NewAccountModel = {
  readonly organisation: Organisation
  readonly typed: Readonly<Record<string, string>>
  readonly roles: readonly Role[]
  readonly errors: readonly FormError[]
}
/** Shown once: neither the page nor the code can be asked for again. */
export type ActivationCodeModel = { readonly username: string; readonly activationCode: string }
export type RolesModel = {
  readonly account: AccountEntry
  readonly organisation: Organisation
  readonly errors: readonly FormError[]
}

export type SecurityLogModel = SecurityLog
export type SystemModel = {
  readonly version: string
  readonly status: SystemStatus
  readonly errors: readonly FormError[]
}

export type ErrorModel = { readonly statusCode: number; readonly code: string; readonly requestId: string }
