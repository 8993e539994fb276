/**
 * Signing in with username, password and code, in one step.
 *
 * An unknown name, a wrong password, a wrong code and a locked account all get the same answer after the same work, so that nobody learns
 * from outside who has an account or which half was right. Five failures lock for fifteen minutes, each further five for twice as long.
 */
import { randomBytes } from 'node:crypto'
import type { AccountId } from '../../domain/organisation/types.ts'
import { toBase64Url } from '../../kit/bytes.ts'
import { instantOf } from '../../kit/calendar.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import type { AccountRow } from '../../store/store.ts'
import {
  type AccountSecret,
  newAccountSecret,
  openForSelf,
  openWithPassword,
  sealWithPassword,
} from '../../vault/account-keys.ts'
import type { AppContext } from '../context.ts'
import { inTurn } from './in-turn.ts'
import { noteSecurityEvent } from './security-events.ts'
import { type CookieValue, startSession } from './sessions.ts'
import { acceptedTotpStep } from './totp.ts'
import { normalUsername } from './username.ts'

const FAILURES_BEFORE_LOCK = 5
const FIRST_LOCK_MINUTES = 15
const LONGEST_LOCK_MINUTES = 24 * 60

/** What the TOTP secret is sealed for; see vault/account-keys.ts. */
export const TOTP_PURPOSE = 'totp'

export type SignInForm = { readonly username: string; readonly password: string; readonly code: string }
export type SignInRefusal = { readonly code: 'signInRefused' }
export type SignedIn = { readonly cookie: CookieValue; readonly accountId: AccountId }

/** Attempts for one name are judged one after another: at once, ten failures could count as one, and a code work twice. */
export function signIn(context: AppContext, form: SignInForm): Promise<Decision<SignedIn, SignInRefusal>> {
  const username = normalUsername(form.username)
  return inTurn(`sign-in ${username}`, () => signInOnce(context, username, form))
}

async function signInOnce(
  context: AppContext,
  username: string,
  { password, code }: SignInForm,
): Promise<Decision<SignedIn, SignInRefusal>> {
  const account = await context.store.accountByUsername(username)
  const now = context.now()
  const usable = account?.status === 'active' && account.sealedSecret !== null
  // The same work, and just after a start the same waiting, whether or not there is somebody behind the name.
  const standIn = await nobodysSecret(context)
  const secret = await secretUnder(password, (usable && account.sealedSecret) || standIn)
  if (!account || !usable || (account.lockedUntil !== null && now < account.lockedUntil)) {
    await noteSecurityEvent(context, 'signInFailed', account?.id ?? null)
    return refuse({ code: 'signInRefused' })
  }
  const step = secret && totpStep(context, account, secret, code)
  if (!secret || step === null) {
    await noteFailure(context, account)
    return refuse({ code: 'signInRefused' })
  }
  await context.store.changeAccount(account.id, { lastTotpStep: step, failedAttempts: 0, lockedUntil: null })
  const cookie = await startSession(context, account.id, secret)
  await noteSecurityEvent(context, 'signedIn', account.id)
  return accept({ cookie, accountId: account.id })
}

/** Whether the password is the account's, counting like a sign-in: for acts that ask for it again. */
export function passwordConfirmed(
  context: AppContext,
  holder: { readonly accountId: AccountId; readonly username: string },
  password: string,
): Promise<boolean> {
  return inTurn(`sign-in ${holder.username}`, async () => {
    const account = await context.store.account(holder.accountId)
    if (!account?.sealedSecret) return false
    const locked = account.lockedUntil !== null && context.now() < account.lockedUntil
    const right = (await secretUnder(password, account.sealedSecret)) !== null
    if (!right && !locked) await noteFailure(context, account)
    return right && !locked
  })
}

async function secretUnder(password: string, sealed: Uint8Array): Promise<AccountSecret | null> {
  try {
    return await openWithPassword(sealed, password)
  } catch (error) {
    if (error instanceof LiuhenError && error.code === 'passwordWrong') return null
    throw error
  }
}

function totpStep(context: AppContext, account: AccountRow, secret: AccountSecret, code: string): number | null {
  if (!account.sealedTotp) return null
  const totp = openForSelf(secret, TOTP_PURPOSE, account.sealedTotp)
  return acceptedTotpStep(totp, code, context.now(), account.lastTotpStep)
}

async function noteFailure(context: AppContext, account: AccountRow): Promise<void> {
  const failedAttempts = account.failedAttempts + 1
  const locks = failedAttempts % FAILURES_BEFORE_LOCK === 0
  const minutes = Math.min(
    FIRST_LOCK_MINUTES * 2 ** Math.min(failedAttempts / FAILURES_BEFORE_LOCK - 1, 10),
    LONGEST_LOCK_MINUTES,
  )
  const lockedUntil = locks ? instantOf(new Date(Date.parse(context.now()) + minutes * 60_000)) : account.lockedUntil
  await context.store.changeAccount(account.id, { failedAttempts, lockedUntil })
  await noteSecurityEvent(context, 'signInFailed', account.id)
  if (locks) await noteSecurityEvent(context, 'accountLocked', account.id, { until: lockedUntil })
}

/** A secret nobody has the password of, made once for each context, to spend the same time on. */
const nobodysSecrets = new WeakMap<AppContext, Promise<Uint8Array>>()

function nobodysSecret(context: AppContext): Promise<Uint8Array> {
  const known = nobodysSecrets.get(context)
  if (known) return known
  const made = sealWithPassword(newAccountSecret(), toBase64Url(randomBytes(24)), context.passwordCost)
  nobodysSecrets.set(context, made)
  return made
}

/** Begins to make the stand-in, so that the first who signs in need not wait for it. */
export const prepareSignIn = async (context: AppContext): Promise<void> => {
  await nobodysSecret(context)
}
