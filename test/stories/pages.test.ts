/** The same story through the door, without JavaScript: plain forms, redirects, and pages. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ServedRegistry, aServedRegistry } from '../support/served-registry.ts'
import type { TestBrowser } from '../support/browser.ts'
import {
  aDisciplineHandler,
  aDisciplineHead,
  aDisciplineLead,
  anAdministrator,
  anOfficer,
} from '../support/registry.ts'

let registry: ServedRegistry
beforeAll(async () => {
  registry = await aServedRegistry({
    people: [
      anOfficer('songyilin', '宋怡林'),
      anOfficer('hefei', '何飞'),
      aDisciplineHandler(),
      aDisciplineHandler('wenjing', '文静'),
      aDisciplineHead(),
      aDisciplineLead(),
      anAdministrator('systemAdmin'),
    ],
  })
})
afterAll(() => registry.close())

const hidden = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''

/** Goes through the journey page by page, as a browser without scripts does, and answers the register number. */
async function register(browser: TestBrowser, fields: Record<string, string> = {}): Promise<string> {
  const started = await browser.post('/records/new')
  let url = String(started.headers.location)
  const answers: Record<string, Record<string, string>> = {
    case: { caseTitle: '某商行占道经营案', ...pick(fields, ['caseTitle']) },
    when: { inquiredOn: '2026年11月19日', channel: 'phone' },
    who: {
      inquirerKind: 'otherPerson',
      inquirerName: '方某',
      ...pick(fields, ['inquirerKind', 'inquirerName', 'inquirerPersonId']),
    },
    said: { exactWords: '能不能少罚一点', redLineFactFinding: 'no' },
    answer: { response: 'refused' },
    evidence: {},
    situation: { suggestion: '建议继续依法办理。' },
    check: {},
  }
  for (const page of Object.keys(answers)) {
    const shown = await browser.get(url)
    expect(shown.statusCode, `${page}: ${shown.body.slice(0, 300)}`).toBe(200)
    const situation =
      page === 'situation'
        ? { situation: /<textarea[^>]*name="situation"[^>]*>([^<]*)/.exec(shown.body)?.[1] ?? '' }
        : {}
    const draftVersion = hidden(shown.body, 'draftVersion')
    const posted = await browser.post(url, { ...answers[page], ...situation, draftVersion })
    expect(posted.statusCode, `${page}: ${posted.body}`).toBe(303)
    url = String(posted.headers.location)
  }
  const sign = await browser.get(url)
  const signed = await browser.post(url, {
    draftVersion: hidden(sign.body, 'draftVersion'),
    idempotencyKey: hidden(sign.body, 'idempotencyKey'),
    declared: 'yes',
    signatureKind: 'typed',
  })
  expect(signed.statusCode, signed.body).toBe(303)
  return /\/records\/([^?]+)/.exec(String(signed.headers.location))?.[1] ?? ''
}

const pick = (fields: Record<string, string>, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])))

describe('without JavaScript', () => {
  it('R18, R10, R83: an officer registers page by page and finds number, proof and form', async () => {
    const browser = await registry.signIn('songyilin')
    const number = await register(browser)
    const page = await browser.get(`/records/${number}?registered=1`)
    expect(page.body).toContain(number)
    expect(page.body).toContain('2026年11月19日，方某')
    const proof = await browser.get(`/records/${number}/proof.tlog-proof`)
    expect(proof.body).toMatch(/^c2sp\.org\/tlog-proof@v1\n/)
    const form = await browser.get(`/records/${number}/form.pdf`)
    expect(form.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    expect((await browser.get('/forms/blank.pdf')).statusCode).toBe(200)
  })

  it('R18: a wrong entry keeps what was typed and leads to the field', async () => {
    const browser = await registry.signIn('songyilin')
    const url = String((await browser.post('/records/new')).headers.location).replace('/case', '/when')
    const shown = await browser.get(url)
    const posted = await browser.post(url, {
      draftVersion: hidden(shown.body, 'draftVersion'),
      inquiredOn: '三月初七',
      place: '门口',
    })
    expect(posted.statusCode).toBe(422)
    expect(posted.body).toContain('三月初七')
    expect(posted.body).toContain('门口')
    expect(posted.body).toMatch(/href="[^"]*#inquiredOn"/)
  })

  it('R18: a second window is told, and what was typed in it is shown again', async () => {
    const browser = await registry.signIn('songyilin')
    const url = String((await browser.post('/records/new')).headers.location)
    const draftVersion = hidden((await browser.get(url)).body, 'draftVersion')
    await browser.post(url, { draftVersion, caseTitle: '第一个窗口' })
    const late = await browser.post(url, { draftVersion, caseTitle: '第二个窗口' })
    expect(late.statusCode).toBe(409)
    expect(late.body).toContain('第二个窗口')
    const overwriting = { draftVersion: hidden(late.body, 'draftVersion'), caseTitle: '第二个窗口' }
    expect((await browser.post(url, overwriting)).statusCode).toBe(303)
  })

  it('R11, R84: the office receives, assesses, the lead signs, the office closes, each on its own page', async () => {
    const number = await register(await registry.signIn('songyilin'))
    const act = async (username: string, action: string, form: Record<string, string>): Promise<void> => {
      const browser = await registry.signIn(username)
      expect((await browser.get(`/records/${number}?task=1`)).statusCode).toBe(200)
      const page = await browser.get(`/records/${number}/${action}`)
      expect(page.statusCode).toBe(200)
      const done = await browser.post(`/records/${number}/${action}`, {
        ...form,
        idempotencyKey: hidden(page.body, 'idempotencyKey'),
      })
      expect(done.statusCode, `${action}: ${done.body}`).toBe(303)
    }
    await act('gaoming', 'receive', {})
    await act('gaoming', 'assess', { to: 'generalInquiry', reason: '一般询问' })
    await act('luzheng', 'opinion', { opinion: '留存备查。', signatureKind: 'typed' })
    await act('gaoming', 'close', { reason: '留存备查' })
    const page = await (await registry.signIn('songyilin')).get(`/records/${number}`)
    expect(page.body).toContain('存查办结')
    // R40: the office by role, never by name.
    expect(page.body).toContain('纪检监察室经办人')
    expect(page.body).not.toContain('高茗')
  })

  it('R10: a red line is answered with a sentence, and the reasons that were typed stay', async () => {
    const number = await register(await registry.signIn('songyilin'))
    const browser = await registry.signIn('gaoming')
    await browser.get(`/records/${number}?task=1`)
    const key = async (action: string): Promise<string> =>
      hidden((await browser.get(`/records/${number}/${action}`)).body, 'idempotencyKey')
    await browser.post(`/records/${number}/receive`, { idempotencyKey: await key('receive') })
    const refused = await browser.post(`/records/${number}/assess`, {
      to: 'lawfulSupervision',
      reason: '分管工作需要',
      redLinesCrossed: ['factFinding'],
      idempotencyKey: await key('assess'),
    })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('分管工作需要')
    expect(refused.body).toContain('不能归为')
  })

  it('R32, R42, R87: somebody named, a colleague, an administrator and a number that does not exist: one answer', async () => {
    const named = registry.account('wenjing')
    const fields = { inquirerKind: 'internalStaff', inquirerName: named.name, inquirerPersonId: named.personId }
    const number = await register(await registry.signIn('songyilin'), fields)
    for (const username of ['wenjing', 'hefei', 'systemadmin']) {
      const browser = await registry.signIn(username)
      const bodies: string[] = []
      for (const path of [
        `/records/${number}`,
        '/records/2026-AAAAAA',
        `/records/${number}/form.pdf`,
        `/records/${number}/assess`,
      ]) {
        const answer = await browser.get(path)
        expect(answer.statusCode).toBe(404)
        bodies.push(answer.body.replaceAll(path, '').replaceAll(/value="[^"]*"/g, ''))
      }
      expect(new Set(bodies.map((body) => body.replaceAll(/[0-9a-f]{12}/g, ''))).size).toBe(1)
      const list = await browser.get('/records')
      expect(list.body).not.toContain(number)
      expect((await browser.get('/home')).body).not.toContain(number)
    }
    expect((await (await registry.signIn('tangke')).get('/records')).body).toContain(number)
  })

  it('R22: evidence comes in by a plain post and out as it was', async () => {
    const browser = await registry.signIn('songyilin')
    const url = String((await browser.post('/records/new')).headers.location).replace('/case', '')
    const token = await browser.token()
    const boundary = 'xxxx'
    const part = (name: string, rest: string, body: string): string =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${rest}\r\n\r\n${body}\r\n`
    const payload = `${part('csrf', '', token)}${part('file', '; filename="说明.txt"', '一段文字说明')}--${boundary}--\r\n`
    const posted = await browser.send({
      method: 'POST',
      url: `${url}/evidence/file`,
      payload,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'sec-fetch-site': 'same-origin' },
    })
    expect(posted.statusCode).toBe(303)
    expect((await browser.get(`${url}/evidence`)).body).toContain('说明.txt')
  })
})
