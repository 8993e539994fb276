import { expect, it } from 'vitest'
import { day, instant } from '../../kit/calendar.ts'
import { at } from '../inquiry-record/testing.ts'
import { aBureau, people } from '../organisation/testing.ts'
import { defaultTimeLimits } from '../rules/time-limits.ts'
import { publishedWorkingDays } from '../rules/working-days.ts'
import { sweepStep, type Waiting } from './deadlines.ts'
import { identityOf } from './identity.ts'
import type { Actor } from './types.ts'
import { pastViewsOf, viewsByRole } from './views.ts'

const waiting: Waiting = {
  dueOn: day('2026-03-10'),
  owner: 'disciplineOffice',
  remindedFor: null,
  escalationLevel: 0,
}
const sweep = (onDay: string, changes: Partial<Waiting> = {}) =>
  sweepStep({ ...waiting, ...changes }, at(onDay), defaultTimeLimits, publishedWorkingDays)

it('R38: reminds from the working day before, once a due day', () => {
  expect(sweep('2026-03-06')).toBeNull()
  expect(sweep('2026-03-09')).toMatchObject({
    event: { type: 'reminded', dueOn: '2026-03-10' },
    facts: { verb: 'added', dueOn: '2026-03-10', owner: 'disciplineOffice' },
  })
  expect(sweep('2026-03-10', { remindedFor: day('2026-03-10') })).toBeNull()
  expect(sweep('2026-03-10', { remindedFor: day('2026-03-05') })).not.toBeNull()
})

it('R38: escalates what is overdue and gives it a new day, again and again', () => {
  expect(sweep('2026-03-11')).toMatchObject({
    event: { type: 'escalated', level: 1, dueOn: '2026-03-13' },
    facts: { dueOn: '2026-03-13' },
  })
  expect(sweep('2026-03-16', { dueOn: day('2026-03-13'), escalationLevel: 1 })).toMatchObject({
    event: { level: 2, dueOn: '2026-03-18' },
  })
})

it('R38: leaves what has come to rest alone', () => {
  expect(sweep('2030-01-02', { dueOn: null, owner: 'none' })).toBeNull()
})

const by: Actor = { kind: 'officer', personId: people.handler, name: '白若水', role: 'disciplineHandler' }
const views = [
  { at: at('2026-03-03 10:00'), by, purpose: '接收' },
  { at: at('2026-03-04 10:00'), by: { kind: 'recorder' } as const, purpose: '' },
]

it('R40: the recorder sees role and time, newest first, and no name', () => {
  const rows = viewsByRole(views)
  expect(rows).toEqual([
    { role: 'recorder', at: at('2026-03-04 10:00') },
    { role: 'disciplineHandler', at: at('2026-03-03 10:00') },
  ])
  expect(JSON.stringify(rows)).not.toMatch(/白若水|p-handler|接收/u)
})

it('R40: looks of one role within a minute are one row', () => {
  const at10 = (seconds: number) => instant(`2026-03-03T02:00:${String(seconds).padStart(2, '0')}.000Z`)
  const looks = [5, 7, 40].map((seconds) => ({ at: at10(seconds), by, purpose: '接收' }))
  const later = { at: instant('2026-03-03T02:01:00.000Z'), by, purpose: '接收' }
  expect(viewsByRole([...looks, later]).map(({ at: moment }) => moment)).toEqual([later.at, at10(40)])
})

it('R42: past views of somebody who became known later are listed (edge case 3)', () => {
  expect(pastViewsOf(views, people.handler)).toEqual([views[0]])
  expect(pastViewsOf(views, people.head)).toEqual([])
})

it('R41: the identity part holds unit and post of the day', () => {
  expect(identityOf(people.officer, aBureau(), day('2026-03-02'))).toEqual({
    recorderId: people.officer,
    name: '林知远',
    unit: '柳河街道中队',
    post: '执法员',
  })
  expect(identityOf('p-nobody' as typeof people.officer, aBureau(), day('2026-03-02'))).toBeNull()
})
