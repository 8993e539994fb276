/** A registry of the first version, opened with today's code: nothing is lost, and everything goes on (R26, R35). */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { resolveSession } from '../../src/app/accounts/sessions.ts'
import { signIn } from '../../src/app/accounts/sign-in.ts'
import { totpCode } from '../../src/app/accounts/totp.ts'
import { checkRegistry } from '../../src/app/check/check-registry.ts'
import type { AppContext, Viewer } from '../../src/app/context.ts'
import { adoptAccounts } from '../../src/app/people/adopting.ts'
import { draftsOf } from '../../src/app/drafts.ts'
import { readEvidence } from '../../src/app/evidence/reading.ts'
import { addSupplement } from '../../src/app/inquiries/handling.ts'
import { openRecord } from '../../src/app/inquiries/opening.ts'
import { createRenderer } from '../../src/documents/renderer.ts'
import { createSealer } from '../../src/app/sealing/sealer.ts'
import { fromHex, toHex } from '../../src/kit/bytes.ts'
import { migrateRegistry, openStore } from '../../src/store/open.ts'
import { aClock, type TestClock } from '../support/clock.ts'
import { engines, type TestEngine, type TestRegistry } from '../support/engines.ts'
import { aFolder } from '../support/place.ts'
import { accepted } from '../support/registry.ts'
import { testCrossSigning, testTrailWork, testVkeys } from '../support/trail-work.ts'

const fixtures = join(import.meta.dirname, '../fixtures/0.1.0')
const unpacked = (name: string): Buffer => gunzipSync(readFileSync(join(fixtures, name)))

type Kept = {
  readonly number: string
  readonly now: string
  readonly register: { readonly size: number; readonly root: string }
  readonly security: { readonly size: number; readonly root: string }
  readonly accounts: readonly { readonly username: string; readonly password: string; readonly totpSecret: string }[]
}

/** As version 0.1.0 left it, on this engine, and nobody of today has touched it yet. */
async function asLeft(engine: TestEngine): Promise<{ kept: Kept; database: TestRegistry; dataFolder: string }> {
  const dataFolder = aFolder()
  if (engine.name === 'sqlite') writeFileSync(join(dataFolder, 'register.db'), unpacked('register.db.gz'))
  const database = await engine.registry(dataFolder)
  onTestFinished(() => database.remove())
  const { options } = database
  if ('schema' in options && options.schema)
    await database.statement(unpacked('register.sql.gz').toString('utf8').replaceAll('liuhen_schema', options.schema))
  const kept = JSON.parse(readFileSync(join(fixtures, `${engine.name}.json`), 'utf8')) as Kept
  return { kept, database, dataFolder }
}

async function opened(engine: TestEngine): Promise<{ kept: Kept; context: AppContext; clock: TestClock }> {
  const { kept, database, dataFolder } = await asLeft(engine)
  const clock = aClock(kept.now)
  clock.advance({ hours: 1 })
  const renderer = createRenderer()
  onTestFinished(() => renderer.close())
  const context: AppContext = {
    store: await database.open(),
    now: clock.now,
    dataFolder,
    hostSecret: new Uint8Array(32),
    passwordCost: { passes: 1, memoryMiB: 1 },
    recoveryKey: null,
    recoverySigningKey: null,
    sealer: createSealer(),
    crossSigning: testCrossSigning,
    renderer,
    address: 'http://127.0.0.1:8400',
  }
  return { kept, context, clock }
}

async function signedIn(context: AppContext, { accounts }: Kept, username: string): Promise<Viewer> {
  const account = accounts.find((each) => each.username === username)
  if (!account) throw new Error(`the fixture has nobody called ${username}`)
  // As the first start of today's version does.
  await adoptAccounts(context)
  const code = totpCode(fromHex(account.totpSecret), context.now())
  const { cookie } = accepted(await signIn(context, { username, password: account.password, code }))
  const viewer = await resolveSession(context, cookie)
  if (!viewer) throw new Error('the session did not start')
  return viewer
}

describe.each(engines.filter(({ available }) => available))('a registry of 0.1.0, on $name', (engine) => {
  it('R26, R35: has the same heads afterwards, and passes the check', async () => {
    const { kept, context } = await opened(engine)
    for (const trail of ['register', 'security'] as const) {
      const { size, root } = await context.store.head(trail)
      expect({ size, root: toHex(root) }).toEqual(kept[trail])
    }
    expect(await checkRegistry(context, { vkeys: testVkeys })).toMatchObject({
      ok: true,
      // The slots of before are taken over as they are found, and bound by what is appended next.
      summary: { dossiers: 2, events: kept.register.size, slots: { count: 32, by: null } },
    })
    expect((await context.store.condition()).missingGuards).toEqual([])
  })

  it('R26, R35: its people sign in, open what was recorded, and go on with it', async () => {
    const { kept, context } = await opened(engine)
    const officer = await signedIn(context, kept, 'songyilin')
    const record = await openRecord(context, officer, kept.number)
    expect(JSON.stringify(record)).toContain('第一版时登记的原话')
    expect(JSON.stringify(record)).toContain('后来想起来的一句')
    expect(JSON.stringify(await draftsOf(context, officer))).toContain('还没有登记的草稿')
    const supplement = { text: '升级以后补充的一句', evidence: [], named: [] }
    accepted(await addSupplement(context, officer, kept.number, supplement, 'after-the-upgrade'))
    const handler = await signedIn(context, kept, 'gaoming')
    expect(JSON.stringify(await openRecord(context, handler, kept.number))).toContain('升级以后补充的一句')
    expect(await checkRegistry(context, { vkeys: testVkeys })).toMatchObject({
      ok: true,
      summary: {
        events: kept.register.size + 1,
        slots: { count: 32, by: { trail: 'register', leafIndex: kept.register.size } },
      },
    })
  })

  it('R35: is not opened by a service that may not change the database, until its owner has migrated it', async () => {
    const { database } = await asLeft(engine)
    const expecting = { ...database.options, migrations: 'expect' } as const
    await expect(openStore(expecting, testTrailWork)).rejects.toMatchObject({ code: 'migrationFailed' })
    await migrateRegistry(database.options)
    const store = await openStore(expecting, testTrailWork)
    expect(await store.readModelDifferences()).toEqual([])
    await store.close()
  })
})

describe('evidence of 0.1.0', () => {
  it('R22: reads back as it was handed in', async () => {
    const { kept, context } = await opened(engines[0] as TestEngine)
    const name = 'e84f66285efce62b5db33878763d89b3b736cfee113ffd4c1ea57c4a84dc544f'
    mkdirSync(join(context.dataFolder, 'evidence', 'e8'), { recursive: true })
    writeFileSync(join(context.dataFolder, 'evidence', 'e8', name), readFileSync(join(fixtures, name)))
    const record = await openRecord(context, await signedIn(context, kept, 'songyilin'), kept.number)
    const item = record?.record.content?.evidence[0]
    if (!item) throw new Error('the record has no evidence')
    const parts: Uint8Array[] = []
    for await (const part of readEvidence(context, item)) parts.push(part)
    expect(Buffer.concat(parts).toString('utf8')).toBe('第一版时交来的一段录音。'.repeat(20))
  })
})
