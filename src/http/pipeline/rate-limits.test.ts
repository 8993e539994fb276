/** Too fast: who is braked, what is said, and that nothing typed is lost. */
import { afterEach, expect, it } from 'vitest'
import { aDisciplineHead, anOfficer } from '../../../test/support/registry.ts'
import { aServedRegistry, type ServedRegistry } from '../../../test/support/served-registry.ts'
import { type BrakeKind, type Brakes, usualBrakes } from './brakes.ts'

let registry: ServedRegistry
afterEach(() => registry.close())

const people = [anOfficer('songyilin', '宋怡林'), aDisciplineHead()]
const served = async (kind: BrakeKind, limits: Partial<Brakes[BrakeKind]>): Promise<void> => {
  const brakes: Brakes = { ...usualBrakes, [kind]: { ...usualBrakes[kind], ...limits } }
  registry = await aServedRegistry({ people, deps: { brakes } })
}

it('counts accounts apart, and says on the page and in JSON when to come back', async () => {
  await served('read', { perAccount: 3 })
  const [fast, calm] = [await registry.signIn('songyilin'), await registry.signIn('tangke')]
  for (let i = 0; i < 3; i += 1) expect((await fast.get('/home')).statusCode).toBe(200)
  const page = await fast.get('/home')
  const seconds = Number(page.headers['retry-after'])
  expect(page.statusCode).toBe(429)
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(60)
  expect(page.body).toContain(`请在 ${seconds} 秒后重试`)
  const json = await fast.get('/people?q=s', { accept: 'application/json' })
  expect(json.json()).toEqual({ code: 'tooManyRequests', retryAfterSeconds: Number(json.headers['retry-after']) })
  expect((await calm.get('/home')).statusCode).toBe(200)
})

it('counts kinds apart: who may read no more may still send what he wrote', async () => {
  await served('read', { perAccount: 1 })
  const browser = await registry.signIn('songyilin')
  await browser.token()
  expect((await browser.get('/home')).statusCode).toBe(429)
  expect((await browser.post('/records/new')).statusCode).toBe(303)
})

it.each([
  ['account', { perAccount: 2 }],
  ['address', { perAddress: 2 }],
])('gives back what was typed when the %s is too fast, to be sent once more', async (_, limits) => {
  await served('change', limits)
  const browser = await registry.signIn('songyilin')
  const started = await browser.post('/records/new')
  const page = String(started.headers.location)
  await browser.post('/text-size', { textSize: 'normal' })
  const braked = await browser.post(page, { caseTitle: '某商行占道经营案', draftVersion: '1' })
  expect([braked.statusCode, Number(braked.headers['retry-after']) > 0]).toEqual([429, true])
  expect(braked.body).toContain('value="某商行占道经营案"')
  expect(braked.body).toContain(`action="${page}"`)
  expect(braked.body).toMatch(/请在 \d+ 秒后再提交一次/)
})

it('reads no form at all from an address that floods', async () => {
  await served('change', { perAddress: 1 })
  const browser = registry.browser()
  const statuses: number[] = []
  for (let i = 0; i < 10; i += 1) statuses.push((await browser.post('/language', { language: 'en' })).statusCode)
  const flood = await browser.post('/language', { language: 'en' })
  expect([...new Set(statuses)]).toEqual([303, 429])
  expect([flood.statusCode, flood.body.includes('短时间内操作过多')]).toEqual([429, true])
})

it('brakes whoever tries secrets by address, and keeps the name and the unfinished form', async () => {
  await served('secret', { perAddress: 1 })
  const browser = registry.browser()
  const form = {
    username: 'songyilin',
    password: 'x',
    code: '1',
    resumePath: '/drafts/d/case',
    resumeBody: '{}',
    resumeToken: 't',
  }
  expect((await browser.post('/sign-in', form)).statusCode).toBe(401)
  const braked = await browser.post('/sign-in', form)
  expect(braked.statusCode).toBe(429)
  expect(braked.body).toContain('value="songyilin"')
  expect(braked.body).toContain('value="/drafts/d/case"')
  expect(braked.body).toContain('尝试次数过多')
  const activation = await browser.post('/activate', {
    username: 'songyilin',
    activationCode: 'AAAAA-AAAAA-AAAAA-AAAAA',
  })
  expect(activation.statusCode).toBe(429)
  expect(activation.body).toContain('value="AAAAA-AAAAA-AAAAA-AAAAA"')
})

it('takes a trusted proxy’s word for the address, and all addresses of one IPv6 network for one', async () => {
  const brakes: Brakes = { ...usualBrakes, read: { perAccount: 9, perAddress: 1 } }
  const serving = { host: '10.0.0.5', tls: false, trustedProxy: '127.0.0.1' }
  registry = await aServedRegistry({ people, deps: { brakes, serving } })
  const from = async (address: string): Promise<number> =>
    (await registry.browser().get('/sign-in', { 'x-forwarded-for': address })).statusCode
  expect([await from('192.0.2.1'), await from('192.0.2.2'), await from('192.0.2.1')]).toEqual([200, 200, 429])
  expect([await from('2001:db8:1:2::1'), await from('2001:db8:1:2:9:9:9:9'), await from('2001:db8:1:3::1')]).toEqual([
    200, 429, 200,
  ])
})
