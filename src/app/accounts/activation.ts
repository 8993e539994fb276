/**
 * From an account on paper to one that can be used: the security administrator hands over a code, the holder chooses a password, enrols an
 * authenticator, and only then are the keys made. So no administrator ever knows a password or could have kept a key (R87).
 */
import { randomBytes } from 'node:crypto'
import { sha256 } from '#primitives'
import { toCrockford, toHex, utf8 } from '../../kit/bytes.ts'
import { type Instant, addHours } from '../../kit/calendar.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import type { AccountRow } from '../../store/store.ts'
import {
  accountPublic,
  newAccountSecret,
  openWithPassword,
  sealForSelf,
  sealWithPassword,
} from '../../vault/account-keys.ts'
import type { AppContext } from '../context.ts'
import { keyTexts } from '../people/key-statements.ts'
import { inTurn } from './in-turn.ts'
import { type PasswordProblem, passwordProblem } from './password-rules.ts'
import { noteSecurityEvent, securityEvent } from './security-events.ts'
import { passwordConfirmed, TOTP_PURPOSE } from './sign-in.ts'
import { type TotpEnrolment, acceptedTotpStep, newTotpEnrolment, parseTotpSecret } from './totp.ts'
import { normalUsername } from './username.ts'

const CODE_LIFETIME_HOURS = 72
const CODE_LENGTH = 20

/** What goes into the account row, and the code itself, which is shown once and kept nowhere. */
export type Activation = {
  readonly code: string
  readonly activationHash: string
  readonly activationExpiresAt: Instant
}

/** A new code of 100 random bits, written `XXXXX-XXXXX-XXXXX-XXXXX`. */
export function newActivation(now: Instant): Activation {
  const text = toCrockford(randomBytes(13), CODE_LENGTH)
  const code = text.match(/.{5}/g)?.join('-') ?? text
  return { code, activationHash: hashOf(code), activationExpiresAt: addHours(now, CODE_LIFETIME_HOURS) }
}

/** The letters that Crockford's alphabet leaves out are read as the digits they look like. */
const hashOf = (typed: string): string =>
  toHex(
    sha256(
      utf8(
        typed.normalize('NFKC').toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1'),
      ),
    ),
  )

export type ActivationClaim = { readonly username: string; readonly activationCode: string }

async function claimedAccount(context: AppContext, claim: ActivationClaim): Promise<AccountRow | null> {
  const account = await context.store.accountByUsername(normalUsername(claim.username))
  const stands =
    (account?.status === 'awaitingActivation' || account?.status === 'active') &&
    account.activationHash !== null &&
    account.activationHash === hashOf(claim.activationCode) &&
    account.activationExpiresAt !== null &&
    context.now() < account.activationExpiresAt
  if (stands) return account
  await noteSecurityEvent(context, 'activationFailed', account?.id ?? null)
  return null
}

/** The first step: whether the code is good, and the authenticator's new secret to scan. Nothing is kept yet. */
export async function beginActivation(
  context: AppContext,
  claim: ActivationClaim,
): Promise<Decision<TotpEnrolment & { readonly keepsPassword: boolean }, { readonly code: 'activationRefused' }>> {
  const account = await claimedAccount(context, claim)
  if (!account) return refuse({ code: 'activationRefused' })
  return accept({ ...newTotpEnrolment(account.username), keepsPassword: account.status === 'active' })
}

export type ActivationForm = ActivationClaim & {
  readonly password: string
  readonly passwordAgain: string
  /** Base32, as `beginActivation` showed it. */
  readonly totpSecret: string
  readonly totpCode: string
}

export type ActivationRefusal = {
  readonly code: 'activationRefused' | PasswordProblem | 'passwordsDiffer' | 'totpCodeWrong' | 'currentPasswordWrong'
}

/** The second step: makes the keys, seals them under the password, and makes the account usable. Signing in comes after. */
export function finishActivation(
  context: AppContext,
  form: ActivationForm,
): Promise<Decision<{ readonly username: string }, ActivationRefusal>> {
  return inTurn(`activation ${normalUsername(form.username)}`, async () => {
    const account = await claimedAccount(context, form)
    if (!account) return refuse({ code: 'activationRefused' })
    if (account.status === 'active') return enrolAgain(context, account, form)
    const { persons } = await context.store.organisation()
    const name = persons.find(({ id }) => id === account.personId)?.name ?? ''
    const problem = passwordProblem(form.password, { username: account.username, name })
    if (problem) return refuse({ code: problem })
    if (form.password !== form.passwordAgain) return refuse({ code: 'passwordsDiffer' })
    const totp = parseTotpSecret(form.totpSecret)
    const step = totp && acceptedTotpStep(totp, form.totpCode, context.now(), 0)
    if (!totp || step === null) return refuse({ code: 'totpCodeWrong' })

    const secret = newAccountSecret()
    const keys = accountPublic(secret)
    const activated = {
      status: 'active',
      ...keys,
      sealedSecret: await sealWithPassword(secret, form.password, context.passwordCost),
      sealedTotp: sealForSelf(secret, TOTP_PURPOSE, totp),
      lastTotpStep: step,
      activationHash: null,
      activationExpiresAt: null,
      failedAttempts: 0,
      lockedUntil: null,
    } as const
    // With the trail, which says from now on whose keys these are (app/people/account-history.ts): keys that only a row knows are nobody's.
    await context.store.changeAccount(
      account.id,
      activated,
      securityEvent(context, 'accountActivated', account.id, keyTexts(keys)),
    )
    return accept({ username: account.username })
  })
}

/**
 * The authenticator was lost and the password is known: with a code from the security administrator a new one is enrolled. Keys, grants and drafts
 * stay, because only the password opens them; whoever has the code alone has nothing.
 */
async function enrolAgain(
  context: AppContext,
  account: AccountRow,
  { password, totpSecret, totpCode }: ActivationForm,
): Promise<Decision<{ readonly username: string }, ActivationRefusal>> {
  const { id, username, sealedSecret } = account
  const totp = parseTotpSecret(totpSecret)
  const step = totp && acceptedTotpStep(totp, totpCode, context.now(), 0)
  if (!totp || step === null) return refuse({ code: 'totpCodeWrong' })
  if (!sealedSecret || !(await passwordConfirmed(context, { accountId: id, username }, password)))
    return refuse({ code: 'currentPasswordWrong' })
  const secret = await openWithPassword(sealedSecret, password)
  await context.store.endSessionsOf(id)
  await context.store.changeAccount(id, {
    sealedTotp: sealForSelf(secret, TOTP_PURPOSE, totp),
    lastTotpStep: step,
    activationHash: null,
    activationExpiresAt: null,
  })
  await noteSecurityEvent(context, 'totpRenewed', id)
  return accept({ username })
}
