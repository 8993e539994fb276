/** What every engine must do with sealed pages of lists, their locks, and what changed since (docs/decisions/0011). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engines, type TestRegistry } from '../../test/support/engines.ts'
import { aCommand, anAddition, anEvent, dossierId } from '../../test/support/store-builders.ts'
import { utf8 } from '../kit/bytes.ts'
import { instant } from '../kit/calendar.ts'
import { lockBlockOf, SLOTS_PER_LOCK } from './slot-locks.ts'
import type { Store } from './store.ts'

/** Slots that are replaced come with an event that commits to all of them. */
const event = { type: 'grantsRenewed', at: instant('2026-11-20T01:00:00Z'), accountId: null, data: {} }

describe.each(engines.filter(({ available }) => available))('pages of lists on $name', ({ registry }) => {
  let here: TestRegistry
  let store: Store
  beforeEach(async () => {
    here = await registry()
    store = await here.open()
  })
  afterEach(() => here.remove())

  const head = (before: string | null, sealed: string) => ({
    tag: 'head',
    before: before === null ? null : utf8(before),
    sealed: utf8(sealed),
  })
  const pages = (...texts: string[]) => texts.map((text) => ({ tag: text, sealed: utf8(`sealed ${text}`) }))
  const there = async (...tags: string[]): Promise<string[]> =>
    (await store.listPages(tags)).map(({ sealed }) => new TextDecoder().decode(sealed)).toSorted()

  it('are written together with their head, by whoever read the head of before', async () => {
    expect(await store.saveListPages({ head: head(null, 'first'), pages: pages('a', 'b'), dropped: [] })).toBe(true)
    expect(await store.saveListPages({ head: head(null, 'late'), pages: pages('c'), dropped: ['a'] })).toBe(false)
    expect(await store.saveListPages({ head: head('other', 'late'), pages: pages('c'), dropped: ['a'] })).toBe(false)
    expect(await there('head', 'a', 'b', 'c')).toEqual(['first', 'sealed a', 'sealed b'])
    expect(await store.saveListPages({ head: head('first', 'second'), pages: pages('c'), dropped: ['a'] })).toBe(true)
    expect(await there('head', 'a', 'b', 'c')).toEqual(['sealed b', 'sealed c', 'second'])
    expect(await there()).toEqual([])
  })

  it('two at once: one of them is written', async () => {
    const other = await here.open()
    const answers = await Promise.all(
      [store, other, store, other].map((each, i) =>
        each.saveListPages({ head: head(null, `head ${i}`), pages: pages(`page ${i}`), dropped: [] }),
      ),
    )
    const first = answers.indexOf(true)
    expect(answers.filter(Boolean)).toHaveLength(1)
    expect(await there('head', 'page 0', 'page 1', 'page 2', 'page 3')).toEqual([
      `head ${first}`,
      `sealed page ${first}`,
    ])
  })

  it('go with the read models when these are made anew', async () => {
    await store.saveListPages({ head: head(null, 'first'), pages: pages('a'), dropped: [] })
    await store.rebuildReadModels()
    expect(await there('head', 'a')).toEqual([])
  })

  it('R42: a lock stays until a slot of its block is overwritten, in whatever way', async () => {
    await Promise.all(['d1', 'd2'].map((id) => store.append(aCommand({ id }))))
    await store.makeSlotLocks([0, 1].map((block) => ({ block, lock: utf8(`lock ${block}`) })))
    await store.makeSlotLocks([{ block: 0, lock: utf8('another') }])
    const locks = async (): Promise<string[]> =>
      (await store.slotLocks())
        .toSorted((a, b) => a.block - b.block)
        .map(({ lock }) => Buffer.from(lock).toString('hex'))
    const first = await locks()
    expect(first).toEqual(['lock 0', 'lock 1'].map((text) => Buffer.from(text).toString('hex')))

    await store.append(anAddition('d1', 2, 'no slot changes'))
    expect(await locks()).toEqual(first)
    const [slot] = await store.slotsOf(dossierId('d1'))
    if (!slot) throw new Error('the dossier has slots')
    const ways = [
      () =>
        store.append({
          ...anAddition('d1', 3, 'overwritten'),
          slotChanges: [{ slotId: slot.slotId, slot: utf8('a decoy') }],
        }),
      () => store.replaceSlots([{ slotId: slot.slotId, before: utf8('a decoy'), after: utf8('anew') }], event),
      () => here.statement(`update slots set slot = slot where slot_id = ${slot.slotId}`),
    ]
    let before = first
    for (const overwrite of ways) {
      await overwrite()
      const after = await locks()
      expect(after[0]).not.toBe(before[0])
      expect(after[0]).toMatch(/^[0-9a-f]{58,64}$/)
      expect(after[1]).toBe(first[1])
      before = after
    }
    // Where nothing was replaced, nothing is made anew.
    await store.replaceSlots([{ slotId: slot.slotId, before: utf8('long gone'), after: utf8('never') }], event)
    expect(await locks()).toEqual(before)
  })

  it('a slot belongs to the block that the database counts', async () => {
    expect([1, SLOTS_PER_LOCK, SLOTS_PER_LOCK + 1].map(lockBlockOf)).toEqual([0, 0, 1])
    await store.append(aCommand({ id: 'd1' }))
    await here.statement(
      `update slots set slot_id = ${SLOTS_PER_LOCK + 1} where slot_id = (select max(slot_id) from slots)`,
    )
    await store.makeSlotLocks([0, 1].map((block) => ({ block, lock: utf8(`lock ${block}`) })))
    await here.statement(`update slots set slot = slot where slot_id = ${SLOTS_PER_LOCK + 1}`)
    const kept = (await store.slotLocks()).filter(({ lock }) => lock.length === 6).map(({ block }) => block)
    expect(kept).toEqual([0])
  })

  it('what changed is told in order, with where each dossier begins', async () => {
    await store.append(aCommand({ id: 'd1' }))
    await store.append(aCommand({ id: 'd2' }))
    await store.append({
      ...anAddition('d1', 2, 'two'),
      events: [anEvent('d1', 2, { verb: 'moved' }), anEvent('d1', 3, { verb: 'viewed' })],
    })
    const told = (await store.changesAfter(-1, 10)).map((each) => [
      each.leafIndex,
      each.dossierId,
      each.verb,
      each.registration,
    ])
    expect(told).toEqual([
      [0, 'd1', 'opened', 0],
      [1, 'd2', 'opened', 1],
      [2, 'd1', 'moved', 0],
      [3, 'd1', 'viewed', 0],
    ])
    expect((await store.changesAfter(1, 1)).map(({ leafIndex }) => leafIndex)).toEqual([2])
    expect(await store.changesAfter(3, 10)).toEqual([])
    expect(await store.registrationsOf([dossierId('d2'), dossierId('nobody')])).toEqual([
      { dossierId: 'd2', leafIndex: 1 },
    ])
  })
})
