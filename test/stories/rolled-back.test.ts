/**
 * A register that is behind what it published (R26): people sign in, see what stopped and what is to be done, and read what can be read without leaving a
 * trace. What must leave a trace waits for the operator's decision.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setRoles } from '../../src/app/accounts/administration.ts'
import { signIn } from '../../src/app/accounts/sign-in.ts'
import type { AppContext } from '../../src/app/context.ts'
import { refusingWrites } from '../../src/app/operations/refusing-writes.ts'
import { createServer } from '../../src/http/server.ts'
import { aBrowser, type TestBrowser } from '../support/browser.ts'
import { engines } from '../support/engines.ts'
import {
  type TestRegistry,
  aDisciplineHandler,
  aDisciplineHead,
  aDisciplineLead,
  aRegistry,
  anAdministrator,
  anOfficer,
} from '../support/registry.ts'
import { registered } from '../support/story.ts'
import { testVkeys } from '../support/trail-work.ts'

describe.each(engines.filter(({ available }) => available))('behind what was published, $name', (engine) => {
  let registry: TestRegistry
  let context: AppContext
  let server: ReturnType<typeof createServer>
  let number = ''
  beforeAll(async () => {
    const people = [
      anOfficer('songyilin', '宋怡林'),
      aDisciplineHandler(),
      aDisciplineHead(),
      aDisciplineLead(),
      anAdministrator('systemAdmin'),
      anAdministrator('securityAdmin'),
    ]
    registry = await aRegistry({ engine, people })
    number = await registered(registry, await registry.viewer('songyilin'))
    const rolledBack = { trail: 'register', publishedSize: 9, publishedRoot: null, foundSize: 1 } as const
    context = { ...registry.context, rolledBack, store: refusingWrites(registry.context.store, rolledBack) }
    server = createServer({
      context,
      serving: { host: '127.0.0.1', tls: false, trustedProxy: null },
      assets: { folder: null, styles: [], scripts: [] },
      vkeys: testVkeys,
      version: '0.0.0-test',
      log: null,
    })
    await server.ready()
  })
  afterAll(async () => {
    await server.close()
    await registry.close()
  })

  const trails = async () => ({
    register: (await registry.context.store.head('register')).size,
    security: (await registry.context.store.head('security')).size,
  })
  async function enter(username: string): Promise<TestBrowser> {
    const browser = aBrowser(server)
    const { password } = registry.account(username)
    const form = { username, password, code: registry.nextCode(username) }
    const entered = await browser.post('/sign-in', form)
    expect([entered.statusCode, entered.headers.location]).toEqual([303, '/home'])
    return browser
  }

  it('R26: people sign in through the page, see tasks and lists, and are told what to do; nothing is appended', async () => {
    const before = await trails()
    for (const username of ['songyilin', 'gaoming', 'tangke', 'systemadmin']) {
      const browser = await enter(username)
      const home = await browser.get('/home')
      expect(home.statusCode, username).toBe(200)
      expect(home.body).toContain('已停止写入')
      expect(home.body).toContain('liuhen accept-rollback')
      expect((await browser.post('/sign-out')).statusCode).toBe(303)
      expect((await browser.get('/home')).statusCode).toBe(303)
    }
    const handler = await enter('gaoming')
    expect((await handler.get('/home')).body).toContain(number)
    expect((await handler.get('/records')).body).toContain(number)
    const operator = await enter('systemadmin')
    expect((await operator.get('/admin/system')).statusCode).toBe(200)
    expect((await operator.get('/records')).statusCode).toBe(404)
    expect(await trails()).toEqual(before)
  })

  it('R26: what must leave a trace is refused with the sentence, and typed words stay in the page', async () => {
    const before = await trails()
    const recorder = await enter('songyilin')
    for (const path of [`/records/${number}`, `/records/${number}/form.pdf`]) {
      const answer = await recorder.get(path)
      expect([path, answer.statusCode]).toEqual([path, 503])
      expect(answer.body).toContain('专库落后于已经公布的检查点')
    }
    const handler = await enter('gaoming')
    // A search leaves a trace in what it finds of others.
    expect((await handler.get(`/records?q=${number}`)).statusCode).toBe(503)
    const received = await handler.post(`/records/${number}/receive`, { idempotencyKey: 'while-behind' })
    expect(received.statusCode).toBe(503)
    expect(await trails()).toEqual(before)
  })

  it('R26: a code works once and a password is not tried without end, also now; accounts stay as they are', async () => {
    const { password, accountId } = registry.account('tangke')
    const form = { username: 'tangke', password, code: registry.nextCode('tangke') }
    expect((await signIn(context, form)).ok).toBe(true)
    expect((await signIn(context, form)).ok).toBe(false)
    const wrong = { ...form, password: 'Autumn-rain 1' }
    for (let i = 0; i < 5; i += 1) expect((await signIn(context, wrong)).ok).toBe(false)
    expect((await signIn(context, { ...form, code: registry.nextCode('tangke') })).ok).toBe(false)
    const administrator = await registry.viewer('securityadmin')
    await expect(setRoles(context, administrator, accountId, ['disciplineHandler'])).rejects.toMatchObject({
      code: 'registryRolledBack',
    })
    expect((await context.store.account(accountId))?.roles).toEqual(['disciplineOfficeHead'])
  })
})
