/**
 * Lists, searches and tasks come from sealed pages (docs/decisions/0011): they say what the register says, whoever changed it, and of whom a slot
 * was taken they show nothing any more, at once (R32, R37, R42).
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppContext, Viewer } from '../../src/app/context.ts'
import { addSupplement, receiveRecord, recordView } from '../../src/app/inquiries/handling.ts'
import { firstTasks, type ListedPage, listedPage, openableRecords, tasksOf } from '../../src/app/inquiries/listing.ts'
import { openRecord } from '../../src/app/inquiries/opening.ts'
import { searchedPage } from '../../src/app/inquiries/search-hits.ts'
import { registerContent } from '../../src/app/inquiries/registering.ts'
import { personTimeline } from '../../src/app/inquiries/timeline.ts'
import { headTag } from '../../src/app/lists/head.ts'
import { rebuild } from '../../src/app/operations/rebuild.ts'
import { contentFromDraft } from '../../src/domain/inquiry-record/draft.ts'
import { dayOf } from '../../src/kit/calendar.ts'
import { LiuhenError } from '../../src/kit/liuhen-error.ts'
import type { Store } from '../../src/store/store.ts'
import { listTag, openLockedPart, pageKey } from '../../src/vault/list-seals.ts'
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
import { headOfLists, pagesOfLists } from '../support/remembered.ts'
import { registered, searchedFor, type TypedFields, typedToday } from '../support/story.ts'

const people = [
  anOfficer('songyilin', '宋怡林'),
  anOfficer('hefei', '何飞'),
  aDisciplineHandler('gaoming', '高茗'),
  aDisciplineHandler('wenjing', '文静'),
  aDisciplineHead(),
  aDisciplineLead(),
]

const numbersOf = ({ records }: Pick<ListedPage, 'records'>): string[] =>
  records.map(({ record }) => record.registerNumber)

const listed = (context: AppContext, viewer: Viewer, query: Partial<Parameters<typeof listedPage>[2]> = {}) =>
  listedPage(context, viewer, { text: '', status: '', page: 1, length: 25, ...query })

/** Many at once, straight through the use case. */
async function registeredMany(registry: TestRegistry, viewer: Viewer, fields: readonly TypedFields[]): Promise<void> {
  const { context } = registry
  const organisation = await context.store.organisation()
  const day = dayOf(context.now())
  const signing = { declaredTruthful: true, signature: { kind: 'typed' } } as const
  for (const each of fields) {
    const draft = { fields: { ...typedToday(registry), ...each }, evidence: [] }
    accepted(await registerContent(context, viewer, contentFromDraft(draft, organisation, day), signing, randomUUID()))
  }
}

describe.each(engines.filter(({ available }) => available))('lists from sealed pages, on $name', (engine) => {
  let registry: TestRegistry
  /** What happens instead of the next writing of pages. */
  let instead: (() => Promise<boolean>) | null = null
  beforeAll(async () => {
    const interrupted = (store: Store): Store => ({
      ...store,
      saveListPages: async (change) => {
        const now = instead
        instead = null
        return now ? now() : store.saveListPages(change)
      },
    })
    registry = await aRegistry({ engine, people, wrapStore: interrupted })
  })
  afterAll(() => registry.close())

  it('R42: a slot that is overwritten takes the record out of list, count, search, tasks and page at once, also for whoever has the disk', async () => {
    const { context } = registry
    const recorder = await registry.viewer('songyilin')
    await registered(registry, recorder)
    const number = await registered(registry, recorder, { caseTitle: '玉泉茶楼占道一案' })
    const handler = await registry.viewer('gaoming')
    const before = await listed(context, handler)
    expect(numbersOf(before)).toContain(number)
    expect(numbersOf(await listed(context, handler, { text: '玉泉茶楼' }))).toEqual([number])
    const tasks = (await firstTasks(context, handler, 50)).count
    const page = (await pagesOfLists(context, handler.secret))[0] ?? { serial: 0, blocks: [] as readonly number[] }
    const [rows] = await context.store.listPages([listTag(handler.secret, 'rows', page.serial)])
    const locksNow = async () =>
      (await context.store.slotLocks()).filter(({ block }) => page.blocks.includes(block)).map(({ lock }) => lock)
    const opens = async () =>
      openLockedPart(pageKey(handler.secret, await locksNow()), 'rows', page.serial, rows?.sealed ?? new Uint8Array())
    expect((await opens()).length).toBeGreaterThan(0)

    const dossier = await context.store.dossierByNumber(number as never)
    const slots = await context.store.slotsOf(dossier?.id ?? ('' as never))
    const decoys = slots.map(({ slotId, slot }) => ({
      slotId,
      before: slot,
      after: new Uint8Array(randomBytes(slot.length)),
    }))
    const event = { type: 'grantsRenewed', at: context.now(), accountId: null, data: {} }
    await context.store.replaceSlots(decoys, event)

    // The page of before, the secret, and the database of today.
    await expect(opens()).rejects.toMatchObject({ code: 'sealBroken' })
    const after = await listed(context, handler)
    expect(after.found).toBe(before.found - 1)
    expect(numbersOf(after)).toEqual(numbersOf(before).filter((each) => each !== number))
    expect((await listed(context, handler, { text: '玉泉茶楼' })).found).toBe(0)
    expect((await firstTasks(context, handler, 50)).count).toBe(tasks - 1)
    expect(await openRecord(context, handler, number)).toBeNull()
    // The recorder's slot was among them.
    expect(numbersOf(await listed(context, recorder))).not.toContain(number)
  })

  it('R42: whoever is named by somebody else has the record in nothing any more with his next look', async () => {
    const { context } = registry
    const recorder = await registry.viewer('songyilin')
    const number = await registered(registry, recorder, { caseTitle: '北苑仓库违建一案' })
    const handler = await registry.viewer('wenjing')
    expect(numbersOf(await listed(context, handler, { text: '北苑仓库' }))).toEqual([number])
    const { found } = await listed(context, handler)
    const named = [registry.account('wenjing').personId]
    const input = { text: '是他转达的', evidence: [], named }
    accepted(await addSupplement(context, recorder, number, input, 'named by somebody else'))
    expect((await listed(context, handler, { text: '北苑仓库' })).found).toBe(0)
    expect((await listed(context, handler)).found).toBe(found - 1)
    expect((await tasksOf(context, handler)).map(({ record }) => record.registerNumber)).not.toContain(number)
    // Everybody else has it where it stood.
    for (const username of ['songyilin', 'gaoming', 'tangke'])
      expect(numbersOf(await listed(context, await registry.viewer(username))), username).toContain(number)
  })

  it('R37: what somebody else changed shows with the next look: status, tasks and who may know it', async () => {
    const { context } = registry
    const number = await registered(registry, await registry.viewer('hefei'))
    const [first, second] = [await registry.viewer('gaoming'), await registry.viewer('wenjing')]
    const has = async (viewer: Viewer, status = '') =>
      numbersOf(await listed(context, viewer, { status })).includes(number)
    expect([await has(first, 'registered'), await has(second, 'registered')]).toEqual([true, true])
    accepted(await receiveRecord(context, first, number, {}, 'received'))
    expect([await has(first, 'registered'), await has(first, 'received')]).toEqual([false, true])
    expect(await has(second)).toBe(false)
    expect((await tasksOf(context, second)).map(({ record }) => record.registerNumber)).not.toContain(number)
    const recorder = await registry.viewer('hefei')
    const [mine] = (await listed(context, recorder, { status: 'received' })).records
    expect(mine?.record).toMatchObject({ registerNumber: number, status: 'received' })
  })

  it('R41: who recorded is found by those who learn it, and what rows are found by is not to be typed', async () => {
    const { context } = registry
    const number = await registered(registry, await registry.viewer('hefei'), { inquirerName: '魏长庚' })
    const handler = await registry.viewer('gaoming')
    expect(numbersOf({ records: await searchedFor(context, handler, '何飞') })).not.toContain(number)
    const head = await registry.viewer('tangke')
    expect(numbersOf({ records: await searchedFor(context, head, '何 飞') })).toContain(number)
    expect(numbersOf({ records: await searchedFor(context, head, ' 魏长 庚') })).toEqual([number])
    expect(await searchedFor(context, head, 'outside:魏长庚')).toEqual([])
    expect(await searchedFor(context, head, '\u0003')).toHaveLength(Math.min(25, (await listed(context, head)).found))
  })

  it('R26: a hit of a search stands in the snapshot that goes with it as in the events', async () => {
    const { context } = registry
    const number = await registered(registry, await registry.viewer('hefei'), { inquirerName: '左丘明远' })
    const handler = await registry.viewer('gaoming')
    const look = () => searchedPage(context, handler, { text: '左丘明远', status: '', page: 1, length: 25 })
    expect(numbersOf(await look())).toEqual([number])
    expect(numbersOf(await look())).toEqual([number])
    const row = await context.store.dossierByNumber(number as never)
    if (!row) throw new Error('the record is there')
    expect(row.sequence).toBe(3)
    expect((await context.store.snapshots([row.id])).map(({ sequence }) => sequence)).toEqual([3])
    const record = async () => (await listed(context, handler, { text: '左丘明远' })).records[0]?.record
    const bySnapshot = await record()
    expect(bySnapshot?.searchHits).toMatchObject([{ by: { name: '高茗' }, times: 2 }])
    await registry.statement('delete from snapshots')
    expect(await record()).toEqual(bySnapshot)
  })

  it('R28: a timeline finds the other records of a person, and nobody whose name only begins alike', async () => {
    const { context } = registry
    const recorder = await registry.viewer('songyilin')
    const numbers = [
      await registered(registry, recorder, { inquirerName: '谭子期' }),
      await registered(registry, recorder, { inquirerName: '谭子期 ' }),
    ]
    await registered(registry, recorder, { inquirerName: '谭子期远' })
    const { entries } = accepted(await personTimeline(context, await registry.viewer('tangke'), numbers[0] ?? ''))
    expect(entries.map(({ listed: { record } }) => record.registerNumber).toSorted()).toEqual(numbers.toSorted())
  })

  it('two looks at once, while others register, see the same and both come to an end', async () => {
    const { context } = registry
    const recorder = await registry.viewer('songyilin')
    const handler = await registry.viewer('gaoming')
    for (let round = 0; round < 3; round += 1) {
      const number = await registered(registry, recorder)
      const looks = await Promise.all(Array.from({ length: 5 }, () => listed(context, handler)))
      for (const look of looks) expect(numbersOf(look)[0]).toBe(number)
      expect(new Set(looks.map((look) => numbersOf(look).join(' '))).size).toBe(1)
    }
  })

  it('R35: nothing is lost when the process ends between an append and the writing of pages, or the disk is full', async () => {
    const { context } = registry
    const handler = await registry.viewer('gaoming')
    await listed(context, handler)
    const number = await registered(registry, await registry.viewer('songyilin'))
    instead = async () => {
      throw new Error('the process ends here')
    }
    await expect(listed(context, handler)).rejects.toThrow('ends here')
    expect(numbersOf(await listed(context, handler))[0]).toBe(number)
    const next = await registered(registry, await registry.viewer('songyilin'))
    instead = async () => {
      throw new LiuhenError('diskFull', 'no room')
    }
    expect(numbersOf(await listed(context, handler)).slice(0, 2)).toEqual([next, number])
    expect(numbersOf(await listed(context, handler)).slice(0, 2)).toEqual([next, number])
  })

  it('pages that were taken away, spoilt or emptied by «rebuild» are made again', async () => {
    const { context } = registry
    const handler = await registry.viewer('gaoming')
    const before = numbersOf(await listed(context, handler))
    const serial = (await pagesOfLists(context, handler.secret))[0]?.serial ?? 0
    for (const tag of [listTag(handler.secret, 'entries', serial), listTag(handler.secret, 'rows', serial)]) {
      await registry.statement(`delete from list_pages where tag = '${tag}'`)
      expect(numbersOf(await listed(context, handler))).toEqual(before)
    }
    const head = headTag(handler.secret)
    const nothing = engine.name === 'sqlite' ? `x'00'` : `'\\x00'`
    await registry.statement(`update list_pages set sealed = ${nothing} where tag = '${head}'`)
    expect(numbersOf(await listed(context, handler))).toEqual(before)
    await registry.statement('delete from slot_locks')
    expect(numbersOf(await listed(context, handler))).toEqual(before)
    expect((await rebuild(context)).left).toEqual([])
    expect(await registry.statement('select tag from list_pages')).toEqual([])
    expect(numbersOf(await listed(context, handler))).toEqual(before)
  })

  it('R42: a look that changes no row writes no page', async () => {
    const { context } = registry
    const number = await registered(registry, await registry.viewer('songyilin'))
    const handler = await registry.viewer('gaoming')
    await listed(context, handler)
    const before = await headOfLists(context, handler.secret)
    const head = await registry.viewer('tangke')
    accepted(await recordView(context, head, number, { purpose: '复核' }, 'a look'))
    expect(numbersOf(await listed(context, handler))[0]).toBe(number)
    expect(await headOfLists(context, handler.secret)).toEqual(before)
  })

  it('many records stand on several pages, newest first, wherever they are changed', { timeout: 120_000 }, async () => {
    const { context } = registry
    const recorder = await registry.viewer('hefei')
    const titles = Array.from({ length: 300 }, (_, n) => ({
      caseTitle: `连片整治第${n}户`,
      caseNumber: `〔2026〕${n}号`,
    }))
    await registeredMany(registry, recorder, titles)
    const head = await registry.viewer('tangke')
    const { found } = await listed(context, head)
    expect((await pagesOfLists(context, head.secret)).length).toBeGreaterThan(2)
    const all = numbersOf({ records: await openableRecords(context, head) })
    expect(all).toHaveLength(found)
    const paged: string[] = []
    for (let page = 1; paged.length < found; page += 1) paged.push(...numbersOf(await listed(context, head, { page })))
    expect(paged).toEqual(all)
    expect((await listed(context, head, { page: 999 })).page).toBe(Math.ceil(found / 25))
    // In the order of the registrations.
    const shown = (await openableRecords(context, head)).map(({ record }) => record.content.caseTitle)
    expect(shown.slice(0, 300)).toEqual(titles.map(({ caseTitle }) => caseTitle).toReversed())

    const common = await listed(context, head, { text: '连片整治' })
    expect([common.found, common.isCut, common.pages]).toEqual([100, true, 4])
    const rare = await listed(context, head, { text: '第217户' })
    expect([rare.found, rare.isCut, rare.records[0]?.record.content.caseTitle]).toEqual([1, false, '连片整治第217户'])
    expect((await listed(context, head, { text: '户' })).isCut).toBe(true)
    expect((await listed(context, head, { text: '第999户' })).found).toBe(0)
    const { tasks, count } = await firstTasks(context, await registry.viewer('gaoming'), 10)
    expect(tasks).toHaveLength(10)
    expect(count).toBeGreaterThan(300)
    expect(tasks.every(({ dueOn }, i) => i === 0 || (tasks[i - 1]?.dueOn ?? '') <= dueOn)).toBe(true)

    // New keys leave a record where it stands.
    const old = shown.indexOf('连片整治第40户')
    const number = all[old] ?? ''
    const named = [registry.account('wenjing').personId]
    accepted(await addSupplement(context, recorder, number, { text: '查明', evidence: [], named }, 'an old one'))
    expect(numbersOf({ records: await openableRecords(context, head) })[old]).toBe(number)
    expect((await listed(context, await registry.viewer('wenjing'), { text: '第40户' })).found).toBe(0)
    expect((await listed(context, await registry.viewer('gaoming'), { text: '第40户' })).found).toBe(1)
  })
})

describe('a search of very many records', () => {
  it('ends when it has read much and the page is full; the next page goes on', { timeout: 120_000 }, async () => {
    const registry = await aRegistry({ people })
    const titles = Array.from({ length: 900 }, (_, n) => ({
      caseTitle: `背街整治第${n}户${n % 30 === 0 ? '院落' : ''}`,
      caseNumber: `〔2026〕${n}号`,
    }))
    await registeredMany(registry, await registry.viewer('hefei'), titles)
    const handler = await registry.viewer('gaoming')
    const first = await listed(registry.context, handler, { text: '户院落' })
    expect(first.isCut).toBe(true)
    expect([first.records.length, first.pages]).toEqual([25, 2])
    expect(first.found).toBeLessThan(30)
    const second = await listed(registry.context, handler, { text: '户院落', page: 2 })
    expect([second.found, second.isCut, second.page, second.records.length]).toEqual([30, false, 2, 5])
    await registry.close()
  })
})
