import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testCrossSigning, testTrailWork, testVkeys } from '../../../test/support/trail-work.ts'
import { inquirerKinds, channels, inquiryClasses } from '../../domain/inquiry-record/content.ts'
import { namedWithPastUses } from '../../domain/inquiry-record/named-persons.ts'
import { permitState } from '../../domain/inquiry-record/permits.ts'
import { dayOf, instant } from '../../kit/calendar.ts'
import { createRenderer } from '../../documents/renderer.ts'
import { createSealer } from '../sealing/sealer.ts'
import { openStore } from '../../store/open.ts'
import type { Store } from '../../store/store.ts'
import { checkRegistry } from '../check/check-registry.ts'
import type { AppContext } from '../context.ts'
import { openableMatters, openableRecords, tasksOf } from '../inquiries/listing.ts'
import { demoAccountsFile, DemoViewers } from './demo-accounts.ts'
import { demoInquiries, playDemo } from './demo.ts'
import { demoCases } from './cases.ts'
import { demoAccounts, demoPersons, demoPosts, demoUnits, personIdOf } from './people.ts'

let folder: string
let store: Store
let context: AppContext

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liuhen-demo-'))
  store = await openStore({ file: join(folder, 'register.db') }, testTrailWork)
  context = {
    store,
    now: () => instant('2026-11-22T08:00:00.000Z'),
    dataFolder: folder,
    hostSecret: new Uint8Array(randomBytes(32)),
    passwordCost: { passes: 1, memoryMiB: 1 },
    renderer: createRenderer(),
    address: 'http://127.0.0.1:8400',
    recoveryKey: null,
    recoverySigningKey: null,
    sealer: createSealer(),
    crossSigning: testCrossSigning,
  }
})

afterEach(async () => {
  await context.renderer.close()
  await context.sealer.close()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

describe('the data', () => {
  it('names only people, units and cases that exist', () => {
    for (const { unitId, personId } of demoPosts) {
      expect(demoUnits.map(({ id }) => id)).toContain(unitId)
      expect(demoPersons.map(({ id }) => id)).toContain(personId)
    }
    const usernames = demoAccounts.map(({ username }) => username)
    for (const { by } of demoInquiries) expect(usernames).toContain(by)
    for (const { handlerIds } of demoCases)
      for (const id of handlerIds) expect(demoPersons.map((person) => person.id)).toContain(id)
    expect(new Set(demoInquiries.map(({ id }) => id)).size).toBe(demoInquiries.length)
  })

  it('R6: has every kind of inquirer, every channel and every class', () => {
    expect(demoInquiries.length).toBeGreaterThanOrEqual(45)
    expect(new Set(demoInquiries.map(({ inquirer }) => inquirer.kind))).toEqual(new Set(inquirerKinds))
    expect(new Set(demoInquiries.map(({ channel }) => channel))).toEqual(new Set(channels))
    const reached = demoInquiries.flatMap(({ course }) => ('class' in course ? [course.class] : []))
    expect(new Set(reached)).toEqual(new Set(inquiryClasses))
  })
})

describe('playing it', () => {
  it('R38: brings records into every state, and the registry it makes is sound', async () => {
    const { registered, refused, signIns } = await playDemo(context, { vkey: testVkeys.register })
    expect(refused).toEqual([])
    expect(registered).toBe(demoInquiries.length)
    expect(await checkRegistry(context, { vkeys: testVkeys })).toMatchObject({
      ok: true,
      summary: { dossiers: demoInquiries.length },
    })

    const viewers = new DemoViewers(context, signIns)
    const organisation = await context.store.organisation()
    const upward = await openableMatters(context, await viewers.viewer('linxiaoyu'))
    expect(upward.stubs).toMatchObject([{ stub: { status: 'transferred', byOffice: false } }])
    const waiting = await tasksOf(context, await viewers.viewer('chenyiming'))
    expect(waiting.map(({ record }) => record.content.directToSuperior?.reason)).toContain(
      '对方称会与局里打招呼，不便由本单位办理。',
    )
    const seen = await Promise.all(
      ['tanweimin', 'suwanqing', 'ludaming'].map(async (name) => openableRecords(context, await viewers.viewer(name))),
    )
    // R42: one handler read a record before he was found to be named in it; the head sees that he did, he sees nothing.
    const known = await openableRecords(context, await viewers.viewer('mengxiaolan'))
    const named = known.filter(({ record }) => record.namings.length > 0)
    expect(named.map(({ record }) => namedWithPastUses(record, organisation, dayOf(context.now())))).toMatchObject([
      [{ personId: personIdOf('ludaming'), by: 'office', uses: [{ kind: 'viewed' }] }],
    ])
    // R37: one record re-assigned, and a permit in each state; the holder of one reads by it.
    expect(known.some(({ record }) => record.handler?.name === '苏婉清' && record.permits.length > 0)).toBe(true)
    const permits = known.flatMap(({ record }) => record.permits)
    expect(new Set(permits.map((permit) => permitState(permit, context.now())))).toEqual(
      new Set(['waiting', 'approved', 'refused']),
    )
    const byPermit = await openableRecords(context, await viewers.viewer('heyunfei'))
    expect(byPermit.map(({ standing }) => standing)).toEqual(['permit'])
    const his = seen[2]?.map(({ record }) => record.registerNumber)
    expect(his).not.toContain(named[0]?.record.registerNumber)
    const states = new Set(seen.flat().map(({ record }) => record.status))
    expect(states).toEqual(
      new Set([
        'registered',
        'received',
        'supplementRequested',
        'assessed',
        'opinionSigned',
        'verifying',
        'closedForReference',
      ]),
    )
  }, 120_000)

  it('goes on after an interruption, and changes nothing once it is complete', async () => {
    const few = demoInquiries.slice(0, 4)
    const interruption = new Error('the power went off')
    const stopAfter = (steps: number) => (done: number) => {
      if (done === steps) throw interruption
    }
    await expect(playDemo(context, { inquiries: few, onProgress: stopAfter(30) })).rejects.toBe(interruption)
    await playDemo(context, { inquiries: few })
    const { size } = await store.head('register')
    const accounts = await readFile(demoAccountsFile(folder), 'utf8')
    await playDemo(context, { inquiries: few })
    expect((await store.head('register')).size).toBe(size)
    expect(await readFile(demoAccountsFile(folder), 'utf8')).toBe(accounts)
    expect((await stat(demoAccountsFile(folder))).mode & 0o777).toBe(0o600)
    const result = await checkRegistry(context, { vkeys: testVkeys })
    expect(result).toMatchObject({ ok: true, summary: { dossiers: few.length } })
  }, 120_000)
})
