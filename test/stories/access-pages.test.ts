/** Pages that tell how the register is run and nothing of any matter, through the door. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setRoles } from '../../src/app/accounts/administration.ts'
import { ownFingerprint } from '../../src/app/people/confirming.ts'
import {
  aDisciplineHandler,
  aDisciplineHead,
  aDisciplineLead,
  anAdministrator,
  accepted,
  anOfficer,
} from '../support/registry.ts'
import { type ServedRegistry, aServedRegistry } from '../support/served-registry.ts'

let registry: ServedRegistry
beforeAll(async () => {
  registry = await aServedRegistry({
    people: [
      anOfficer('songyilin', '宋怡林'),
      anOfficer('heming', '何铭'),
      aDisciplineHandler(),
      aDisciplineHead(),
      aDisciplineLead(),
      anAdministrator('systemAdmin'),
      anAdministrator('securityAdmin'),
      anAdministrator('auditAdmin'),
    ],
  })
})
afterAll(() => registry.close())

const pageFor = async (username: string, path: string) => (await registry.signIn(username)).get(path)

describe('the route table', () => {
  it('R43: shows office and security administrator who acts, with the vacancies of today', async () => {
    for (const username of ['gaoming', 'tangke', 'luzheng', 'securityadmin']) {
      const { statusCode, body } = await pageFor(username, '/route-table')
      expect(statusCode, username).toBe(200)
      for (const name of ['高茗', '唐可', '陆峥']) expect(body, username).toContain(name)
      // Nobody is the Party secretary in this bureau.
      expect(body).toContain('没有人担任党组书记')
      expect(body.match(/只剩上级/g)?.length).toBeGreaterThan(8)
    }
  })

  it('R43, R87: tells the system administrator how many there are, and who none', async () => {
    const { statusCode, body } = await pageFor('systemadmin', '/route-table')
    expect(statusCode).toBe(200)
    for (const name of ['高茗', '唐可', '陆峥']) expect(body).not.toContain(name)
    expect(body).toContain('没有人担任党组书记')
  })

  it('R42: is no page for others', async () => {
    for (const username of ['songyilin', 'auditadmin'])
      expect((await pageFor(username, '/route-table')).statusCode, username).toBe(404)
  })
})

describe('the written procedure', () => {
  it('R39: is there for everybody who is signed in, on the screen and on paper', async () => {
    for (const username of ['songyilin', 'gaoming', 'auditadmin']) {
      const { statusCode, body } = await pageFor(username, '/procedure')
      expect(statusCode, username).toBe(200)
      expect(body).toContain('转入核查')
      expect(body).toContain('15个工作日')
    }
    const paper = await pageFor('songyilin', '/procedure.pdf')
    expect(paper.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    expect((await registry.browser().get('/procedure')).statusCode).toBe(303)
  })
})

describe('a colleague whose keys wait', () => {
  it('R42: stands among the tasks of those who can confirm, with the way to the earlier records, and of nobody else', async () => {
    const { accountId } = registry.account('heming')
    const admin = await registry.viewer('securityadmin')
    accepted(await setRoles(registry.context, admin, accountId, ['enforcementOfficer', 'disciplineHandler']))
    for (const username of ['gaoming', 'tangke']) {
      const { body } = await pageFor(username, '/home')
      expect(body, username).toContain('核对并确认何铭的密钥')
      expect(body).toContain(`/readers#reader-${accountId}`)
    }
    for (const username of ['heming', 'luzheng', 'songyilin', 'securityadmin'])
      expect((await pageFor(username, '/home')).body, username).not.toContain('核对并确认')

    const head = await registry.signIn('gaoming')
    const fingerprint = ownFingerprint(await registry.viewer('heming'))
    const confirmed = await head.post(`/readers/${accountId}/confirm`, {
      fingerprint,
      [`compared-${accountId}`]: 'yes',
    })
    expect(confirmed.headers.location).toBe('/readers?done=confirmed')
    expect((await head.get('/readers?done=confirmed')).body).toContain('到“补发授权”办理')
    expect((await head.get('/home')).body).not.toContain('核对并确认')
  })
})
