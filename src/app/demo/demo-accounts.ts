/**
 * The accounts of the demonstration, made as the security administrator makes them and activated as their holders do.
 *
 * Passwords and authenticator secrets stand in `demo-accounts.json` (0600), because here everybody is to sign in as
 * everybody. A real registry has no such file. It is written before the accounts are made, so that a start that was
 * interrupted can go on.
 */
import { randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toCrockford } from '../../kit/bytes.ts'
import { dayOf } from '../../kit/calendar.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import type { Role } from '../../domain/organisation/types.ts'
import { openWithPassword, type AccountSecret } from '../../vault/account-keys.ts'
import { finishActivation } from '../accounts/activation.ts'
import { createAccount, renewActivation } from '../accounts/administration.ts'
import { resolveSession, startSession } from '../accounts/sessions.ts'
import { newTotpEnrolment, parseTotpSecret, totpCode } from '../accounts/totp.ts'
import type { AppContext, Viewer } from '../context.ts'
import { demoAccounts, demoPersons, demoUnitName, type DemoAccount } from './people.ts'

export type DemoSignIn = {
  readonly name: string
  readonly unit: string
  readonly roles: readonly Role[]
  readonly username: string
  readonly password: string
  /** Base32, as an authenticator app takes it. */
  readonly totpSecret: string
}

export const demoAccountsFile = (dataFolder: string): string => join(dataFolder, 'demo-accounts.json')

/** The sign-ins of an earlier start, or new ones. */
export async function demoSignIns(context: AppContext): Promise<readonly DemoSignIn[]> {
  const file = demoAccountsFile(context.dataFolder)
  try {
    return JSON.parse(await readFile(file, 'utf8')) as DemoSignIn[]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new LiuhenError('dataFolderUnusable', `${file} cannot be read`, { cause: error })
  }
  if ((await context.store.accounts()).length > 0)
    throw new LiuhenError(
      'configurationInvalid',
      `${context.dataFolder} holds a registry that is not a demonstration, or its demo-accounts.json was lost: choose another data folder`,
    )
  const today = dayOf(context.now())
  const signIns = demoAccounts.map(({ username, personId, roles }) => ({
    name: demoPersons.find(({ id }) => id === personId)?.name ?? username,
    unit: demoUnitName(personId, today),
    roles,
    username,
    password: newPassword(),
    totpSecret: newTotpEnrolment(username).secret,
  }))
  await writeFile(`${file}.new`, `${JSON.stringify(signIns, null, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
  return signIns
}

/** Sixty random bits in three groups that can be typed. */
const newPassword = (): string =>
  toCrockford(randomBytes(8), 12)
    .toLowerCase()
    .replaceAll(/(.{4})(?=.)/g, '$1-')

/** Makes and activates whoever is not active yet. */
export async function activateDemoAccounts(context: AppContext, signIns: readonly DemoSignIn[]): Promise<void> {
  for (const account of demoAccounts) {
    const signIn = signIns.find(({ username }) => username === account.username)
    if (!signIn) throw new LiuhenError('configurationInvalid', `demo-accounts.json lacks ${account.username}`)
    const activationCode = await handedCode(context, account)
    if (activationCode === null) continue
    const totp = parseTotpSecret(signIn.totpSecret)
    if (!totp) throw new LiuhenError('configurationInvalid', 'demo-accounts.json holds a broken authenticator secret')
    const activated = await finishActivation(context, {
      username: account.username,
      activationCode,
      password: signIn.password,
      passwordAgain: signIn.password,
      totpSecret: signIn.totpSecret,
      totpCode: totpCode(totp, context.now()),
    })
    if (!activated.ok) throw new Error(`${account.username} was not activated: ${activated.refusal.code}`)
  }
}

/** Null when the account is active already. */
async function handedCode(context: AppContext, { username, personId, roles }: DemoAccount): Promise<string | null> {
  const there = await context.store.accountByUsername(username)
  if (there && there.status !== 'awaitingActivation') return null
  const handed = there
    ? await renewActivation(context, 'setUp', there.id)
    : await createAccount(context, 'setUp', { username, roles, person: { id: personId } })
  if (!handed.ok) throw new Error(`${username} was not created: ${handed.refusal.code}`)
  return handed.value.activationCode
}

/** Signs people in for one step each, at whatever time the clock of `context` shows. */
export class DemoViewers {
  readonly #context: AppContext
  readonly #signIns: readonly DemoSignIn[]
  readonly #secrets = new Map<string, Promise<AccountSecret>>()

  constructor(context: AppContext, signIns: readonly DemoSignIn[]) {
    this.#context = context
    this.#signIns = signIns
  }

  async viewer(username: string): Promise<Viewer> {
    const account = await this.#context.store.accountByUsername(username)
    if (!account) throw new Error(`the demonstration has no account ${username}`)
    const cookie = await startSession(this.#context, account.id, await this.#secretOf(username, account.sealedSecret))
    const viewer = await resolveSession(this.#context, cookie)
    if (!viewer) throw new Error(`${username} could not be signed in`)
    return viewer
  }

  passwordOf(username: string): string {
    const signIn = this.#signIns.find((each) => each.username === username)
    if (!signIn) throw new Error(`the demonstration has no account ${username}`)
    return signIn.password
  }

  async signOutAll(): Promise<void> {
    for (const { id } of await this.#context.store.accounts()) await this.#context.store.endSessionsOf(id)
  }

  /** Opening a secret costs Argon2id: once for each person, and only for those who do something. */
  #secretOf(username: string, sealed: Uint8Array | null): Promise<AccountSecret> {
    const known = this.#secrets.get(username)
    if (known) return known
    const password = this.#signIns.find((signIn) => signIn.username === username)?.password
    if (!sealed || password === undefined) throw new Error(`${username} is not active`)
    const opened = openWithPassword(sealed, password)
    this.#secrets.set(username, opened)
    return opened
  }
}
