import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rememberRun } from '../../app/operations/remembered.ts'
import { aDisciplineHead, anAdministrator, anOfficer } from '../../../test/support/registry.ts'
import { aServedRegistry, type ServedRegistry } from '../../../test/support/served-registry.ts'

let registry: ServedRegistry

beforeAll(async () => {
  registry = await aServedRegistry({
    people: [
      anOfficer('songyilin', '宋怡林'),
      aDisciplineHead('tangke'),
      anAdministrator('systemAdmin'),
      anAdministrator('securityAdmin'),
      anAdministrator('auditAdmin'),
    ],
  })
})
afterAll(() => registry.close())

const pages = { securityadmin: '/admin/accounts', auditadmin: '/admin/audit', systemadmin: '/admin/system' }
const everybody = [...Object.keys(pages), 'songyilin', 'tangke']

describe('the three administrators', () => {
  it.each(Object.entries(pages))('R87: %s alone opens %s; to others it does not exist', async (holder, path) => {
    for (const username of everybody) {
      const browser = await registry.signIn(username)
      expect([username, (await browser.get(path)).statusCode]).toEqual([username, username === holder ? 200 : 404])
    }
    expect((await registry.browser().get(path)).statusCode).toBe(303)
  })

  it('R87: only the security administrator can make an account or change a role, whatever form is sent', async () => {
    const { accountId } = registry.account('songyilin')
    for (const username of everybody.filter((each) => each !== 'securityadmin')) {
      const browser = await registry.signIn(username)
      const forms = [
        ['/admin/accounts', { username: 'intruder', roles: 'disciplineLead', name: '甲', staffNumber: '1' }],
        [`/admin/accounts/${accountId}/roles`, { roles: 'disciplineLead' }],
        [`/admin/accounts/${accountId}/suspend`, {}],
      ] as const
      for (const [path, form] of forms) expect((await browser.post(path, form)).statusCode).toBe(404)
    }
    expect(await registry.context.store.accountByUsername('intruder')).toBeNull()
    expect(await registry.context.store.account(accountId)).toMatchObject({
      roles: ['enforcementOfficer'],
      status: 'active',
    })
  })
})

describe('the state of the system', () => {
  it('R35: says when the last backup and the last check were, and what is overdue', async () => {
    const { context, clock } = registry
    const page = async (): Promise<string> => (await (await registry.signIn('systemadmin')).get('/admin/system')).body
    expect(await page()).toContain('还没有备份，请定时执行 liuhen backup')
    await rememberRun(context, 'backup', { ok: true })
    await rememberRun(context, 'check', { ok: false })
    clock.advance({ hours: 40 })
    const later = await page()
    expect(later.match(/（40 小时前）/g)).toHaveLength(2)
    expect(later.match(/已逾期/g)).toHaveLength(1)
    expect(later).toContain('发现不符')
  })
})

describe('accounts', () => {
  it('are made with a code that is shown once, activated by their holder, and then signed in to', async () => {
    const admin = await registry.signIn('securityadmin')
    const form = {
      username: 'dingyi',
      roles: ['enforcementOfficer'],
      name: '丁一',
      staffNumber: 'Q-7',
      unitId: 'u-hedong',
      title: '执法人员',
    }
    const made = await admin.post('/admin/accounts', form)
    expect(made.statusCode).toBe(200)
    const activationCode = /[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}/.exec(made.body)?.[0] ?? ''
    expect(activationCode).not.toBe('')
    expect((await admin.get('/admin/accounts')).body).not.toContain(activationCode)

    const holder = registry.browser()
    const wrong = await holder.post('/activate', { username: 'dingyi', activationCode: 'AAAAA-AAAAA-AAAAA-AAAAA' })
    expect(wrong.statusCode).toBe(422)
    const enrol = await holder.post('/activate', { username: 'dingyi', activationCode })
    expect(enrol.statusCode).toBe(200)
    const secret = /\b[A-Z2-7]{32}\b/.exec(enrol.body)?.[0] ?? ''
    const weak = { username: 'dingyi', activationCode, password: 'dingyi-dingyi', passwordAgain: 'dingyi-dingyi' }
    const refused = await holder.post('/activate', { ...weak, totpSecret: secret, totpCode: '000000' })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain(secret)
    expect(refused.body).not.toContain('dingyi-dingyi')
  })

  it('says what is wrong beside the field, and makes nothing', async () => {
    const admin = await registry.signIn('securityadmin')
    const taken = await admin.post('/admin/accounts', {
      username: 'songyilin',
      roles: 'enforcementOfficer',
      name: '另一人',
      staffNumber: 'Q-6',
    })
    expect(taken.statusCode).toBe(422)
    const two = await admin.post('/admin/accounts', {
      username: 'liangge',
      roles: ['systemAdmin', 'auditAdmin'],
      name: '两个',
      staffNumber: 'Q-5',
    })
    expect(two.statusCode).toBe(422)
    const forged = await admin.post('/admin/accounts', {
      username: 'wei',
      roles: 'emperor',
      name: '伪',
      staffNumber: 'Q-4',
    })
    expect(forged.statusCode).toBe(422)
    const { persons } = await registry.context.store.organisation()
    expect(persons.filter(({ name }) => ['另一人', '两个', '伪'].includes(name))).toEqual([])
  })

  it('R87: the audit page shows roles that changed, and by whom', async () => {
    const admin = await registry.signIn('securityadmin')
    const { accountId } = registry.account('tangke')
    await admin.post(`/admin/accounts/${accountId}/roles`, { roles: ['disciplineOfficeHead', 'enforcementOfficer'] })
    const log = await (await registry.signIn('auditadmin')).get('/admin/audit')
    expect(log.body).toContain('tangke')
    expect(log.body).toContain('securityadmin')
  })
})

describe('people search', () => {
  it('finds by pinyin for staff, and tells visitors nothing', async () => {
    const browser = await registry.signIn('songyilin')
    const found = await browser.get('/people?q=syl', { accept: 'application/json' })
    expect(found.json()).toEqual([
      { personId: registry.account('songyilin').personId, name: '宋怡林', unit: '河东中队', post: '执法人员' },
    ])
    const visitor = await registry.browser().get('/people?q=syl', { accept: 'application/json' })
    expect([visitor.statusCode, visitor.json()]).toEqual([401, { code: 'signInNeeded' }])
  })
})

describe('content', () => {
  const contentPaths = [
    '/records',
    '/records/2026-7F3K9Q',
    '/records/2026-7F3K9Q/form.pdf',
    '/records/2026-7F3K9Q/proof.tlog-proof',
    '/records/2026-7F3K9Q/evidence/e1',
    '/drafts',
    '/drafts/d1/case',
  ]
  const contentPosts = [
    '/records/new',
    '/records/2026-7F3K9Q/opinion',
    '/records/2026-7F3K9Q/remark',
    '/drafts/d1/case',
  ]

  it.each(Object.keys(pages))('R42, R87: %s is denied every content route', async (username) => {
    const browser = await registry.signIn(username)
    for (const path of contentPaths) expect([path, (await browser.get(path)).statusCode]).toEqual([path, 404])
    for (const path of contentPosts) expect([path, (await browser.post(path)).statusCode]).toEqual([path, 404])
  })
})
