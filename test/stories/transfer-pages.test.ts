/** The pages of sealed transfer: the superior's keys with two persons, sending up, the stub, the package, the receipt (R36, R44). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newAgePair, recipientFingerprint } from '../../src/vault/age.ts'
import type { TestBrowser } from '../support/browser.ts'
import {
  aDisciplineHandler,
  aDisciplineHead,
  aDisciplineLead,
  anAdministrator,
  anOfficer,
} from '../support/registry.ts'
import { type ServedRegistry, aServedRegistry } from '../support/served-registry.ts'
import { askedBy, implicating, registered } from '../support/story.ts'
import { ORGAN } from '../support/superior.ts'

describe('the pages of sealed transfer', () => {
  let registry: ServedRegistry
  let recipient = ''
  beforeAll(async () => {
    registry = await aServedRegistry({
      people: [
        anOfficer('songyilin', '宋怡林'),
        aDisciplineHandler(),
        aDisciplineHead(),
        aDisciplineLead(),
        anAdministrator('securityAdmin'),
        anAdministrator('systemAdmin'),
      ],
    })
    ;({ recipient } = await newAgePair())
  })
  afterAll(() => registry.close())

  const passwordOf = (username: string): string => registry.account(username).password
  const keyIn = (body: string): string => /name="idempotencyKey" value="([^"]+)"/.exec(body)?.[1] ?? ''

  it('R44: nobody changes the superior’s keys alone, and every step is in the security trail', async () => {
    const administrator = await registry.signIn('securityadmin')
    const password = passwordOf('securityadmin')
    const propose = (browser: TestBrowser, form: Record<string, string>) =>
      browser.post('/superior', { step: 'propose', organ: ORGAN, recipients: recipient, password, ...form })
    expect((await propose(administrator, { recipients: 'age1wrong' })).body).toContain('不是 age 公钥')
    expect((await propose(administrator, { organ: '' })).statusCode).toBe(422)
    expect((await propose(administrator, { password: 'not it' })).body).toContain('当前密码不正确')
    expect((await propose(administrator, {})).headers.location).toBe('/superior?done=proposed')
    const waiting = await administrator.get('/superior')
    expect(waiting.body).toContain(recipientFingerprint(recipient))
    const id = /name="id" value="([^"]+)"/.exec(waiting.body)?.[1]
    expect(id).toBeUndefined()

    const head = await registry.signIn('tangke')
    const shown = await head.get('/superior')
    const proposal = /name="id" value="([^"]+)"/.exec(shown.body)?.[1] ?? ''
    const answer = { step: 'answer', id: proposal, agreed: 'yes' }
    // The administrator who proposed cannot confirm.
    expect((await administrator.post('/superior', { ...answer, password })).statusCode).toBe(404)
    const other = { ...answer, id: '0'.repeat(32), password: passwordOf('tangke') }
    expect((await head.post('/superior', other)).body).toContain('已经变化')
    const confirmed = await head.post('/superior', { ...answer, password: passwordOf('tangke') })
    expect(confirmed.headers.location).toBe('/superior?done=confirmed')
    for (const username of ['songyilin', 'systemadmin', 'gaoming'])
      expect((await (await registry.signIn(username)).get('/superior')).statusCode, username).toBe(404)
    const types = (await registry.context.store.securityEvents(null, 100)).map(({ type }) => type)
    expect(types).toEqual(expect.arrayContaining(['superiorProposed', 'superiorConfirmed']))
  })

  it('R44: a key that somebody wrote into the database is not used', async () => {
    const { store } = registry.context
    const text = (await store.setting('superior.current')) ?? ''
    const { recipient: own } = await newAgePair()
    await store.saveSetting('superior.current', text.replace(recipient, own))
    const administrator = await registry.signIn('securityadmin')
    expect((await administrator.get('/superior')).body).toContain('还没有设置')
    await store.saveSetting('superior.current', text)
    expect((await administrator.get('/superior')).body).toContain(recipientFingerprint(recipient))
  })

  it('R36, R44: the recorder sends it up, hands over the package and enters the receipt', async () => {
    const fields = {
      ...askedBy(registry.account('luzheng')),
      ...implicating([registry.account('tangke'), registry.account('gaoming')]),
    }
    const number = await registered(registry, await registry.viewer('songyilin'), fields)
    const recorder = await registry.signIn('songyilin')
    expect((await recorder.get('/home')).body).toContain('密封上送')
    expect((await recorder.get(`/records/${number}`)).body).toContain(`/records/${number}/transfer`)
    const page = await recorder.get(`/records/${number}/transfer`)
    expect(page.body).toContain(recipientFingerprint(recipient))
    const form = { step: 'recorder', idempotencyKey: keyIn(page.body), reason: '本单位无人可以办理' }
    const wrong = await recorder.post(`/records/${number}/transfer`, { ...form, password: 'not it' })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('本单位无人可以办理')
    const password = passwordOf('songyilin')
    const sent = await recorder.post(`/records/${number}/transfer`, { ...form, password })
    expect(sent.headers.location).toBe(`/records/${number}?done=sealed`)

    const stub = await recorder.get(`/records/${number}?done=sealed`)
    expect(stub.body).toContain('已密封上送')
    expect(stub.body).not.toContain('能不能少罚一点')
    expect((await recorder.get('/records')).body).toContain(`/records/${number}`)
    expect((await recorder.get('/home')).body).toContain('取得并登记上级回执')
    const file = await recorder.get(`/records/${number}/package.age`)
    expect(file.rawPayload.subarray(0, 21).toString()).toBe('age-encryption.org/v1')
    expect((await recorder.get(`/records/${number}/form.pdf`)).statusCode).toBe(404)
    expect((await recorder.get(`/records/${number}/transfer`)).statusCode).toBe(404)

    for (const username of ['gaoming', 'tangke', 'luzheng']) {
      const browser = await registry.signIn(username)
      const missing = await browser.get('/records/2026-XXXXXX')
      for (const path of ['', '/transfer', '/package.age', '/form.pdf']) {
        const answer = await browser.get(`/records/${number}${path}`)
        expect(answer.statusCode, `${username} ${path}`).toBe(missing.statusCode)
      }
    }

    const again = await registry.signIn('songyilin')
    const key = keyIn((await again.get(`/records/${number}`)).body)
    const receipt = { idempotencyKey: key, receiptNumber: '清纪收〔2026〕9号', receivedOn: '昨天' }
    const bad = await again.post(`/records/${number}/receipt`, receipt)
    expect(bad.statusCode).toBe(422)
    expect(bad.body).toContain('清纪收〔2026〕9号')
    const receivedOn = registry.clock.now().slice(0, 10)
    const entered = await again.post(`/records/${number}/receipt`, { ...receipt, receivedOn })
    expect(entered.headers.location).toBe(`/records/${number}?done=receipt`)
    expect((await again.get('/home')).body).not.toContain('取得并登记上级回执')
  })
})
