/** People brought up to date, and time limits published, by the system administrator of a register in use. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rulesInForce } from '../../src/app/rules.ts'
import { referenceTo } from '../../src/domain/organisation/organisation.ts'
import { timeLimitsOn } from '../../src/domain/rules/time-limits.ts'
import { day } from '../../src/kit/calendar.ts'
import type { TestBrowser } from '../support/browser.ts'
import { anAdministrator, anOfficer } from '../support/registry.ts'
import { aServedRegistry, type ServedRegistry } from '../support/served-registry.ts'
import { previewForm, upload } from '../support/set-up.ts'

let registry: ServedRegistry
let admin: TestBrowser
beforeEach(async () => {
  const people = [anAdministrator('systemAdmin'), anAdministrator('securityAdmin'), anOfficer('songyilin', '宋怡林')]
  registry = await aServedRegistry({ people })
  admin = await registry.signIn('systemadmin')
})
afterEach(() => registry.close())

const list = (...rows: string[]): string => `姓名,工号,单位,单位类别,职务,任职日期,免职日期\n${rows.join('\n')}\n`
const events = async () => registry.context.store.securityEvents(null, 10)

describe('the people list', () => {
  const moved = list('宋怡林,Q-songyilin,办公室,,科员,2026-12-01,', '高茗,Q9,城北中队,直属中队,队员,2026-12-01,')

  it('R5: moves somebody from a day on, leaves the old post where it was, deletes nobody, and is an event', async () => {
    const preview = await upload(admin, '/admin/people/file', moved, await admin.token())
    expect(preview.statusCode).toBe(200)
    expect(preview.body).toContain('2 人，保持不变')
    const form = previewForm(preview.body)
    expect((await admin.post('/admin/people/accept', form)).headers.location).toBe('/admin/people?done=yes')
    const organisation = await registry.context.store.organisation()
    const { personId } = registry.account('songyilin')
    expect(referenceTo(personId, organisation, day('2026-11-30'))).toMatchObject({ unit: '河东中队', post: '执法人员' })
    expect(referenceTo(personId, organisation, day('2026-12-01'))).toMatchObject({ unit: '办公室', post: '科员' })
    expect(organisation.persons).toHaveLength(4)
    const [newest] = await events()
    expect(newest).toMatchObject({
      type: 'directoryImported',
      data: { units: 1, persons: 1, posts: 3, endedByMove: 1 },
    })
    expect(JSON.stringify(newest)).not.toContain('高茗')

    // Sent again: the bureau has moved on, and there is nothing left to do.
    const again = await admin.post('/admin/people/accept', form)
    expect(again.statusCode).toBe(409)
    expect(again.body).toContain('没有需要更新的内容')
  })

  it('R87: is for the system administrator alone, and takes nothing without the form’s token', async () => {
    for (const username of ['securityadmin', 'songyilin']) {
      const other = await registry.signIn(username)
      expect((await other.get('/admin/people')).statusCode).toBe(404)
      expect((await other.get('/admin/time-limits')).statusCode).toBe(404)
      expect((await other.post('/admin/people/accept', { list: moved, basis: '' })).statusCode).toBe(404)
    }
    const before = await registry.context.store.organisation()
    expect((await upload(admin, '/admin/people/file', moved)).statusCode).toBe(403)
    expect(await registry.context.store.organisation()).toEqual(before)
  })

  it('R5: names what is wrong and keeps nothing', async () => {
    const early = list('宋怡林,Q-songyilin,办公室,,科员,2019-01-01,')
    const answer = await upload(admin, '/admin/people/file', early, await admin.token())
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toMatch(/任职日期 2019-01-01 早于现任职务的任职日期 2026-11-20/)
  })
})

describe('time limits', () => {
  const limits = {
    lateAfter: '3',
    receive: '2',
    supplementAnswer: '5',
    opinion: '10',
    afterOpinion: '5',
    verification: '20',
    escalation: '2',
  }

  it('R34: a new version holds from its first day, and the old one stays readable', async () => {
    expect((await admin.post('/admin/time-limits', { ...limits, validFrom: '2026-12-1' })).statusCode).toBe(303)
    const { timeLimits } = await rulesInForce(registry.context)
    expect(timeLimitsOn(timeLimits, day('2026-11-30')).verification).toEqual({ unit: 'days', count: 30 })
    expect(timeLimitsOn(timeLimits, day('2026-12-01')).verification).toEqual({ unit: 'days', count: 20 })
    const page = (await admin.get('/admin/time-limits')).body
    expect(page).toContain('第 1 版（默认）')
    expect(page).toContain('第 2 版')
    expect((await events())[0]).toMatchObject({ type: 'timeLimitsPublished', data: { validFrom: '2026-12-01' } })
  })

  it('R34: never reaches back, and says which number or day is wrong', async () => {
    for (const [wrong, said] of [
      [{ validFrom: '2026-11-20' }, '生效日期须晚于今天'],
      [{ validFrom: '明天' }, '生效日期无法识别'],
      [{ validFrom: '' }, '请填写生效日期'],
      [{ validFrom: '2026-12-1', opinion: '0' }, '1 至 365'],
      [{ validFrom: '2026-12-1', opinion: '半个月' }, '1 至 365'],
    ] as const) {
      const answer = await admin.post('/admin/time-limits', { ...limits, ...wrong })
      expect([answer.statusCode, answer.body.includes(said)]).toEqual([422, true])
    }
    expect((await rulesInForce(registry.context)).timeLimits).toHaveLength(1)
  })
})
