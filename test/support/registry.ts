/**
 * A whole registry for a test of use cases: a store in a folder of its own, people with activated accounts, and a clock. For pages
 * see served-registry.ts.
 *
 *     const registry = await aRegistry({ people: [anOfficer('songyilin', '宋怡林'), aDisciplineHead()] })
 *     const viewer = await registry.viewer('songyilin')
 *     await registry.close()
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beginActivation, finishActivation } from '../../src/app/accounts/activation.ts'
import { createAccount } from '../../src/app/accounts/administration.ts'
import { resolveSession } from '../../src/app/accounts/sessions.ts'
import { signIn } from '../../src/app/accounts/sign-in.ts'
import { parseTotpSecret, totpCode } from '../../src/app/accounts/totp.ts'
import type { RecoveryPublic } from '../../src/app/recovery-files.ts'
import type { AppContext, Viewer } from '../../src/app/context.ts'
import type { AccountId, PersonId, Role, Unit, UnitId } from '../../src/domain/organisation/types.ts'
import { createRenderer } from '../../src/documents/renderer.ts'
import { createSealer } from '../../src/app/sealing/sealer.ts'
import { day } from '../../src/kit/calendar.ts'
import type { Decision } from '../../src/kit/decision.ts'
import type { StoreOptions } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { type TestClock, aClock } from './clock.ts'
import { type TestEngine, embedded } from './engines.ts'
import { testCrossSigning } from './trail-work.ts'

export type TestPerson = {
  readonly username: string
  readonly name: string
  readonly roles: readonly Role[]
  /** The name of one of `testUnits`; 河东中队 when left out. */
  readonly unit?: string
  readonly title?: string
  readonly leadingCadre?: boolean
  readonly unitHead?: boolean
}

export type TestAccount = TestPerson & {
  readonly accountId: AccountId
  readonly personId: PersonId
  readonly password: string
  readonly totpSecret: Uint8Array
}

const since = day('2020-01-01')
export const testUnits: readonly Unit[] = [
  { id: 'u-leadership' as UnitId, name: '局领导班子', kind: 'bureauLeadership', from: since, to: null },
  { id: 'u-discipline' as UnitId, name: '纪检监察室', kind: 'disciplineOffice', from: since, to: null },
  { id: 'u-office' as UnitId, name: '办公室', kind: 'office', from: since, to: null },
  { id: 'u-hedong' as UnitId, name: '河东中队', kind: 'directSquadron', from: since, to: null },
  { id: 'u-hexi' as UnitId, name: '河西中队', kind: 'townshipSquadron', from: since, to: null },
]

export const anOfficer = (username: string, name: string, rest: Partial<TestPerson> = {}): TestPerson => ({
  username,
  name,
  roles: ['enforcementOfficer'],
  ...rest,
})

export const aDisciplineHandler = (username = 'gaoming', name = '高茗'): TestPerson => ({
  username,
  name,
  roles: ['disciplineHandler'],
  unit: '纪检监察室',
})

export const aDisciplineHead = (username = 'tangke', name = '唐可'): TestPerson => ({
  username,
  name,
  roles: ['disciplineOfficeHead'],
  unit: '纪检监察室',
  unitHead: true,
})

export const aDisciplineLead = (username = 'luzheng', name = '陆峥'): TestPerson => ({
  username,
  name,
  roles: ['disciplineLead', 'leadingPartyGroup'],
  unit: '局领导班子',
  leadingCadre: true,
})

export const anAdministrator = (role: 'systemAdmin' | 'securityAdmin' | 'auditAdmin', name = '管理员'): TestPerson => ({
  username: role.toLowerCase(),
  name: `${name}${role.charAt(0)}`,
  roles: [role],
  unit: '办公室',
})

export type TestRegistry = {
  readonly context: AppContext
  readonly clock: TestClock
  /** How another process opens the same store. */
  readonly options: StoreOptions
  account(username: string): TestAccount
  /** Signs in without pages, where another context is given through that, and answers who that is. A later sign-in of the same account ends this one. */
  viewer(username: string, context?: AppContext): Promise<Viewer>
  /** The code that the account's authenticator shows now. The clock moves on first, because a code works once. */
  nextCode(username: string): string
  /** The same registry through a store of its own, as another server process has it. */
  otherProcess(): Promise<AppContext>
  /** A statement by somebody who has the database and does not ask us. Answers its rows. */
  statement(sql: string): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

/** Throws when a decision is a refusal: for steps that only prepare a test. */
export function accepted<Value>(decision: Decision<Value, unknown>): Value {
  if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.refusal)}`)
  return decision.value
}

export async function aRegistry({
  people,
  engine = embedded,
  startsAt,
  inFolder = tmpdir(),
  wrapStore = (store) => store,
  recovery = null,
}: {
  readonly people: readonly TestPerson[]
  /** SQLite when left out. */
  readonly engine?: TestEngine
  /** A moment in UTC; when left out a Friday morning, 2026-11-20. */
  readonly startsAt?: string
  /** Where the data folder is made. */
  readonly inFolder?: string
  /** Comes between the use cases and the real store, for tests of what happens at an unlucky moment. */
  readonly wrapStore?: (store: Store) => Store
  /** The public halves of a recovery key; none when left out. */
  readonly recovery?: RecoveryPublic | null
}): Promise<TestRegistry> {
  const folder = mkdtempSync(join(inFolder, 'liuhen-registry-'))
  const clock = aClock(startsAt)
  const database = await engine.registry(folder)
  const store = wrapStore(await database.open())
  await store.saveBureau('清源区综合执法局')
  await store.saveUnits(testUnits)
  const context: AppContext = {
    store,
    now: clock.now,
    dataFolder: folder,
    hostSecret: randomBytes(32),
    passwordCost: { passes: 1, memoryMiB: 1 },
    recoveryKey: recovery?.readingKey ?? null,
    recoverySigningKey: recovery?.signingKey ?? null,
    sealer: createSealer(),
    crossSigning: testCrossSigning,
    renderer: createRenderer(),
    address: 'http://127.0.0.1:8400',
  }
  const accounts = new Map<string, TestAccount>()
  for (const person of people) accounts.set(person.username, await activated(context, person))

  const account = (username: string): TestAccount => {
    const found = accounts.get(username)
    if (!found) throw new Error(`the test has nobody called ${username}`)
    return found
  }
  const nextCode = (username: string): string => {
    clock.advance({ seconds: 30 })
    return totpCode(account(username).totpSecret, clock.now())
  }

  return {
    context,
    clock,
    options: database.options,
    account,
    nextCode,
    async viewer(username, through = context) {
      const { password } = account(username)
      const now = clock.now
      const { cookie } = accepted(await signIn({ ...through, now }, { username, password, code: nextCode(username) }))
      const viewer = await resolveSession({ ...through, now }, cookie)
      if (!viewer) throw new Error('the session did not start')
      return viewer
    },
    otherProcess: async () => ({ ...context, store: await database.open() }),
    statement: database.statement,
    async close() {
      await context.renderer.close()
      await context.sealer.close()
      await database.remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Through the same steps that a person takes: the code is handed over, a password chosen, an authenticator enrolled. */
export async function activated(context: AppContext, person: TestPerson): Promise<TestAccount> {
  const {
    username,
    name,
    roles,
    unit = '河东中队',
    title = '执法人员',
    leadingCadre = false,
    unitHead = false,
  } = person
  const unitId = testUnits.find((each) => each.name === unit)?.id
  if (!unitId) throw new Error(`the test bureau has no unit ${unit}`)
  const post = { unitId, title, leadingCadre, unitHead }
  const request = { username, roles, person: { name, staffNumber: `Q-${username}`, post } }
  const { accountId, activationCode } = accepted(await createAccount(context, 'setUp', request))
  const enrolment = accepted(await beginActivation(context, { username, activationCode }))
  const totpSecret = parseTotpSecret(enrolment.secret)
  if (!totpSecret) throw new Error('the enrolment has no secret')
  const password = `Spring-rain ${randomBytes(6).toString('hex')}`
  accepted(
    await finishActivation(context, {
      username,
      activationCode,
      password,
      passwordAgain: password,
      totpSecret: enrolment.secret,
      totpCode: totpCode(totpSecret, context.now()),
    }),
  )
  const row = await context.store.account(accountId)
  if (!row) throw new Error('the account was not kept')
  return { ...person, accountId, personId: row.personId, password, totpSecret }
}
