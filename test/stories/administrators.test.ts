/**
 * Three administrators (R87): each sees what his role opens and nothing else, what he tries beyond is an event without content, and one who is
 * named in a matter is set aside through keys (R42, edge case 4).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { securityLog } from '../../src/app/operation.ts'
import { administratorsKnownTo, setAdministratorAside } from '../../src/app/people/administrators.ts'
import { openActivity } from '../../src/app/people/sealed-activity.ts'
import { areas, mayOpen } from '../../src/domain/access/permissions.ts'
import { administratorRoles } from '../../src/domain/organisation/types.ts'
import { peopleText } from '../../src/web/people/text.ts'
import { engines } from '../support/engines.ts'
import { aDisciplineHandler, aDisciplineHead, anAdministrator, anOfficer } from '../support/registry.ts'
import { aServedRegistry, type ServedRegistry } from '../support/served-registry.ts'
import { registered } from '../support/story.ts'
import { testVkeys } from '../support/trail-work.ts'

describe.each(engines)('three administrators, $name', (engine) => {
  let registry: ServedRegistry
  beforeAll(async () => {
    registry = await aServedRegistry({
      engine,
      people: [
        anOfficer('songyilin', '宋怡林'),
        aDisciplineHandler('gaoming', '高茗'),
        aDisciplineHead('tangke', '唐可'),
        anAdministrator('systemAdmin'),
        anAdministrator('securityAdmin'),
        { ...anAdministrator('auditAdmin'), username: 'auditadmin' },
        { ...anAdministrator('auditAdmin', '审计'), username: 'secondaudit' },
      ],
    })
  })
  afterAll(() => registry.close())

  const usernameOf = { systemAdmin: 'systemadmin', securityAdmin: 'securityadmin', auditAdmin: 'auditadmin' } as const
  const events = (type: string) =>
    registry.context.store.securityEvents(null, 500).then((rows) => rows.filter((row) => row.type === type))

  it.each(administratorRoles)(
    'R87: what %s asks beyond the own role is not found, and an event without content',
    async (role) => {
      const number = await registered(registry, await registry.viewer('songyilin'))
      const browser = await registry.signIn(usernameOf[role])
      const { accountId } = registry.account(usernameOf[role])
      const own = { systemAdmin: '/admin/system', securityAdmin: '/admin/accounts', auditAdmin: '/admin/audit' }
      const beyond = [
        `/records/${number}`,
        '/records/2026-AAAAAA',
        '/records',
        '/drafts',
        '/readers',
        '/grants',
        ...Object.values(own).filter((path) => path !== own[role]),
      ]
      const before = (await events('beyondRights')).length
      for (const path of beyond) expect([path, (await browser.get(path)).statusCode]).toEqual([path, 404])
      const noted = await events('beyondRights')
      expect(noted).toHaveLength(before + beyond.length)
      for (const event of noted.slice(0, beyond.length)) {
        expect(event.accountId).toBe(accountId)
        expect(Object.keys(event.data)).toEqual(['area'])
        expect(areas).toContain(event.data.area)
      }
      // The same for a number that exists and one that does not.
      expect(noted.at(beyond.length - 1)?.data).toEqual(noted.at(beyond.length - 2)?.data)
      expect((await browser.get(own[role])).statusCode).toBe(200)
      expect(await events('beyondRights')).toHaveLength(before + beyond.length)
    },
  )

  it('R87: officers leave no such event, and the audit administrator sees those of administrators', async () => {
    const before = (await events('beyondRights')).length
    const officer = await registry.signIn('songyilin')
    expect((await officer.get('/admin/audit')).statusCode).toBe(404)
    expect(await events('beyondRights')).toHaveLength(before)
    const page = await (await registry.signIn('auditadmin')).get('/admin/audit')
    expect(page.body).toContain('管理员越权访问被拒')
  })

  it.each(administratorRoles)('R87: the page of rights says of %s what the rules enforce', async (role) => {
    const page = (await (await registry.signIn(usernameOf[role])).get('/admin/rights')).body
    const { rights } = peopleText('zh-CN')
    const open = areas.filter((area) => mayOpen([role], area)).map((area) => rights.areas[area])
    expect(page).toContain(open.join('、'))
    expect(page).toContain(rights.nothing)
    expect((await (await registry.signIn('tangke')).get('/admin/rights')).statusCode).toBe(404)
  })

  it('R42, R87: when readers sign in is sealed to the audit administrators; the disk does not tell who', async () => {
    const { context } = registry
    const { accountId } = await registry.viewer('gaoming')
    const [newest] = await events('officeActivity')
    expect(newest?.accountId).toBeNull()
    expect(JSON.stringify(newest)).not.toContain(accountId)
    expect((await events('signedIn')).map((event) => event.accountId)).not.toContain(accountId)
    for (const username of ['auditadmin', 'secondaudit']) {
      const log = await securityLog(context, await registry.viewer(username), testVkeys, null)
      expect(log?.lines).toContainEqual(expect.objectContaining({ type: 'signedIn', username: 'gaoming' }))
    }
    const other = await registry.viewer('securityadmin')
    expect(newest && openActivity(newest, other.secret)).toBeNull()
  })

  it('R42: an audit administrator who is set aside opens nothing of what comes afterwards, whatever he has', async () => {
    const { context } = registry
    const head = await registry.viewer('tangke')
    const affected = registry.account('auditadmin').accountId
    expect(await setAdministratorAside(context, await registry.viewer('securityadmin'), affected, true)).toMatchObject({
      refusal: { code: 'notFound' },
    })
    expect((await setAdministratorAside(context, head, affected, true)).ok).toBe(true)
    const since = (await context.store.securityEvents(null, 1))[0]?.position ?? 0
    await registry.viewer('gaoming')
    const after = (await events('officeActivity')).filter(({ position }) => position > since)
    expect(after.length).toBeGreaterThan(0)
    const aside = await registry.viewer('auditadmin')
    const second = await registry.viewer('secondaudit')
    for (const event of after) {
      expect(openActivity(event, aside.secret)).toBeNull()
      expect(openActivity(event, second.secret)).toMatchObject({ type: 'signedIn' })
      expect((event.data.letters as string[]).length % 4).toBe(0)
    }
    // A colleague of the named one cannot undo it, nor can a row of the database.
    await context.store.appendSecurityEvent({
      type: 'administratorReturned',
      at: context.now(),
      accountId: affected,
      data: { by: head.accountId, signature: 'AAAA' },
    })
    const known = await administratorsKnownTo(context, await registry.viewer('tangke'))
    expect(known?.find((line) => line.accountId === affected)?.setAside).toBe(true)
  })

  it('R42: a system administrator who is set aside loses the pages of the role with the next request, and gets them back', async () => {
    const browser = await registry.signIn('systemadmin')
    expect((await browser.get('/admin/system')).statusCode).toBe(200)
    const { accountId } = registry.account('systemadmin')
    const head = await registry.signIn('tangke')
    expect((await head.get('/readers')).body).toContain('三员回避')
    expect((await head.post('/readers/set-aside', { accountId })).statusCode).toBe(422)
    expect((await browser.get('/admin/system')).statusCode).toBe(200)
    expect((await head.post('/readers/set-aside', { accountId, replaced: 'yes' })).statusCode).toBe(303)
    expect((await browser.get('/admin/system')).statusCode).toBe(404)
    expect((await browser.get('/home')).statusCode).toBe(200)
    expect((await head.post(`/readers/${accountId}/return`, {})).statusCode).toBe(303)
    expect((await browser.get('/admin/system')).statusCode).toBe(200)
  })
})
