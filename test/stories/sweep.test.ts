/**
 * What falls due is remembered and what is overdue goes up, once each, whoever sweeps (R38). The clock starts on Friday 2026-11-20; a
 * registration is to be received by Monday 2026-11-23.
 */
import { afterEach, describe, expect, it } from 'vitest'
import type { AppContext } from '../../src/app/context.ts'
import { assessClass, receiveRecord, requestSupplement } from '../../src/app/inquiries/handling.ts'
import { type Task, openableRecords, tasksOf } from '../../src/app/inquiries/listing.ts'
import { type SweepResult, sweep } from '../../src/app/sweep.ts'
import { defaultTimeLimits } from '../../src/domain/rules/time-limits.ts'
import { publishedWorkingDays } from '../../src/domain/rules/working-days.ts'
import { dayOf } from '../../src/kit/calendar.ts'
import { engines } from '../support/engines.ts'
import {
  type TestRegistry,
  aDisciplineHandler,
  aDisciplineHead,
  aDisciplineLead,
  aRegistry,
  accepted,
  anOfficer,
} from '../support/registry.ts'
import { askedBy, implicating, registered } from '../support/story.ts'

const people = [
  anOfficer('songyilin', '宋怡林'),
  aDisciplineHandler(),
  aDisciplineHandler('wenjing', '文静'),
  aDisciplineHead(),
  aDisciplineLead(),
]
const nothing: SweepResult = { reminded: 0, escalated: 0 }
const swept = (context: AppContext): Promise<SweepResult> => sweep(context, defaultTimeLimits, publishedWorkingDays)

let registry: TestRegistry
afterEach(() => registry.close())

describe.each(engines.filter(({ available }) => available))('the sweep on $name', (engine) => {
  const begin = async (): Promise<string> => {
    registry = await aRegistry({ people, engine })
    return registered(registry, await registry.viewer('songyilin'))
  }

  it('R38: reminds from the working day before, over a weekend, and only once', async () => {
    const number = await begin()
    expect(dayOf(registry.clock.now())).toBe('2026-11-20')
    expect(await swept(registry.context)).toEqual({ reminded: 1, escalated: 0 })
    registry.clock.advance({ days: 1 })
    expect(await swept(registry.context)).toEqual(nothing)
    registry.clock.advance({ days: 2 })
    expect(await swept(registry.context)).toEqual(nothing)
    expect(await taskOf('gaoming', number)).toMatchObject({
      dueOn: '2026-11-23',
      overdue: false,
      record: { remindedFor: '2026-11-23', escalationLevel: 0 },
    })
  })

  it('R38: escalates after the due day with a new day, and again when that has passed', async () => {
    const number = await begin()
    registry.clock.advance({ days: 4 })
    expect(await swept(registry.context)).toEqual({ reminded: 0, escalated: 1 })
    expect((await recordOf('gaoming', number)).next.dueOn).toBe('2026-11-26')
    expect(await swept(registry.context)).toEqual(nothing)
    registry.clock.advance({ days: 1 })
    expect(await swept(registry.context)).toEqual({ reminded: 1, escalated: 0 })
    registry.clock.advance({ days: 2 })
    expect(await swept(registry.context)).toEqual({ reminded: 0, escalated: 1 })
    expect(await recordOf('gaoming', number)).toMatchObject({ escalationLevel: 2, next: { dueOn: '2026-12-01' } })
  })

  it('R38: two sweeps at one moment, in two processes, do each thing once', async () => {
    const number = await begin()
    const other = await registry.otherProcess()
    const moments: readonly [number, SweepResult][] = [
      [0, { reminded: 1, escalated: 0 }],
      [4, { reminded: 0, escalated: 1 }],
    ]
    for (const [days, expected] of moments) {
      registry.clock.advance({ days })
      const results = await Promise.all([registry.context, other, registry.context, other].map(swept))
      const sum = results.reduce((a, b) => ({
        reminded: a.reminded + b.reminded,
        escalated: a.escalated + b.escalated,
      }))
      expect(sum).toEqual(expected)
    }
    expect(await recordOf('gaoming', number)).toMatchObject({
      remindedFor: '2026-11-23',
      escalationLevel: 1,
      next: { dueOn: '2026-11-26' },
    })
    expect(await registry.context.store.readModelDifferences()).toEqual([])
  })

  it('R38: a step that is overdue when it begins is escalated, though the one before it was for the same day', async () => {
    const number = await begin()
    const { context, clock } = registry
    accepted(await receiveRecord(context, await registry.viewer('gaoming'), number, {}, 'receive'))
    const { dueOn } = (await recordOf('gaoming', number)).next
    expect(dueOn).toBe('2026-12-11')
    clock.advance({ days: 24 })
    expect(await swept(context)).toEqual({ reminded: 0, escalated: 1 })
    const assessment = {
      to: 'generalInquiry',
      reason: '一般询问',
      redLinesCrossed: [],
      duty: '',
      procedure: '',
    } as const
    accepted(await assessClass(context, await registry.viewer('gaoming'), number, assessment, 'assess'))
    expect((await recordOf('luzheng', number)).next).toMatchObject({ role: 'disciplineLead', dueOn })
    expect(await swept(context)).toEqual({ reminded: 0, escalated: 1 })
    expect((await recordOf('luzheng', number)).next.dueOn).toBe('2026-12-16')
  })
})

describe('the sweep', () => {
  it('R38: counts holidays and make-up working days', async () => {
    registry = await aRegistry({ people, startsAt: '2026-09-30T01:00:00.000Z' })
    const { context, clock } = registry
    // Saturday 2026-10-10 is worked for the National Day holiday of 1 to 7 October.
    const before = await registered(registry, await registry.viewer('songyilin'))
    expect((await recordOf('gaoming', before)).next.dueOn).toBe('2026-10-08')
    expect(await swept(context)).toEqual({ reminded: 1, escalated: 0 })
    clock.advance({ days: 7 })
    expect(await swept(context)).toEqual(nothing)
    clock.advance({ days: 2 })
    expect(await swept(context)).toEqual({ reminded: 0, escalated: 1 })
    // From Friday the 9th two working days: the worked Saturday, and Monday.
    expect((await recordOf('gaoming', before)).next.dueOn).toBe('2026-10-12')
  })

  it('R38: what was escalated is among the tasks of the office head, also while an answer of the recorder is missing', async () => {
    registry = await aRegistry({ people })
    const { context, clock } = registry
    const number = await registered(registry, await registry.viewer('songyilin'))
    expect(await taskOf('tangke', number)).toBeUndefined()
    clock.advance({ days: 4 })
    await swept(context)
    expect(await taskOf('tangke', number)).toMatchObject({ record: { escalationLevel: 1 } })
    const handler = await registry.viewer('gaoming')
    accepted(await receiveRecord(context, handler, number, {}, 'receive'))
    expect(await taskOf('tangke', number)).toBeUndefined()
    const asked = { question: '当时是否有旁人在场？' }
    accepted(await requestSupplement(context, await registry.viewer('gaoming'), number, asked, 'ask'))
    clock.advance({ days: 8 })
    expect(await swept(context)).toEqual({ reminded: 0, escalated: 1 })
    expect(await taskOf('songyilin', number)).toMatchObject({ record: { escalationLevel: 1 } })
    expect(await taskOf('tangke', number)).toMatchObject({ record: { escalationLevel: 1 } })
  })

  it('R38, R42: nobody named gets anything of it; with the head named, what is escalated goes to who reviews instead', async () => {
    registry = await aRegistry({ people })
    const { context, clock } = registry
    const named = [registry.account('tangke'), registry.account('wenjing')] as const
    const fields = { ...askedBy(named[0]), ...implicating([named[1]]) }
    const number = await registered(registry, await registry.viewer('songyilin'), fields)
    expect(await swept(context)).toEqual({ reminded: 1, escalated: 0 })
    clock.advance({ days: 4 })
    expect(await swept(context)).toEqual({ reminded: 0, escalated: 1 })
    for (const { username } of named) {
      const viewer = await registry.viewer(username)
      expect(await tasksOf(context, viewer)).toEqual([])
      expect(await openableRecords(context, viewer)).toEqual([])
    }
    expect(await taskOf('gaoming', number)).toBeDefined()
    expect(await taskOf('luzheng', number)).toMatchObject({ record: { escalationLevel: 1 } })
  })
})

async function taskOf(username: string, number: string): Promise<Task | undefined> {
  const tasks = await tasksOf(registry.context, await registry.viewer(username))
  return tasks.find(({ record }) => record.registerNumber === number)
}

async function recordOf(username: string, number: string) {
  const listed = await openableRecords(registry.context, await registry.viewer(username))
  const found = listed.find(({ record }) => record.registerNumber === number)
  if (!found) throw new Error(`${username} does not see the record`)
  return found.record
}
