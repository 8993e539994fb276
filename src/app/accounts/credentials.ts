/** What holders change of their own account: the password, and the authenticator. Both ask for the present password again. */
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import { sealForSelf, sealWithPassword } from '../../vault/account-keys.ts'
import type { AppContext, Viewer } from '../context.ts'
import { type PasswordProblem, passwordProblem } from './password-rules.ts'
import { noteSecurityEvent } from './security-events.ts'
import { passwordConfirmed, TOTP_PURPOSE } from './sign-in.ts'
import { acceptedTotpStep, parseTotpSecret } from './totp.ts'

export type PasswordChange = {
  readonly currentPassword: string
  readonly password: string
  readonly passwordAgain: string
}

export type PasswordRefusal = { readonly code: 'currentPasswordWrong' | PasswordProblem | 'passwordsDiffer' }

/** Seals the same secret under the new password: keys, grants and drafts stay as they are. */
export async function changePassword(
  context: AppContext,
  viewer: Viewer,
  { currentPassword, password, passwordAgain }: PasswordChange,
): Promise<Decision<null, PasswordRefusal>> {
  const problem = passwordProblem(password, viewer)
  if (problem) return refuse({ code: problem })
  if (password !== passwordAgain) return refuse({ code: 'passwordsDiffer' })
  if (!(await passwordConfirmed(context, viewer, currentPassword))) return refuse({ code: 'currentPasswordWrong' })
  const sealedSecret = await sealWithPassword(viewer.secret, password, context.passwordCost)
  await context.store.changeAccount(viewer.accountId, { sealedSecret })
  await noteSecurityEvent(context, 'passwordChanged', viewer.accountId)
  return accept(null)
}

export type TotpChange = { readonly currentPassword: string; readonly totpSecret: string; readonly totpCode: string }

/** Replaces the authenticator, after a code of the new one has shown that it was taken over rightly. */
export async function renewTotp(
  context: AppContext,
  viewer: Viewer,
  { currentPassword, totpSecret, totpCode }: TotpChange,
): Promise<Decision<null, { readonly code: 'currentPasswordWrong' | 'totpCodeWrong' }>> {
  const totp = parseTotpSecret(totpSecret)
  const step = totp && acceptedTotpStep(totp, totpCode, context.now(), 0)
  if (!totp || step === null) return refuse({ code: 'totpCodeWrong' })
  if (!(await passwordConfirmed(context, viewer, currentPassword))) return refuse({ code: 'currentPasswordWrong' })
  await context.store.changeAccount(viewer.accountId, {
    sealedTotp: sealForSelf(viewer.secret, TOTP_PURPOSE, totp),
    lastTotpStep: step,
  })
  await noteSecurityEvent(context, 'totpRenewed', viewer.accountId)
  return accept(null)
}
