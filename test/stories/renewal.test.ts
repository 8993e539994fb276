/**
 * New keys for what follows (R42, edge case 3): whoever becomes known as named loses list, page and task at once, also in an open session, and what he
 * remembers opens nothing, even beside the whole disk.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkRegistry } from '../../src/app/check/check-registry.ts'
import { addSupplement, receiveRecord, recordView, requestSupplement } from '../../src/app/inquiries/handling.ts'
import { openableRecords, tasksOf } from '../../src/app/inquiries/listing.ts'
import { openGranted, openRecord } from '../../src/app/inquiries/opening.ts'
import { fromUtf8 } from '../../src/kit/bytes.ts'
import { readingPair } from '../../src/vault/account-keys.ts'
import { openGrantWith } from '../../src/vault/grants.ts'
import { heldGrant } from '../../src/vault/keyring.ts'
import { openEvent } from '../../src/vault/sealed-event.ts'
import { engines } from '../support/engines.ts'
import { aSmallBureau } from '../support/bureau.ts'
import { type TestRegistry, aDisciplineHandler, aRegistry, accepted } from '../support/registry.ts'
import { remembered } from '../support/remembered.ts'
import { registered } from '../support/story.ts'
import { testVkeys } from '../support/trail-work.ts'

describe.each(engines)('renewed keys, $name', (engine) => {
  let registry: TestRegistry
  beforeAll(async () => {
    registry = await aRegistry({
      engine,
      people: aSmallBureau(aDisciplineHandler('wenjing', '文静')),
    })
  })
  afterAll(() => registry.close())

  const naming = async (number: string, username: string, key: string): Promise<void> => {
    const recorder = await registry.viewer('songyilin')
    const named = [registry.account(username).personId]
    const input = { text: '现已查明是他转达的', evidence: [], named }
    accepted(await addSupplement(registry.context, recorder, number, input, key))
  }

  it('R42: a handler named later is cut off in the same moment, and everybody else reads all of it', async () => {
    const { context } = registry
    const number = await registered(registry, await registry.viewer('songyilin'))
    const handler = await registry.viewer('gaoming')
    accepted(await receiveRecord(context, handler, number, {}, 'n1'))
    accepted(await recordView(context, handler, number, { purpose: '办理' }, 'n2'))
    const before = await openRecord(context, handler, number)
    const secret = handler.secret
    const known = await remembered(context, secret)

    await naming(number, 'gaoming', 'n3')

    // The same session, still open.
    expect(await openRecord(context, handler, number)).toBeNull()
    expect(await openableRecords(context, handler)).toEqual([])
    expect(await tasksOf(context, handler)).toEqual([])

    // His password and the whole database of today.
    const row = await context.store.dossierByNumber(before?.record.registerNumber ?? ('' as never))
    const slots = await context.store.slotsOf(row?.id ?? ('' as never))
    expect(slots).toHaveLength(32)
    const pair = readingPair(secret)
    expect(slots.map(({ slot }) => openGrantWith(slot, pair)).filter(Boolean)).toEqual([])
    expect(known.map(({ dossierId }) => dossierId)).toContain(row?.id)
    for (const entry of known.filter(({ dossierId }) => dossierId === row?.id)) {
      const slot = slots.find(({ slotId }) => slotId === entry.slotId)?.slot
      expect(slot && heldGrant(entry, slot)).toBeNull()
    }
    // And even with the keys of before: what follows is sealed under others.
    const events = await context.store.events(row?.id ?? ('' as never))
    const since = row?.keysSince ?? 0
    expect(since).toBe(4)
    for (const { sequence, sealed } of events) {
      const open = (): unknown => openEvent(sealed, before?.keys ?? ({} as never))
      if (sequence < since) expect(open).not.toThrow()
      else expect(open).toThrow(expect.objectContaining({ code: 'sealBroken' }))
    }

    for (const username of ['songyilin', 'wenjing', 'tangke', 'luzheng']) {
      const viewer = await registry.viewer(username)
      const opened = await openGranted(context, viewer, number)
      expect(opened?.record.named).toContain(registry.account('gaoming').personId)
      expect(opened?.record.views).toHaveLength(1)
      expect(opened?.recordedBy?.name).toBe('宋怡林')
      const listed = (await openableRecords(context, viewer)).find(({ record }) => record.registerNumber === number)
      // The leader reads what waits for his signature; until then a grant is all he has (R37).
      expect(listed?.record).toEqual(username === 'luzheng' ? undefined : opened?.record)
    }
  })

  it('R42: keys may be renewed again and again; a reader of today reads back to the beginning', async () => {
    const { context } = registry
    const number = await registered(registry, await registry.viewer('songyilin'))
    await naming(number, 'gaoming', `a-${number}`)
    accepted(await receiveRecord(context, await registry.viewer('wenjing'), number, {}, `b-${number}`))
    await naming(number, 'wenjing', `c-${number}`)
    const head = await registry.viewer('tangke')
    const opened = await openRecord(context, head, number)
    expect(opened?.record.named).toHaveLength(2)
    expect(opened?.record.content.exactWords).toBe('能不能少罚一点')
    expect(opened?.record.handler).toBeNull()
    const granted = opened?.record.granted?.map(({ accountId }) => accountId)
    expect(granted?.toSorted()).toEqual(
      ['tangke', 'luzheng'].map((username) => registry.account(username).accountId).toSorted(),
    )
    accepted(await requestSupplement(context, head, number, { question: '还有谁在场？' }, `d-${number}`))
    expect((await openGranted(context, await registry.viewer('luzheng'), number))?.record.status).toBe(
      'supplementRequested',
    )
  })

  it('R41: what the sealed half remembers of grants does not tell who recorded', async () => {
    const { context } = registry
    const number = await registered(registry, await registry.viewer('songyilin'))
    await naming(number, 'gaoming', `e-${number}`)
    const opened = await openRecord(context, await registry.viewer('tangke'), number)
    const events = await context.store.events(opened?.row.id ?? ('' as never))
    const recorder = registry.account('songyilin')
    for (const { sealed, sequence } of events) {
      if (sequence < (opened?.row.keysSince ?? 0)) continue
      const { content } = openEvent(sealed, { content: opened?.keys.content ?? new Uint8Array(), identity: null })
      expect(content).not.toContain(recorder.accountId)
      expect(content).not.toContain(recorder.personId)
    }
    expect(fromUtf8(events[0]?.factsBytes ?? new Uint8Array())).not.toContain('granted')
  })

  it('R26: the registry is whole afterwards', async () => {
    expect(await checkRegistry(registry.context, { vkeys: testVkeys })).toMatchObject({ ok: true })
  })
})
