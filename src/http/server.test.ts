/** What holds for every request: headers, origin and token, errors, the log. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anOfficer } from '../../test/support/registry.ts'
import { aServedRegistry, type ServedRegistry } from '../../test/support/served-registry.ts'
import { type Serving, checkServing } from './deps.ts'

let registry: ServedRegistry

const asksForJson = { accept: 'application/json' }
const withoutId = (body: string): string => body.replaceAll(/[0-9a-f]{12}/g, '')

beforeAll(async () => {
  registry = await aServedRegistry({ people: [anOfficer('songyilin', '宋怡林'), anOfficer('heming', '何铭')] })
})
afterAll(() => registry.close())

describe('headers', () => {
  it('R90: lets pages load nothing from elsewhere, be framed by nobody, and be kept nowhere', async () => {
    const { headers } = await registry.browser().get('/sign-in')
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-robots-tag': 'noindex, nofollow',
    })
    expect(headers['permissions-policy']).toMatch(/camera=\(\), .*microphone=\(\)/)
    expect(headers['x-powered-by'] ?? headers.server).toBeUndefined()
  })

  it('marks every cookie for this host alone where there is TLS', async () => {
    const serving: Serving = { host: '10.0.0.5', tls: false, trustedProxy: '127.0.0.1' }
    const secure = await aServedRegistry({ people: [], deps: { serving } })
    const browser = secure.browser()
    for (const [path, form] of [
      ['/language', { language: 'en' }],
      ['/text-size', { textSize: 'large' }],
    ] as const)
      expect((await browser.post(path, form)).headers['set-cookie']).toMatch(
        /^__Host-liuhen-[a-z-]+=\w+; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      )
    expect((await browser.get('/sign-in')).body).toMatch(/<html[^>]* lang="en"/)
    await secure.close()
  })

  it('speaks of TLS only where there is TLS, and marks the cookie for it', async () => {
    const plain = await registry.browser().get('/sign-in')
    expect(plain.headers['strict-transport-security']).toBeUndefined()
    const serving: Serving = { host: '10.0.0.5', tls: false, trustedProxy: '127.0.0.1' }
    const secure = await aServedRegistry({ people: [anOfficer('weilan', '韦岚')], deps: { serving } })
    const { password } = secure.account('weilan')
    const answer = await secure
      .browser()
      .post('/sign-in', { username: 'weilan', password, code: secure.nextCode('weilan') })
    expect(answer.headers['strict-transport-security']).toMatch(/^max-age=31536000/)
    expect(answer.headers['set-cookie']).toMatch(/^__Host-liuhen=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    await secure.close()
  })

  it('refuses to serve plain HTTP beyond this machine', () => {
    const plain = { tls: false, trustedProxy: null }
    expect(() => checkServing({ host: '0.0.0.0', ...plain })).toThrow(/plain HTTP on 0\.0\.0\.0/)
    expect(() => checkServing({ host: '127.0.0.1', ...plain })).not.toThrow()
    expect(() => checkServing({ host: '0.0.0.0', ...plain, tls: true })).not.toThrow()
  })
})

describe('forgery', () => {
  it('refuses a post from another site, or from nobody knows where, before anything is read', async () => {
    const browser = await registry.signIn('songyilin')
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', origin: 'http://liuhen.example' },
    ]) {
      const answer = await browser.post('/sign-out', {}, { ...headers, ...asksForJson })
      expect([answer.statusCode, answer.json()]).toEqual([403, { code: 'foreignOrigin' }])
    }
    const token = await browser.token()
    const older = (origin?: string) =>
      browser.send({
        method: 'POST',
        url: '/account/sign-out-everywhere',
        payload: `csrf=${token}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...(origin && { origin }) },
      })
    expect((await older()).statusCode).toBe(403)
    expect((await older('http://liuhen.example.net')).statusCode).toBe(403)
    expect((await older('null')).statusCode).toBe(403)
    expect((await older('http://liuhen.example')).statusCode).toBe(303)
  })

  it('refuses a form without the token, with that of another account, or of an earlier session', async () => {
    const browser = await registry.signIn('songyilin')
    const other = await (await registry.signIn('heming')).token()
    const own = await browser.token()
    const later = await registry.signIn('songyilin')
    for (const csrf of ['', 'nonsense', other, own]) {
      const answer = await later.post('/account/sign-out-everywhere', { csrf }, asksForJson)
      expect([answer.statusCode, answer.json()]).toEqual([403, { code: 'formExpired' }])
    }
    expect((await later.post('/account/sign-out-everywhere')).statusCode).toBe(303)
  })
})

describe('errors', () => {
  it('gives the same page for what does not exist, to whoever asks, and a code to whoever wants JSON', async () => {
    const browser = await registry.signIn('songyilin')
    const [one, other] = [await browser.get('/admin/accounts'), await browser.get('/no/such/page')]
    expect([one.statusCode, other.statusCode]).toEqual([404, 404])
    expect(withoutId(one.body)).toBe(withoutId(other.body))
    const json = await browser.get('/no/such/page', { accept: 'application/json' })
    expect(json.json()).toEqual({ code: 'notFound' })
  })

  it('says nothing of itself when a request cannot be read', async () => {
    const answer = await registry.browser().send({
      method: 'POST',
      url: '/sign-in',
      payload: '{"username":',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', accept: 'application/json' },
    })
    expect([answer.statusCode, answer.json()]).toEqual([400, { code: 'malformed' }])
    const large = await registry.browser().post('/sign-in', { username: 'x'.repeat(2_000_000) })
    expect(large.statusCode).toBe(413)
    expect(large.body).not.toMatch(/FST_|node_modules|\.ts:/)
  })

  it('takes no text that no keyboard types, and no form in parts that does not say its parts', async () => {
    const browser = await registry.signIn('songyilin')
    const answers = [
      await browser.get('/people?q=%00', asksForJson),
      await browser.get('/records/a%00b', asksForJson),
      await browser.post('/language', { language: 'e\0n' }, asksForJson),
      await browser.send({
        method: 'POST',
        url: '/check',
        payload: 'x',
        headers: { 'content-type': 'multipart/form-data', 'sec-fetch-site': 'same-origin', ...asksForJson },
      }),
      await browser.send({
        method: 'POST',
        url: '/check',
        payload: '--b\r\ncontent-disposition: form-data; name="f"; filename="f"\r\n\r\ncut off',
        headers: { 'content-type': 'multipart/form-data; boundary=b', 'sec-fetch-site': 'same-origin', ...asksForJson },
      }),
    ]
    for (const answer of answers) expect([answer.statusCode, answer.json()]).toEqual([400, { code: 'malformed' }])
  })

  it('answers an address that is none in its own words, with the headers of every page', async () => {
    const answer = await registry.browser().get('/records/%c0%ae')
    expect([answer.statusCode, answer.body]).toEqual([400, '请求无法识别。 The request could not be read.\n'])
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  })
})

describe('the log', () => {
  it('R87: holds no account and no staff path, in whatever line', async () => {
    const before = registry.logLines.length
    const browser = registry.browser()
    const { password } = registry.account('heming')
    await browser.post('/sign-in', { username: 'heming', password, code: registry.nextCode('heming') })
    await browser.get('/records/2026-7F3K9Q')
    await browser.get('/people?q=song')
    await browser.get('/trail/checkpoint')
    await browser.post('/sign-out')
    const lines = registry.logLines.slice(before)
    expect(lines.length).toBeGreaterThanOrEqual(5)
    const { accountId, personId } = registry.account('heming')
    for (const line of lines)
      expect(line).not.toMatch(new RegExp(`records|people|7F3K9Q|heming|何铭|127\\.0\\.0\\.1|${accountId}|${personId}`))
    expect(lines.some((line) => line.includes('"route":"/trail/checkpoint"'))).toBe(true)
  })
})

describe('preferences', () => {
  it('switches the language and the text size, and goes back to the page', async () => {
    const browser = registry.browser()
    const answer = await browser.post('/language', { language: 'en' }, { referer: 'http://liuhen.example/check?x=1' })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/check?x=1'])
    await browser.post('/text-size', { textSize: 'large' })
    const page = await browser.get('/sign-in')
    expect(page.body).toMatch(/<html[^>]* lang="en"/)
    expect(page.body).toContain('large')
    const elsewhere = await browser.post('/language', { language: 'xx' }, { referer: 'https://elsewhere.example/a' })
    expect(elsewhere.headers.location).toBe('/')
    expect((await browser.get('/sign-in')).body).toMatch(/<html[^>]* lang="zh-CN"/)
  })
})
