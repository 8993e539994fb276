/** The door for other systems, asked by injection as they would ask it. */
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiScope, apiScopes, makeApiToken, revokeApiToken } from '../../app/api/tokens.ts'
import { accepted, anAdministrator, anOfficer } from '../../../test/support/registry.ts'
import { aServedRegistry, type ServedRegistry } from '../../../test/support/served-registry.ts'
import { registered } from '../../../test/support/story.ts'
import { apiOperations } from './operations.ts'

let registry: ServedRegistry

beforeAll(async () => {
  registry = await aServedRegistry({
    people: [
      anOfficer('songyilin', '宋怡林'),
      anAdministrator('securityAdmin'),
      anAdministrator('systemAdmin'),
      anAdministrator('auditAdmin'),
    ],
  })
})
afterAll(() => registry.close())

async function aToken(scopes: readonly ApiScope[] = apiScopes, addresses = ''): Promise<{ id: string; token: string }> {
  const request = { name: '办案系统', scopes, expiresOn: '2027-11-20', addresses }
  return accepted(await makeApiToken(registry.context, await registry.viewer('securityadmin'), request))
}

const ask = (
  method: 'GET' | 'PUT' | 'POST',
  url: string,
  { token, body, headers = {} }: { token?: string; body?: object | null; headers?: Record<string, string> } = {},
): Promise<LightMyRequestResponse> =>
  registry.server.inject({
    method,
    url,
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
    ...(body !== undefined && body !== null && { payload: body }),
  })

describe('the document', () => {
  it('R29: has every operation that the server has, and nothing else', async () => {
    const document = (await ask('GET', '/api/openapi.json')).json<{ openapi: string; paths: Record<string, object> }>()
    expect(document.openapi).toBe('3.1.0')
    const served = registry.routes
      .filter(({ url, method }) => url.startsWith('/api/v1/') && method !== 'HEAD')
      .map(({ method, url }) => `${method} ${url}`)
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(served.length).toBeGreaterThan(3)
    expect(documented.toSorted()).toEqual(served.toSorted())
  })

  it.each(apiOperations.map((operation) => [operation.id, operation] as const))(
    'R29: the example of %s is valid and works',
    async (_, { method, path, body, answer, example }) => {
      const { token } = await aToken()
      if (body) expect(body.safeParse(example.body).success).toBe(true)
      expect(answer.safeParse(example.answer).success).toBe(true)
      const answered = await ask(method, path, { token, body: example.body })
      expect([answered.statusCode, answer.safeParse(answered.json()).success]).toEqual([200, true])
    },
  )

  it('stands on a page of our own, in both languages, and without anything from outside', async () => {
    const browser = registry.browser()
    const zh = await browser.get('/api/docs')
    expect([zh.statusCode, zh.body.includes('推送案件'), zh.body.includes('PUT /api/v1/cases')]).toEqual([
      200,
      true,
      true,
    ])
    await browser.post('/language', { language: 'en' })
    const en = await browser.get('/api/docs')
    expect(en.body).toContain('Push cases')
    expect(`${zh.body}${en.body}`).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
  })
})

describe('credentials', () => {
  it('R24, R87: are made by the security administrator on a page, shown once, listed and revoked, each with an event', async () => {
    const browser = await registry.signIn('securityadmin')
    const form = { name: '人员系统', scopes: ['directory', 'status'], expiresOn: '2027-3-1', addresses: '10.2.0.0/16' }
    const made = await browser.post('/admin/api-tokens', form)
    const token = /liuhen_[\w-]{43}/.exec(made.body)?.[0] ?? ''
    expect([made.statusCode, token.length]).toEqual([200, 50])
    const list = await browser.get('/admin/api-tokens')
    expect(list.body).toContain('人员系统')
    expect(list.body).not.toContain(token)
    expect(JSON.stringify(await registry.statement('select * from api_tokens'))).not.toContain(token.slice(7))
    const id = /\/admin\/api-tokens\/([\w-]+)\/revoke/.exec(list.body)?.[1] ?? ''
    expect((await browser.post(`/admin/api-tokens/${id}/revoke`)).statusCode).toBe(303)
    expect((await browser.post(`/admin/api-tokens/${id}/revoke`)).statusCode).toBe(404)
    const events = await registry.context.store.securityEvents(null, 100)
    const ofToken = events.filter(({ data }) => data.token === id).map(({ type, data }) => [type, data.by])
    const { accountId } = registry.account('securityadmin')
    expect(ofToken).toEqual([
      ['apiTokenRevoked', accountId],
      ['apiTokenMade', accountId],
    ])
  })

  it.each(['songyilin', 'systemadmin', 'auditadmin'])('R87: %s can neither see nor make one', async (username) => {
    const browser = await registry.signIn(username)
    const form = { name: 'x', scopes: 'cases', expiresOn: '2027-3-1' }
    const statuses = [await browser.get('/admin/api-tokens'), await browser.post('/admin/api-tokens', form)]
    expect(statuses.map(({ statusCode }) => statusCode)).toEqual([404, 404])
  })

  it.each([
    ['name', { name: ' ' }],
    ['scopes', { scopes: [] as string[] }],
    ['expiresOn', { expiresOn: '2028-1-1' }],
    ['expiresOn', { expiresOn: '2026-11-19' }],
    ['addresses', { addresses: '10.2.0.0/33' }],
    ['addresses', { addresses: 'everywhere' }],
  ])('say beside the field what is wrong with %s, and keep what was typed', async (field, wrong) => {
    const browser = await registry.signIn('securityadmin')
    const form = { name: '监控', scopes: ['status'], expiresOn: '2027-3-1', addresses: '10.9.8.7', ...wrong }
    const answer = await browser.post('/admin/api-tokens', form)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain(`href="#${field}`)
    if (field !== 'addresses') expect(answer.body).toContain('10.9.8.7')
  })

  it('R24: open no page: every page route gives whoever holds one the answer it gives to anybody', async () => {
    const { token } = await aToken()
    const number = await registered(registry, await registry.viewer('songyilin'))
    const pages = registry.routes.filter(({ method, url }) => method === 'GET' && !url.startsWith('/api/v1'))
    expect(pages.length).toBeGreaterThan(30)
    for (const { url } of pages) {
      const path = url.replace(':number', number).replaceAll(/:\w+/g, 'x').replace('*', 'x')
      const strip = (answer: LightMyRequestResponse) => [
        answer.statusCode,
        answer.headers.location,
        answer.body.replaceAll(/[0-9a-f]{12}/g, ''),
      ]
      const held = await ask('GET', path, { token, headers: { cookie: `liuhen=${token}` } })
      expect([path, ...strip(held)]).toEqual([path, ...strip(await ask('GET', path))])
    }
  })

  it('R24: are all that the API looks at: a session opens nothing there', async () => {
    for (const username of ['songyilin', 'securityadmin']) {
      const browser = await registry.signIn(username)
      for (const { method, path, example } of apiOperations) {
        const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        const answer = await ask(method, path, { body: example.body, headers: { cookie } })
        expect([path, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([path, 401, 'tokenMissing'])
      }
    }
  })

  it('are refused without a word about why when revoked, expired, from elsewhere, or made up', async () => {
    const { id, token } = await aToken()
    expect((await ask('GET', '/api/v1/health', { token })).statusCode).toBe(200)
    const listed = (await registry.context.store.apiTokens()).find((each) => each.id === id)
    expect(listed?.lastUsedOn).toBe('2026-11-20')
    await revokeApiToken(registry.context, await registry.viewer('securityadmin'), id)
    const elsewhere = await aToken(apiScopes, '10.2.0.0/16 2001:db8::/32')
    const here = await aToken(apiScopes, '127.0.0.0/8')
    expect((await ask('GET', '/api/v1/health', { token: here.token })).statusCode).toBe(200)
    const refused = await Promise.all([
      ask('GET', '/api/v1/health', { token }),
      ask('GET', '/api/v1/health', { token: elsewhere.token }),
      ask('GET', '/api/v1/health', { token: `liuhen_${'A'.repeat(43)}` }),
    ])
    expect(new Set(refused.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1)
    expect(refused[0]?.statusCode).toBe(401)
    expect(refused[0]?.headers['www-authenticate']).toBe('Bearer')
    const last = await aToken()
    registry.clock.advance({ days: 366 })
    expect((await ask('GET', '/api/v1/health', { token: last.token })).statusCode).toBe(401)
    registry.clock.advance({ days: -366 })
  })

  it('do what they are for and nothing else', async () => {
    for (const { method, path, scope, example } of apiOperations) {
      const { token } = await aToken(apiScopes.filter((each) => each !== scope))
      const answer = await ask(method, path, { token, body: example.body })
      expect([path, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([path, 403, 'scopeMissing'])
    }
  })
})

describe('problems', () => {
  it('are problem details in the language that was asked for, with a pointer to each field', async () => {
    const { token } = await aToken()
    const body = { cases: [{ number: '', title: 'x', handlingUnit: 'y', stage: 'somewhere', owner: 1 }] }
    const zh = await ask('PUT', '/api/v1/cases', { token, body })
    expect([zh.statusCode, zh.headers['content-type'], zh.headers['content-language']]).toEqual([
      422,
      'application/problem+json; charset=utf-8',
      'zh-CN',
    ])
    expect(zh.json()).toEqual({
      type: '/api/docs#fieldsUnusable',
      title: '有字段不能接受，全部没有办理',
      status: 422,
      code: 'fieldsUnusable',
      errors: [
        { pointer: '/cases/0/number', code: 'fieldTooShort', detail: '不能为空。' },
        { pointer: '/cases/0/stage', code: 'fieldNotOffered', detail: '不在可选值之内。' },
        { pointer: '/cases/0/owner', code: 'fieldUnknown', detail: '没有这个字段。' },
      ],
    })
    const en = await ask('PUT', '/api/v1/cases', { token, body: {}, headers: { 'accept-language': 'en-GB, zh;q=0.5' } })
    expect(en.json()).toMatchObject({
      title: 'Some fields cannot be taken, so nothing was done',
      errors: [{ pointer: '/cases', code: 'fieldMissing', detail: 'This must be there.' }],
    })
  })

  it('cover what cannot be read, what is too large, and what comes too fast', async () => {
    const { token } = await aToken()
    const headers = { 'content-type': 'application/json' }
    const send = (payload: string, more: Record<string, string> = {}) =>
      registry.server.inject({
        method: 'PUT',
        url: '/api/v1/cases',
        payload,
        headers: { authorization: `Bearer ${token}`, ...headers, ...more },
      })
    expect((await send('{')).json()).toMatchObject({ status: 400, code: 'malformed' })
    expect((await send('a=1', { 'content-type': 'application/x-www-form-urlencoded' })).json()).toMatchObject({
      status: 400,
    })
    expect((await send(`"${'x'.repeat(5_000_000)}"`)).json()).toMatchObject({ status: 413, code: 'tooLarge' })
    const { token: fast } = await aToken()
    const statuses: number[] = []
    for (let i = 0; i < 601; i += 1) statuses.push((await ask('GET', '/api/v1/trail', { token: fast })).statusCode)
    expect(statuses.at(-1)).toBe(429)
    expect(new Set(statuses.slice(0, -1))).toEqual(new Set([200]))
  })
})

describe('what is pushed in', () => {
  it('R17, R29: cases are offered to their handlers; pushing again changes them; unknown handlers are named', async () => {
    const { token } = await aToken(['cases'])
    const number = '清综执东〔2026〕7号'
    const one = {
      number,
      title: '甲案',
      handlingUnit: '河东中队',
      stage: 'filing',
      handlers: ['Q-songyilin', 'Q-none'],
    }
    const first = await ask('PUT', '/api/v1/cases', { token, body: { cases: [one] } })
    expect(first.json()).toEqual({ taken: 1, unknownHandlers: [{ number, staffNumber: 'Q-none' }] })
    const { store } = registry.context
    const handlerId = registry.account('songyilin').personId
    expect(await store.cases({ handlerId, limit: 5 })).toMatchObject([{ number, title: '甲案', status: 'open' }])
    const closed = { ...one, title: '甲案（结）', stage: 'afterClosing', handlers: [] }
    await ask('PUT', '/api/v1/cases', { token, body: { cases: [one, closed] } })
    expect(await store.cases({ handlerId, limit: 5 })).toEqual([])
    expect(await store.cases({ text: '甲案', limit: 5 })).toMatchObject([{ title: '甲案（结）', status: 'closed' }])
  })

  it('R5: a move ends one post and begins another, and the post of last year stays as it was', async () => {
    const { token } = await aToken(['directory'])
    const post = {
      staffNumber: 'Q-9001',
      unit: '城北分局',
      title: '执法人员',
      from: '2024-01-01',
      to: null as string | null,
    }
    const begin = {
      units: [{ name: '城北分局', kind: 'branch', from: '2020-01-01' }],
      persons: [{ staffNumber: 'Q-9001', name: '易安' }],
      posts: [post],
    }
    expect((await ask('PUT', '/api/v1/directory', { token, body: begin })).json()).toEqual({
      units: 1,
      persons: 1,
      posts: 1,
    })
    const posts = async () => {
      const { persons, posts: all } = await registry.context.store.organisation()
      const id = persons.find(({ staffNumber }) => staffNumber === 'Q-9001')?.id
      return all.filter(({ personId }) => personId === id)
    }
    const [before] = await posts()
    const moved = {
      posts: [
        { ...post, to: '2026-11-19' },
        { ...post, unit: '河东中队', from: '2026-11-20' },
      ],
    }
    expect((await ask('PUT', '/api/v1/directory', { token, body: moved })).statusCode).toBe(200)
    await ask('PUT', '/api/v1/directory', { token, body: moved })
    const after = await posts()
    expect(after).toHaveLength(2)
    expect(after.find(({ id }) => id === before?.id)).toEqual({ ...before, to: '2026-11-19' })
    const [event] = await registry.context.store.securityEvents(null, 1)
    expect(event).toMatchObject({ type: 'directoryUpdated', data: { units: 0, persons: 0, posts: 2 } })
  })

  it('R5: keeps nothing when anything is wrong, and names all of it', async () => {
    const { token } = await aToken(['directory'])
    const body = {
      units: [{ name: '城南分局', kind: 'branch', from: '2020-01-01', to: '2019-01-01' }],
      persons: [
        { staffNumber: 'Q-9', name: '甲' },
        { staffNumber: 'Q-9', name: '乙' },
      ],
      posts: [{ staffNumber: 'Q-none', unit: '无此分局', title: '科员', from: '2026-01-01' }],
    }
    const answer = await ask('PUT', '/api/v1/directory', { token, body })
    expect(answer.statusCode).toBe(422)
    expect(
      answer.json<{ errors: { pointer: string; code: string }[] }>().errors.map(({ pointer, code }) => [pointer, code]),
    ).toEqual([
      ['/units/0', 'daysReversed'],
      ['/persons/1', 'personTwice'],
      ['/posts/0', 'personUnknown'],
      ['/posts/0', 'unitUnknown'],
    ])
    const { units, persons } = await registry.context.store.organisation()
    expect([
      units.some(({ name }) => name === '城南分局'),
      persons.some(({ staffNumber }) => staffNumber === 'Q-9'),
    ]).toEqual([false, false])
    const impossible = { posts: [{ staffNumber: 'Q-1', unit: '河东中队', title: '科员', from: '2026-02-30' }] }
    expect((await ask('PUT', '/api/v1/directory', { token, body: impossible })).statusCode).toBe(422)
  })
})
