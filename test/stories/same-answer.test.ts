/**
 * Somebody named in a record, somebody without a grant, and somebody who asks for a number that nobody has: the same status, the same
 * headers, the same body, after the same work (R32, R37, R42). Generated from the application's own routes, so that a new page is
 * asked as well; work is counted in calls to the store, because a clock would not hold still.
 */
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRecord } from '../../src/app/inquiries/opening.ts'
import type { Store } from '../../src/store/store.ts'
import type { TestBrowser } from '../support/browser.ts'
import {
  aDisciplineHandler,
  aDisciplineHead,
  aDisciplineLead,
  accepted,
  anAdministrator,
  anOfficer,
} from '../support/registry.ts'
import { type ServedRegistry, aServedRegistry } from '../support/served-registry.ts'
import { askedBy, implicating, registered } from '../support/story.ts'
import { addSupplement, receiveRecord, recordView } from '../../src/app/inquiries/handling.ts'
import { widened } from '../../src/http/pipeline/brakes.ts'

const secretary = {
  username: 'yuchangming',
  name: '于昌明',
  roles: ['partyGroupSecretary', 'leadingPartyGroup'] as const,
  unit: '局领导班子',
  leadingCadre: true,
}
const people = [
  anOfficer('songyilin', '宋怡林'),
  anOfficer('hefei', '何飞'),
  anOfficer('zhouhead', '周建国', { roles: ['handlingUnitHead'], unitHead: true }),
  anOfficer('jiangrongsheng', '蒋荣生', { roles: ['personnelOfficer'] }),
  aDisciplineHandler('gaoming', '高茗'),
  aDisciplineHandler('wenjing', '文静'),
  aDisciplineHead(),
  aDisciplineLead(),
  secretary,
  anAdministrator('systemAdmin'),
  anAdministrator('securityAdmin'),
  anAdministrator('auditAdmin'),
]

/** Nobody has this number: numbers are drawn from six characters, and these were never drawn. */
const NOBODYS = '2026-ZZZZZZ'

/** What the store was asked since the last look, in order. */
const asked: string[] = []
const counting = (store: Store): Store =>
  new Proxy(store, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        asked.push(String(name))
        return (value as (...given: unknown[]) => unknown).apply(target, args)
      }
    },
  })

let registry: ServedRegistry
const records = new Map<string, string>()
const browsers = new Map<string, TestBrowser>()

beforeAll(async () => {
  registry = await aServedRegistry({ people, wrapStore: counting, deps: { brakes: widened(1e9) } })
  const { context } = registry
  const account = registry.account.bind(registry)
  const record = async (kind: string, fields: Parameters<typeof registered>[2]): Promise<string> => {
    const number = await registered(registry, await registry.viewer('songyilin'), fields)
    records.set(kind, number)
    return number
  }
  await record('about a stranger', {})
  await record('naming a handler', askedBy(account('gaoming')))
  await record('naming the head', askedBy(account('tangke')))
  await record('naming the lead', askedBy(account('luzheng')))
  await record('naming the secretary', askedBy(account('yuchangming')))
  await record('naming a unit head', askedBy(account('zhouhead')))
  await record('naming the system administrator', askedBy(account('systemadmin')))
  await record('naming lead and secretary', implicating([account('luzheng'), account('yuchangming')]))
  const later = await record('naming a handler later', {})
  const handler = await registry.viewer('gaoming')
  accepted(await receiveRecord(context, handler, later, {}, 'later-1'))
  accepted(await recordView(context, handler, later, { purpose: '办理' }, 'later-2'))
  const named = [account('gaoming').personId]
  const recorder = await registry.viewer('songyilin')
  accepted(await addSupplement(context, recorder, later, { text: '是他转达的', evidence: [], named }, 'later-3'))
  for (const { username } of people) browsers.set(username, await registry.signIn(username))
})
afterAll(() => registry.close())

const browserOf = (username: string): TestBrowser => {
  const browser = browsers.get(username)
  if (!browser) throw new Error(`${username} is not signed in`)
  return browser
}

/** What must not differ, without what differs with every request: the number that was asked for, tokens, times. */
function shown({ statusCode, headers, body }: LightMyRequestResponse, number: string): unknown {
  const plain = (text: string): string =>
    text
      .replaceAll(number, ':number')
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|req-[0-9a-z]+/g, ':id')
      .replaceAll(/[A-Za-z0-9_-]{40,}/g, ':token')
      // The watermark says when one looks.
      .replaceAll(/\d{4}年\d{1,2}月\d{1,2}日 \d{2}:\d{2}/g, ':now')
  const kept = Object.entries(headers).filter(([name]) => !/^(?:date|set-cookie|x-ratelimit|ratelimit|etag)/.test(name))
  return { statusCode, headers: plain(JSON.stringify(kept)), body: plain(body) }
}

type Route = { readonly method: string; readonly url: string }
const ofRecords = (): readonly Route[] => registry.routes.filter(({ url }) => url.includes(':number'))

/** The rest of the path is made up: evidence ids, actions and so on are the same for both. */
const filled = (url: string, number: string): string =>
  url
    .replace(':number', number)
    .replaceAll(/:[A-Za-z]+(?:\([^)]*\))?/g, 'e1')
    .replace('*', 'x')

async function answerTo(username: string, { method, url }: Route, number: string) {
  const browser = browserOf(username)
  const path = filled(url, number)
  asked.length = 0
  const answer =
    method === 'GET'
      ? await browser.get(path)
      : await browser.post(path, { idempotencyKey: 'same-answer', reason: 'x' })
  return { shown: shown(answer, number), work: asked.join(' ') }
}

describe('asked for a record that one may not know', () => {
  it('R42: there are routes to ask, and records of every kind', () => {
    expect(ofRecords().length).toBeGreaterThan(10)
    expect(records.size).toBe(9)
  })

  it.each(people.map(({ username }) => username))(
    'R32, R37, R42: %s gets for each of them what a made-up number gets, from every route',
    { timeout: 120_000 },
    async (username) => {
      const viewer = await registry.viewer(username)
      const shut: string[] = []
      for (const [kind, number] of records)
        if ((await openRecord(registry.context, viewer, number)) === null) shut.push(kind)
      browsers.set(username, await registry.signIn(username))
      if (username !== 'songyilin') expect(shut.length).toBeGreaterThan(0)
      const differing: unknown[] = []
      for (const route of ofRecords()) {
        // What the session keeps for itself (scans, the minute of the last request) is settled by a first request.
        await answerTo(username, route, NOBODYS)
        const nobodys = await answerTo(username, route, NOBODYS)
        for (const kind of shut) {
          const there = await answerTo(username, route, records.get(kind) ?? '')
          const named = registry.account(username).personId
          const isNamed = kind.startsWith('naming') && (await isNamedIn(kind, named))
          if (JSON.stringify(there.shown) !== JSON.stringify(nobodys.shown))
            differing.push({ kind, route, there: there.shown, nobodys: nobodys.shown })
          if (isNamed && there.work !== nobodys.work)
            differing.push({ kind, route, there: there.work, nobodys: nobodys.work })
        }
      }
      expect(differing).toEqual([])
    },
  )

  async function isNamedIn(kind: string, personId: string): Promise<boolean> {
    const opened = await openRecord(registry.context, await recorderViewer(), records.get(kind) ?? '')
    return opened?.record.named.some((id) => id === personId) ?? false
  }
  let recorder: Awaited<ReturnType<ServedRegistry['viewer']>> | null = null
  const recorderViewer = async () => (recorder ??= await registry.viewer('songyilin'))
})

/** A new secret each time; and the size of the trail, which is public and stands at the foot of every paper. */
const NEVER_TWICE_THE_SAME =
  /^\/(?:account\/totp|admin\/system|admin\/audit|trail|api|healthz|forms\/blank\.pdf|procedure\.pdf)/

describe('pages that count, list, search and suggest', () => {
  it('R42: a record changes nothing for whoever is named in it', { timeout: 120_000 }, async () => {
    const pages = registry.routes.filter(
      ({ method, url }) =>
        method === 'GET' && !url.includes(':') && !url.includes('*') && !NEVER_TWICE_THE_SAME.test(url),
    )
    expect(pages.length).toBeGreaterThan(15)
    const searches = ['/records?q=某商行', '/records?q=2026', '/people?q=宋', '/people?q=song']
    for (const username of [
      'gaoming',
      'tangke',
      'luzheng',
      'yuchangming',
      'zhouhead',
      'hefei',
      'systemadmin',
      'auditadmin',
    ]) {
      browsers.set(username, await registry.signIn(username))
      const look = async (): Promise<readonly unknown[]> => {
        const seen: unknown[] = []
        for (const path of [...pages.map(({ url }) => url), ...searches])
          seen.push([path, shown(await browserOf(username).get(path), NOBODYS)])
        return seen
      }
      const recorders = await Promise.all(
        ['songyilin', 'hefei'].filter((each) => each !== username).map((each) => registry.viewer(each)),
      )
      await look()
      const before = await look()
      for (const recorder of recorders) await registered(registry, recorder, askedBy(registry.account(username)))
      const after = await look()
      const differing = after.filter((each, i) => JSON.stringify(each) !== JSON.stringify(before[i]))
      expect([username, differing]).toEqual([username, []])
    }
  })
})
