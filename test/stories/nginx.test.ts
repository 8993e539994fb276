/** The configuration that we ship for nginx, in a real nginx: it starts, and what docs/operating/reverse-proxy.md promises holds. */
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDraft } from '../../src/app/drafts.ts'
import { usualBrakes } from '../../src/http/pipeline/brakes.ts'
import { type Nginx, anNginx, nginxIsHere } from '../support/nginx.ts'
import { accepted, anOfficer } from '../support/registry.ts'
import { type ServedRegistry, aServedRegistry } from '../support/served-registry.ts'

const PART = 4 * 1024 * 1024
const brakes = { ...usualBrakes, read: { perAccount: 100, perAddress: 3 } }

describe.runIf(nginxIsHere())('nginx as we ship it', () => {
  let registry: ServedRegistry
  let nginx: Nginx
  beforeAll(async () => {
    registry = await aServedRegistry({
      people: [anOfficer('songyilin', '宋怡林')],
      deps: { serving: { host: '127.0.0.1', tls: false, trustedProxy: '127.0.0.1' }, brakes },
    })
    await registry.server.listen({ host: '127.0.0.1', port: 0 })
    nginx = await anNginx((registry.server.server.address() as AddressInfo).port)
  })
  afterAll(async () => {
    await nginx?.close()
    await registry?.close()
  })

  it('R22: signs in over TLS and takes a file of 20 MB in parts, of which nothing lies in a file of the proxy', async () => {
    // First, because a person has one session: what follows ends this one.
    const draft = accepted(await startDraft(registry.context, await registry.viewer('songyilin')))
    const { password } = registry.account('songyilin')
    const signedIn = await nginx.ask({
      method: 'POST',
      path: '/sign-in',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: nginx.origin },
      body: new URLSearchParams({
        username: 'songyilin',
        password,
        code: registry.nextCode('songyilin'),
      }).toString(),
      from: '127.0.0.4',
    })
    expect(signedIn.status).toBe(303)
    expect(signedIn.headers['strict-transport-security']).toBe('max-age=31536000')
    expect(signedIn.headers['set-cookie']?.[0]).toMatch(
      /^__Host-liuhen=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    const cookie = signedIn.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    const account = await nginx.ask({ path: '/account', headers: { cookie }, from: '127.0.0.4' })
    const token = /name="csrf"[^>]*value="([^"]+)"/.exec(account.body)?.[1] ?? ''

    const file = randomBytes(20_000_000)
    const headers = { cookie, origin: nginx.origin, 'x-csrf-token': token, 'tus-resumable': '1.0.0' }
    const metadata = `draftId ${btoa(draft.id)},filename ${btoa('recording.bin')}`
    const begun = await nginx.ask({
      method: 'POST',
      path: '/uploads',
      headers: { ...headers, 'upload-length': String(file.length), 'upload-metadata': metadata },
      from: '127.0.0.4',
    })
    expect(begun.status).toBe(201)
    let offset = 0
    while (offset < file.length) {
      const part = file.subarray(offset, offset + PART)
      const taken = await nginx.ask({
        method: 'PATCH',
        path: begun.headers.location ?? '',
        headers: {
          ...headers,
          'content-type': 'application/offset+octet-stream',
          'upload-offset': String(offset),
          'content-length': String(part.length),
        },
        body: part,
        from: '127.0.0.4',
      })
      expect(taken.status).toBe(204)
      offset = Number(taken.headers['upload-offset'])
    }
    expect(offset).toBe(file.length)
    expect(nginx.traces()).toEqual({ bodies: [], errors: '' })
  })

  it('counts the client and not the proxy, whatever a client says of itself', async () => {
    const codes: number[] = []
    for (let n = 0; n < 4; n += 1) {
      const headers = { 'x-forwarded-for': `198.51.100.${n}` }
      codes.push((await nginx.ask({ path: '/sign-in', headers, from: '127.0.0.2' })).status)
    }
    expect(codes).toEqual([200, 200, 200, 429])
    expect((await nginx.ask({ path: '/sign-in', from: '127.0.0.3' })).status).toBe(200)
  })
})
