/**
 * Two recovery sheets in the browser (R42, R87): for when nobody of the office can confirm any more. The security administrator opens the page, two
 * keepers bring a sheet each; no one of the three can do it alone, and nothing of the sheets stays anywhere.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginActivation, finishActivation } from '../../src/app/accounts/activation.ts'
import { resetAccount, suspendAccount } from '../../src/app/accounts/administration.ts'
import { resolveSession } from '../../src/app/accounts/sessions.ts'
import { signIn } from '../../src/app/accounts/sign-in.ts'
import { parseTotpSecret, totpCode } from '../../src/app/accounts/totp.ts'
import { checkRegistry } from '../../src/app/check/check-registry.ts'
import type { Viewer } from '../../src/app/context.ts'
import { openRecord } from '../../src/app/inquiries/opening.ts'
import { newRecoveryKey, type RecoveryKey } from '../../src/vault/recovery.ts'
import { engines } from '../support/engines.ts'
import {
  aDisciplineHandler,
  aDisciplineHead,
  aDisciplineLead,
  accepted,
  anAdministrator,
  anOfficer,
} from '../support/registry.ts'
import { type ServedRegistry, aServedRegistry } from '../support/served-registry.ts'
import { registered } from '../support/story.ts'
import { testVkeys } from '../support/trail-work.ts'

describe.each(engines.filter(({ available }) => available))('recovery in the browser, $name', (engine) => {
  let registry: ServedRegistry
  let context: ServedRegistry['context']
  let recovery: RecoveryKey
  let number = ''
  let head: () => Promise<Viewer>

  beforeAll(async () => {
    recovery = await newRecoveryKey()
    registry = await aServedRegistry({
      engine,
      recovery,
      people: [
        anOfficer('songyilin', '宋怡林'),
        aDisciplineHandler(),
        aDisciplineHead(),
        aDisciplineLead(),
        anAdministrator('securityAdmin'),
        anAdministrator('systemAdmin'),
        anAdministrator('auditAdmin'),
      ],
    })
    context = registry.context
    number = await registered(registry, await registry.viewer('songyilin'))
  })
  afterAll(() => registry.close())

  const idOf = (username: string) => registry.account(username).accountId
  const sheet = (n: 0 | 1 | 2): string => recovery.sheets[n] ?? ''
  const form = (changes: Readonly<Record<string, string>> = {}) => ({
    sheet1: sheet(0),
    keeper1: '方泓',
    sheet2: sheet(2),
    keeper2: '季云',
    ...changes,
  })
  const shownIn = (body: string): string =>
    new RegExp(`name="shown-${idOf('tangke')}" value="([^"]*)"`).exec(body)?.[1] ?? ''

  it('R87: is for the security administrator alone, and not for accounts that a colleague can confirm', async () => {
    for (const username of ['songyilin', 'gaoming', 'tangke', 'systemadmin', 'auditadmin']) {
      const browser = await registry.signIn(username)
      expect((await browser.get('/admin/recovery')).statusCode, username).toBe(404)
      expect((await browser.post('/admin/recovery', form({ accountId: 'grants' }))).statusCode, username).toBe(404)
    }
    const admin = await registry.viewer('securityadmin')
    await begunAnew(accepted(await resetAccount(context, admin, idOf('tangke'))).activationCode)
    const browser = await registry.signIn('securityadmin')
    const page = await browser.get('/admin/recovery')
    expect(page.body).toContain('另有 1 个账户可以由同事')
    const early = { ...form(), accountId: idOf('tangke'), compared: 'yes', [`shown-${idOf('tangke')}`]: 'x' }
    expect((await browser.post('/admin/recovery', early)).statusCode).toBe(404)
  })

  it('R42: with nobody left, two keepers and the administrator confirm the head, who reads again', async () => {
    const admin = await registry.viewer('securityadmin')
    accepted(await suspendAccount(context, admin, idOf('gaoming')))
    accepted(await resetAccount(context, admin, idOf('luzheng')))
    expect(await openRecord(context, await head(), number)).toBeNull()
    const browser = await registry.signIn('securityadmin')
    const page = await browser.get('/admin/recovery')
    const shown = { [`shown-${idOf('tangke')}`]: shownIn(page.body) }
    const wanted = { ...form(), ...shown, accountId: idOf('tangke'), compared: 'yes' }
    const sent = (changes: Readonly<Record<string, string>>) =>
      browser.post('/admin/recovery', { ...wanted, ...changes })
    for (const [changes, sentence] of [
      [{ accountId: '' }, '请选择办理事项'],
      [{ compared: '' }, '请当面核对指纹'],
      [{ [`shown-${idOf('tangke')}`]: 'another' }, '账户的密钥刚刚变动'],
      [{ sheet2: sheet(0) }, '两栏是同一张恢复单'],
      [{ sheet1: sheet(0).replace(/.$/, (last) => (last === '0' ? '1' : '0')) }, '这张恢复单读不出来'],
      [{ sheet1: '' }, '这张恢复单读不出来'],
      [{ keeper2: '' }, '请填写持单人姓名'],
      [{ keeper2: ' 方 泓' }, '须由两人分别持有'],
      [{ sheet1: (await newRecoveryKey()).sheets[0] ?? '' }, '不是同一套'],
    ] as const) {
      const answer = await sent(changes)
      expect(answer.statusCode, sentence).toBe(422)
      expect(answer.body).toContain(sentence)
    }
    // What was typed comes back to be mended; nothing has happened yet.
    expect((await sent({ keeper2: '' })).body).toContain(sheet(0))
    expect((await context.store.securityEvents(null, 200)).map(({ type }) => type)).not.toContain('recoverySheetsUsed')

    const done = await sent({ sheet1: sheet(0).toLowerCase().replaceAll('-', ' \n') })
    expect(done.statusCode, done.body).toBe(303)
    expect((await browser.get(String(done.headers.location))).body).toContain('已办理，补发 1 件')
    const opened = await openRecord(context, await head(), number)
    expect(opened?.standing).toBe('reviewer')
    expect(opened?.record.granted?.map(({ accountId }) => accountId)).toEqual([idOf('tangke')])
    const events = await context.store.securityEvents(null, 20)
    expect(events.find(({ type }) => type === 'recoverySheetsUsed')).toMatchObject({
      accountId: idOf('tangke'),
      data: { by: idOf('securityadmin'), sheets: [1, 3], keepers: ['方泓', '季云'], purpose: 'confirmation' },
    })
    expect(events.find(({ type }) => type === 'readerConfirmed')?.data.by).toBe('recovery')
    const audit = await registry.signIn('auditadmin')
    expect((await audit.get('/admin/audit')).body).toContain('使用两张恢复单')
  })

  it('R42: nothing of the sheets stays in log, events or database, nor in what outlives a session', async () => {
    const browser = await registry.signIn('securityadmin')
    await browser.get('/admin/recovery')
    expect((await browser.post('/admin/recovery', form({ accountId: 'grants' }))).headers.location).toContain('done=0')
    registry.clock.advance({ hours: 13 })
    const late = await browser.post('/admin/recovery', form({ accountId: 'grants' }))
    expect(late.statusCode).toBe(401)
    const groups = sheet(0).match(/(?<=-)[0-9A-Z]{4}-[0-9A-Z]{4}(?=-)/g) ?? []
    expect(groups.length).toBeGreaterThan(5)
    const everything = [
      late.body,
      registry.logLines.join('\n'),
      JSON.stringify(await context.store.securityEvents(null, 500)),
      JSON.stringify(await registry.statement('select * from accounts')),
      JSON.stringify(await registry.statement('select * from settings')),
    ]
    for (const text of everything) expect(groups.filter((group) => text.includes(group))).toEqual([])
    expect(await checkRegistry(context, { vkeys: testVkeys })).toMatchObject({ ok: true })
  })

  /** The head begins anew, as after a forgotten password. */
  async function begunAnew(activationCode: string): Promise<void> {
    const username = 'tangke'
    const { secret } = accepted(await beginActivation(context, { username, activationCode }))
    const totp = parseTotpSecret(secret) ?? new Uint8Array()
    const password = 'a new morning by the lake'
    const typed = { username, activationCode, password, passwordAgain: password, totpSecret: secret }
    accepted(await finishActivation(context, { ...typed, totpCode: totpCode(totp, context.now()) }))
    head = async () => {
      registry.clock.advance({ seconds: 30 })
      const code = totpCode(totp, context.now())
      const viewer = await resolveSession(context, accepted(await signIn(context, { username, password, code })).cookie)
      if (!viewer) throw new Error('the session did not start')
      return viewer
    }
  }
})
