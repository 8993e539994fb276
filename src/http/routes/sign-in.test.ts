import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anOfficer } from '../../../test/support/registry.ts'
import { aServedRegistry, type ServedRegistry } from '../../../test/support/served-registry.ts'

let registry: ServedRegistry

beforeAll(async () => {
  registry = await aServedRegistry({ people: [anOfficer('songyilin', '宋怡林'), anOfficer('heming', '何铭')] })
})
afterAll(() => registry.close())

const withoutRequestId = (body: string): string => body.replaceAll(/[0-9a-f]{12}/g, '')

describe('signing in', () => {
  it('answers an unknown name, a wrong password and a wrong code with the same page', async () => {
    const { password } = registry.account('songyilin')
    const code = registry.nextCode('songyilin')
    const attempts = [
      { username: 'songyilin', password: 'not this one', code },
      { username: 'songyilin', password, code: '000000' },
      { username: 'songyilim', password, code },
    ]
    const answers = []
    for (const attempt of attempts) answers.push(await registry.browser().post('/sign-in', attempt))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 401, 401])
    const bodies = answers.map(({ body }, n) =>
      withoutRequestId(body).replaceAll(attempts[n]?.username ?? '', 'username'),
    )
    expect(new Set(bodies).size).toBe(1)
    expect(answers.every(({ body }) => !body.includes(password))).toBe(true)
  })

  it('goes on to where the visitor wanted to go, and never to another server', async () => {
    const browser = registry.browser()
    const asked = await browser.get('/account?done=totp')
    expect([asked.statusCode, asked.headers.location]).toEqual([303, '/sign-in?next=%2Faccount%3Fdone%3Dtotp'])
    const { password } = registry.account('songyilin')
    const going = async (next: string) =>
      (
        await registry
          .browser()
          .post('/sign-in', { username: 'songyilin', password, code: registry.nextCode('songyilin'), next })
      ).headers.location
    expect(await going('/account?done=totp')).toBe('/account?done=totp')
    expect(await going('//elsewhere.example/')).toBe('/home')
    expect(await going('/\\elsewhere.example')).toBe('/home')
    expect(await going('https://elsewhere.example')).toBe('/home')
  })

  it('slows whoever tries one name again and again', async () => {
    const browser = registry.browser()
    const statuses: number[] = []
    for (let n = 0; n < 12; n += 1)
      statuses.push((await browser.post('/sign-in', { username: 'nobody', password: 'x', code: '1' })).statusCode)
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 401))
    expect(statuses.slice(10)).toEqual([429, 429])
  })

  it('ends the session on signing out, also for the cookie that was kept', async () => {
    const browser = await registry.signIn('songyilin')
    const kept = new Map(browser.cookies)
    expect((await browser.post('/sign-out')).headers.location).toBe('/sign-in')
    expect(browser.cookies.has('liuhen')).toBe(false)
    for (const [name, value] of kept) browser.cookies.set(name, value)
    expect((await browser.get('/account')).statusCode).toBe(303)
  })
})

describe('a form that outlived its session', () => {
  const typed = { currentPassword: 'never carried on', remark: '他说“照顾一下”', several: ['甲', '乙'] }

  /** What the browser would send back from the sign-in page. */
  async function expiredForm(): Promise<Record<string, string>> {
    const browser = await registry.signIn('songyilin')
    const csrf = await browser.token()
    registry.clock.advance({ minutes: 31 })
    const answer = await browser.post('/account/password', { ...typed, csrf })
    expect(answer.statusCode).toBe(401)
    expect(answer.body).not.toContain('never carried on')
    return hiddenFieldsOf(answer.body)
  }

  it('keeps what was typed until the same person has signed in, and shows it to send again', async () => {
    const hidden = await expiredForm()
    const { password } = registry.account('songyilin')
    const form = { ...hidden, username: 'songyilin', password, code: registry.nextCode('songyilin') }
    const resumed = await registry.browser().post('/sign-in', form)
    expect(resumed.statusCode).toBe(200)
    expect(resumed.body).toContain('照顾一下')
    expect(resumed.body).toContain('/account/password')
    expect(resumed.body).toMatch(/name="csrf"[^>]*value="[^"]+"/)
    expect(resumed.body).not.toContain(hidden.resumeToken)
  })

  it('keeps it through a mistyped password', async () => {
    const hidden = await expiredForm()
    const form = { ...hidden, username: 'songyilin', password: 'mistyped', code: '123456' }
    const again = await registry.browser().post('/sign-in', form)
    expect(again.statusCode).toBe(401)
    expect(hiddenFieldsOf(again.body)).toEqual(hidden)
  })

  it('drops it when somebody else signs in there', async () => {
    const hidden = await expiredForm()
    const { password } = registry.account('heming')
    const form = { ...hidden, username: 'heming', password, code: registry.nextCode('heming') }
    const answer = await registry.browser().post('/sign-in', form)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/home'])
    expect(answer.body).not.toContain('照顾一下')
  })
})

function hiddenFieldsOf(body: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const name of ['resumePath', 'resumeBody', 'resumeToken']) {
    const value = new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(body)?.[1] ?? ''
    expect(value).not.toBe('')
    fields[name] = value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&')
  }
  return fields
}
