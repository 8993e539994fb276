/** What leaves of the security trail, and above all what does not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anAdministrator, anOfficer } from '../../test/support/registry.ts'
import { aServedRegistry, type ServedRegistry } from '../../test/support/served-registry.ts'
import type { AccountId } from '../domain/organisation/types.ts'
import { instant } from '../kit/calendar.ts'
import { securityEventTypes } from './accounts/security-events.ts'
import { exported, loggedEvent, loggedEvents, printLogged } from './security-log.ts'

const at = instant('2026-11-20T01:02:03.004Z')
const usernames = new Map([
  ['a1', 'linan'],
  ['a2', 'wanghao'],
])
/** Every field that may leave, and things that must not, whatever a kind of event puts into its data. */
const everything = {
  by: 'a2',
  roles: ['enforcementOfficer'],
  before: ['systemAdmin'],
  after: [],
  until: '2026-11-20T02:00:00.000Z',
  setting: 'session.idleMinutes',
  value: 30,
  size: 5,
  root: 'q83vEjRWeJA=',
  token: 'tok-1',
  scopes: ['cases'],
  expiresOn: '2027-01-01',
  units: 1,
  persons: 2,
  posts: 3,
  since: 0,
}
const secret = {
  name: '方某',
  reason: '方某来电说情后磁盘损坏',
  dossierId: 'd-77',
  registerNumber: '2026-7F3K9Q',
  caseTitle: '某商行占道经营案',
  readingKey: 'c2VjcmV0',
  signature: 'c2ln',
  path: '/records/2026-7F3K9Q',
  activationCode: 'AAAAA-BBBBB',
  accounts: [{ id: 'a1', name: '方某' }],
}
const insides = /方某|说情|d-77|7F3K9Q|占道|c2VjcmV0|c2ln|records|AAAAA/

describe('R87: an event as it leaves', () => {
  it.each(securityEventTypes)('%s tells its type, time, accounts and nothing that is not allowed', (type) => {
    const event = loggedEvent(
      7,
      { type, at, accountId: 'a1' as AccountId, data: { ...everything, ...secret } },
      usernames,
    )
    const { by: _, ...details } = everything
    expect(event).toEqual({ position: 7, at, type, account: 'linan', by: 'wanghao', details })
    expect(Object.keys(event.details).every((field) => Object.hasOwn(exported, field))).toBe(true)
    for (const format of ['json', 'syslog'] as const) expect(printLogged(event, format, 'host')).not.toMatch(insides)
  })

  it.each(Object.keys(exported))('%s leaves only in its own form', (field) => {
    const hidden = ['方某', { name: '方某' }, ['方某'], null, '2026-7F3K9Q 方某', 1.5, true]
    for (const value of hidden) {
      const { details } = loggedEvent(
        0,
        { type: 'settingChanged', at, accountId: null, data: { [field]: value } },
        usernames,
      )
      expect([value, details]).toEqual([value, {}])
    }
  })

  it('takes no text for an account', () => {
    const event = loggedEvent(0, { type: 'signedIn', at, accountId: null, data: { by: '方某 来电' } }, usernames)
    expect([event.account, event.by]).toEqual([null, null])
  })

  it('is a line of RFC 5424, with what would end it early escaped', () => {
    const odd = new Map([['a1', 'a"b]c\\d']])
    const event = loggedEvent(9, { type: 'signInFailed', at, accountId: 'a1' as AccountId, data: {} }, odd)
    expect(printLogged(event, 'syslog', '登记 机')).toBe(
      String.raw`<108>1 2026-11-20T01:02:03.004Z - liuhen - signInFailed [liuhen@32473 position="9" account="a\"b\]c\\d"]`,
    )
    const roles = loggedEvent(
      3,
      { type: 'rolesChanged', at, accountId: 'a1' as AccountId, data: everything },
      usernames,
    )
    expect(printLogged(roles, 'syslog', 'register-1')).toMatch(
      /^<110>1 2026-11-20T01:02:03\.004Z register-1 liuhen - rolesChanged \[liuhen@32473( \w+="[^"\]\\]*")+\]$/,
    )
  })
})

describe('the log of a registry', () => {
  let registry: ServedRegistry
  beforeAll(async () => {
    registry = await aServedRegistry({ people: [anOfficer('songyilin', '宋怡林'), anAdministrator('auditAdmin')] })
  })
  afterAll(() => registry.close())

  it('R87: goes to the audit administrator as a file, with an event of its own, and to nobody else', async () => {
    const browser = await registry.signIn('auditadmin')
    const json = await browser.get('/admin/audit/export?format=json')
    expect(json.statusCode).toBe(200)
    expect(json.headers['content-disposition']).toMatch(/^attachment; filename="security-log\.jsonl"/)
    const lines = json.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { position: number; type: string; account: string | null })
    expect(lines.map(({ position }) => position)).toEqual(lines.map((_, i) => i))
    expect(lines.at(-1)).toMatchObject({ type: 'securityLogExported', account: 'auditadmin' })
    expect(json.body).not.toContain('宋怡林')
    const syslog = await browser.get(`/admin/audit/export?format=syslog&since=${lines.length}`)
    expect(syslog.body).toMatch(/^<110>1 \S+ \S+ liuhen - securityLogExported \[liuhen@32473 [^\n]+\]\n$/)
    expect((await (await registry.signIn('songyilin')).get('/admin/audit/export')).statusCode).toBe(404)
    expect((await registry.browser().get('/admin/audit/export')).statusCode).toBe(303)
  })

  it('begins where it is told, in order', async () => {
    const positions: number[] = []
    for await (const { position } of loggedEvents(registry.context.store, 2)) positions.push(position)
    expect(positions).toEqual(positions.map((_, i) => i + 2))
    expect(positions.length).toBeGreaterThan(1)
  })
})
