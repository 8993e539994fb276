/** What every engine must do with the trails: tiles, roots and checkpoints that anybody can compute again. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engines, type TestRegistry } from '../../test/support/engines.ts'
import { aCommand } from '../../test/support/store-builders.ts'
import { origins, testTrailWork } from '../../test/support/trail-work.ts'
import { fromUtf8, toHex, utf8 } from '../kit/bytes.ts'
import { instant } from '../kit/calendar.ts'
import type { AccountId } from '../domain/organisation/types.ts'
import type { Store } from './store.ts'

import { appended, checkpointOf, fromScratch, upTo } from '../../test/support/store-checks.ts'

describe.each(engines.filter((engine) => engine.available))('the trails on $name', ({ name, registry }) => {
  let here: TestRegistry
  let store: Store

  beforeEach(async () => {
    here = await registry()
    store = await here.open()
  })
  afterEach(async () => {
    await here.remove()
  })

  describe('the trail', () => {
    it('R26: keeps the tiles, roots and checkpoints that the leaves give at 255, 256, 257 and 600 entries', async () => {
      let size = 0
      for (const next of [255, 256, 257, 600]) {
        const results = await Promise.all(upTo(next - size).map((i) => store.append(aCommand({ id: `d${size + i}` }))))
        size = next
        const scratch = await fromScratch(store)
        const head = await store.head('register')
        expect(head).toMatchObject({ size: next, root: scratch.root })
        expect(checkpointOf(head.checkpoint)).toEqual({ origin: origins.register, treeSize: next, root: scratch.root })
        expect(scratch.tiles.size).toBe(Math.floor(next / 256))
        for (const index of upTo(4))
          expect(await store.fullTile('register', 0, index)).toEqual(scratch.tiles.get(`0/${index}`) ?? null)
        expect(await store.fullTile('register', 1, 0)).toBeNull()
        for (const result of results.map(appended)) {
          expect(checkpointOf(result.checkpoint).treeSize).toBeGreaterThan(Math.max(...result.leafIndexes))
          expect(await store.checkpoints('register')).toContainEqual({
            size: checkpointOf(result.checkpoint).treeSize,
            note: result.checkpoint,
          })
        }
      }
      expect((await store.leafHashes('register', 250, 10)).map(toHex)).toEqual(
        (await store.leaves('register', 250, 10)).map((entry) => toHex(testTrailWork.leafHash(entry))),
      )
      expect(await store.tileHashes('register', 1, 0, 256)).toHaveLength(2)
    })

    it('continues the tree after a restart', async () => {
      await Promise.all(upTo(300).map((i) => store.append(aCommand({ id: `d${i}` }))))
      const before = await store.head('register')
      await store.close()
      store = await here.open()
      expect(await store.head('register')).toEqual(before)
      expect(appended(await store.append(aCommand({ id: 'later' }))).leafIndexes).toEqual([300])
      const { root, size } = await fromScratch(store)
      expect(await store.head('register')).toMatchObject({ size, root })
    })

    it('keeps security events apart, with the exact bytes that were hashed', async () => {
      const event = {
        type: 'signedIn',
        at: instant('2026-03-02T08:00:00Z'),
        accountId: 'a1' as AccountId,
        data: { b: 1, a: '登录' },
      }
      const positions = await Promise.all(upTo(3).map(() => store.appendSecurityEvent(event)))
      expect(positions).toEqual([{ position: 0 }, { position: 1 }, { position: 2 }])
      expect(await store.securityEvents(2, 1)).toEqual([{ ...event, position: 1 }])
      expect((await store.securityEvents(null, 10)).map(({ position }) => position)).toEqual([2, 1, 0])
      const [audited] = await store.securityEventsForAudit(0, 1)
      expect(fromUtf8(audited?.bodyBytes ?? utf8(''))).toBe(
        '{"accountId":"a1","at":"2026-03-02T08:00:00.000Z","data":{"a":"登录","b":1},"type":"signedIn"}',
      )
      const { root } = await fromScratch(store, 'security')
      expect(await store.head('security')).toMatchObject({ size: 3, root })
      expect((await store.head('register')).size).toBe(0)
    })

    it('gives the audit every leaf with its event, and names what is missing', async () => {
      await Promise.all(upTo(5).map((i) => store.append(aCommand({ id: `d${i}` }))))
      const audited = await store.eventsForAudit(1, 3)
      expect(audited.map(({ leafIndex }) => leafIndex)).toEqual([1, 2, 3])
      expect(audited.every(({ leaf, event }) => leaf && event)).toBe(true)
      await here.statement(
        name === 'sqlite' ? 'drop trigger events_refuse_delete' : 'alter table events disable trigger user',
      )
      await here.statement('delete from events where leaf_index = 2')
      expect((await store.eventsForAudit(0, 9)).map(({ event }) => event?.dossierId ?? null)).toEqual([
        'd0',
        'd1',
        null,
        'd3',
        'd4',
      ])
    })

    it('refuses to open a register whose last leaf is gone', async () => {
      await store.append(aCommand({ id: 'd1' }))
      await here.statement(
        name === 'sqlite' ? 'drop trigger leaves_refuse_delete' : 'alter table leaves disable trigger user',
      )
      await here.statement(`delete from leaves where trail = 'register'`)
      await expect(here.open()).rejects.toMatchObject({ code: 'registryBroken' })
    })
  })

  describe('cosignatures', () => {
    beforeEach(async () => {
      for (const id of ['d1', 'd2', 'd3']) await store.append(aCommand({ id }))
    })

    it('R26: stay beside the checkpoint that they were given for', async () => {
      expect(await store.newestCosigned('register')).toBeNull()
      await store.keepCosignatures('register', 1, ['— a AAAA\n'])
      await store.keepCosignatures('register', 2, ['— b BBBB\n', '— a AAAA\n'])
      await store.keepCosignatures('register', 2, ['— a AAAA\n', '— c CCCC\n'])
      expect(await store.cosignatures('register', 1)).toEqual(['— a AAAA\n'])
      expect(await store.cosignatures('register', 3)).toEqual([])
      const checkpoint = (await store.checkpoints('register')).find(({ size }) => size === 2)
      expect(await store.newestCosigned('register')).toEqual({
        ...checkpoint,
        lines: ['— a AAAA\n', '— b BBBB\n', '— c CCCC\n'],
      })
      expect(await store.newestCosigned('security')).toBeNull()
    })

    it('R20: are never changed or deleted', async () => {
      await store.keepCosignatures('register', 1, ['— a AAAA\n'])
      await expect(here.statement(`update cosignatures set line = 'x'`)).rejects.toThrow('R20')
      await expect(here.statement('delete from cosignatures')).rejects.toThrow('R20')
    })
  })
})
