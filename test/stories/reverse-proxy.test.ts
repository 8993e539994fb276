/** Behind a proxy that ends TLS, over real connections: whose headers are believed, what cookies carry, where forms may come from. */
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createServer } from '../../src/http/server.ts'
import { usualBrakes } from '../../src/http/pipeline/brakes.ts'
import { anOfficer } from '../support/registry.ts'
import { aServedRegistry, type ServedRegistry } from '../support/served-registry.ts'
import { anEmptyRegistry, aSetUpDoor } from '../support/set-up.ts'
import { askDirectly, aTlsProxy, type TlsProxy } from '../support/tls-proxy.ts'

const serving = { host: '127.0.0.1', tls: false, trustedProxy: '127.0.0.1, 10.9.0.0/16' }
const brakes = { ...usualBrakes, read: { perAccount: 3, perAddress: 3 } }
const form = (origin: string) => ({ 'content-type': 'application/x-www-form-urlencoded', origin })

let registry: ServedRegistry
let proxy: TlsProxy
let port: number
beforeEach(async () => {
  registry = await aServedRegistry({ people: [anOfficer('songyilin', '宋怡林')], deps: { serving, brakes } })
  await registry.server.listen({ host: '127.0.0.1', port: 0 })
  port = (registry.server.server.address() as AddressInfo).port
  proxy = await aTlsProxy(port)
})
afterEach(async () => {
  await proxy.close()
  await registry.close()
})

it('signs in over TLS with a cookie for this host alone, and tells browsers to stay with TLS', async () => {
  const page = await proxy.ask({ path: '/sign-in' })
  expect(page.headers['strict-transport-security']).toBe('max-age=31536000')
  const { password } = registry.account('songyilin')
  const body = new URLSearchParams({ username: 'songyilin', password, code: registry.nextCode('songyilin') }).toString()
  const signedIn = await proxy.ask({ method: 'POST', path: '/sign-in', headers: form(proxy.origin), body })
  expect(signedIn.status).toBe(303)
  const cookies = signedIn.headers['set-cookie'] ?? []
  expect(cookies).toHaveLength(1)
  expect(cookies[0]).toMatch(/^__Host-liuhen=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  const cookie = cookies[0]?.split(';')[0] ?? ''
  expect((await proxy.ask({ path: '/home', headers: { cookie } })).status).toBe(200)
})

it('takes forms of its own https page only', async () => {
  const post = (headers: Record<string, string>) =>
    proxy.ask({ method: 'POST', path: '/language', headers, body: 'language=en' })
  expect((await post(form(proxy.origin))).status).toBe(303)
  expect((await post(form(`http://${proxy.host}`))).status).toBe(403)
  expect((await post(form('https://elsewhere.example'))).status).toBe(403)
  expect((await post({ ...form(proxy.origin), 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  // Past the proxy nobody's word about https counts.
  const claims = { ...form(`https://127.0.0.1:${port}`), 'x-forwarded-proto': 'https' }
  const direct = { method: 'POST', path: '/language', headers: claims, body: 'language=en', from: '127.0.0.9' } as const
  expect((await askDirectly(port, direct)).status).toBe(403)
})

describe('the brakes', () => {
  const codes = async (times: number, ask: (n: number) => Promise<{ status: number }>): Promise<number[]> => {
    const found: number[] = []
    for (let n = 0; n < times; n += 1) found.push((await ask(n)).status)
    return found
  }

  it('count the client and not the proxy, whatever a client says of itself', async () => {
    const claim = (n: number) => ({ 'x-forwarded-for': `198.51.100.${n}` })
    expect(await codes(4, (n) => proxy.ask({ path: '/sign-in', headers: claim(n), from: '127.0.0.2' }))).toEqual([
      200, 200, 200, 429,
    ])
    expect(await codes(1, () => proxy.ask({ path: '/sign-in', from: '127.0.0.3' }))).toEqual([200])
    // The same client past the proxy, and with a proxy that adds to what it was told.
    expect(
      await codes(1, (n) => askDirectly(port, { path: '/sign-in', headers: claim(n), from: '127.0.0.2' })),
    ).toEqual([429])
    const appending = await aTlsProxy(port, { appends: true })
    expect(await codes(1, (n) => appending.ask({ path: '/sign-in', headers: claim(n), from: '127.0.0.2' }))).toEqual([
      429,
    ])
    await appending.close()
  })
})

it.each(['*', 'proxy.example', '0.0.0.0/0', '::/0', '10.0.0.1,', '10.0.0.1/33'])(
  'does not start with %s as its proxy',
  (trustedProxy) => {
    const deps = {
      context: registry.context,
      serving: { host: '10.0.0.5', tls: false, trustedProxy },
      assets: { folder: null, styles: [], scripts: [] },
      vkeys: { register: '', security: '' },
      version: '0',
      log: null,
    }
    expect(() => createServer(deps)).toThrow(expect.objectContaining({ code: 'configurationInvalid' }))
  },
)

it('R87: a set-up over TLS keeps its cookie to TLS and to this host', async () => {
  const empty = await anEmptyRegistry()
  const door = await aSetUpDoor(empty, serving)
  await door.server.listen({ host: '127.0.0.1', port: 0 })
  const before = await aTlsProxy((door.server.server.address() as AddressInfo).port)
  const path = `/set-up/begin/${door.token}`
  const entered = await before.ask({ method: 'POST', path, headers: form(before.origin) })
  expect(entered.headers['set-cookie']?.[0]).toMatch(
    /^__Host-liuhen-set-up=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  )
  await before.close()
  await door.server.close()
  await empty.close()
})
