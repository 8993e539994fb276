/** The grant slots are bound to the trail whatever writes them, and what somebody else wrote is never vouched for (docs/decisions/0013). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkSlots } from '../app/check/check-slots.ts'
import { engines, type TestRegistry } from '../../test/support/engines.ts'
import { aCommand, anAccount, anAddition, aPerson, dossierId } from '../../test/support/store-builders.ts'
import { appended, upTo } from '../../test/support/store-checks.ts'
import { utf8 } from '../kit/bytes.ts'
import { instant } from '../kit/calendar.ts'
import type { SecurityEventInput, Store } from './store.ts'

const bytesIn = (engine: string, text: string): string =>
  engine === 'sqlite' ? `x'${Buffer.from(text).toString('hex')}'` : `'\\x${Buffer.from(text).toString('hex')}'`

describe.each(engines.filter((engine) => engine.available))('the tree of slots on $name', ({ name, registry }) => {
  let here: TestRegistry
  let store: Store

  beforeEach(async () => {
    here = await registry()
    store = await here.open()
  })
  afterEach(async () => {
    await here.remove()
  })

  const bound = async (leafIndex: number): Promise<void> =>
    expect(await checkSlots(store)).toMatchObject({ by: { trail: 'register', leafIndex } })

  it('R42: binds new slots, further ones and overwritten ones, in one page and in several', async () => {
    await Promise.all(upTo(140).map((i) => store.append(aCommand({ id: `d${i}` }))))
    await bound(139)
    const [first] = await store.slotsOf(dossierId('d1'))
    appended(
      await store.append({
        ...anAddition('d1', 2, 'shut-out'),
        slotChanges: [{ slotId: first?.slotId ?? 0, slot: utf8('a decoy') }],
        newSlots: [{ dossierId: dossierId('d1'), slots: upTo(16).map((i) => utf8(`slot ${i} of those who stay`)) }],
      }),
    )
    await bound(140)
    appended(await store.append(anAddition('d2', 2, 'nothing about slots')))
    await bound(141)
    expect((await checkSlots(store)).count).toBe(296)
  })

  it('R42: a rotation binds them with its own event, and the next entry again', async () => {
    const event: SecurityEventInput = {
      type: 'keysRotated',
      at: instant('2026-03-02T08:00:00Z'),
      accountId: anAccount('a1', aPerson('p1')).id,
      data: {},
    }
    await Promise.all(upTo(3).map((i) => store.append(aCommand({ id: `d${i}` }))))
    const slots = await store.slotsAfter(0, 10)
    const replaced = slots.map(({ slotId, slot }, i) => ({
      slotId,
      // The last was overwritten by somebody meanwhile, and that stands.
      before: i === slots.length - 1 ? utf8('not what is there') : slot,
      after: utf8(`resealed ${slotId}`),
    }))
    await store.replaceSlots(replaced, event)
    expect((await store.slotsAfter(0, 10)).at(-1)).toEqual(slots.at(-1))
    expect(await checkSlots(store)).toMatchObject({ by: { trail: 'security', leafIndex: 0 } })
    appended(await store.append(anAddition('d1', 2, 'after')))
    await bound(3)
  })

  it('R42: what was overwritten behind the registry is not vouched for by what follows', async () => {
    await Promise.all(upTo(3).map((i) => store.append(aCommand({ id: `d${i}` }))))
    await here.statement(`update slots set slot = ${bytesIn(name, 'somebody else')} where slot_id = 2`)
    appended(await store.append(anAddition('d1', 2, 'an innocent one')))
    const change = { ...anAddition('d2', 2, 'a change'), slotChanges: [{ slotId: 4, slot: utf8('a decoy') }] }
    appended(await store.append(change))
    await expect(checkSlots(store)).rejects.toMatchObject({ finding: { rule: 'slotIsAsWritten', slotId: 2 } })
  })

  it('R42: a state of before that is put back is not vouched for, and appending goes on', async () => {
    appended(await store.append(aCommand({ id: 'd1' })))
    const tree = await here.statement('select size, frontier, salt, leaf_index from slot_tree')
    const before = await here.statement('select slot_id, slot, digest from slots')
    appended(
      await store.append({ ...anAddition('d1', 2, 'shut-out'), slotChanges: [{ slotId: 1, slot: utf8('a decoy') }] }),
    )
    const hex = (value: unknown): string => Buffer.from(value as Uint8Array).toString('hex')
    const literal = (value: unknown): string => (name === 'sqlite' ? `x'${hex(value)}'` : `'\\x${hex(value)}'`)
    const [old, slot] = [tree[0] ?? {}, before[0] ?? {}]
    await here.statement(
      `update slots set slot = ${literal(slot['slot'])}, digest = ${literal(slot['digest'])} where slot_id = 1`,
    )
    await here.statement(
      `update slot_tree set size = ${Number(old['size'])}, frontier = ${literal(old['frontier'])}, salt = ${literal(old['salt'])}, leaf_index = 0`,
    )
    await expect(checkSlots(store)).rejects.toMatchObject({ finding: { rule: 'slotsMatchTrail' } })
    appended(await store.append(aCommand({ id: 'd2' })))
    await expect(checkSlots(store)).rejects.toMatchObject({ finding: { by: { trail: 'register' } } })
  })
})
