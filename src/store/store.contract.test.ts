/** What every engine must do, told once and run on each: appending, read models, opening. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engines, type TestRegistry } from '../../test/support/engines.ts'
import { aCommand, anAddition, anEvent, dossierId, registerNumber } from '../../test/support/store-builders.ts'
import { origins, testTrailWork } from '../../test/support/trail-work.ts'
import { fromUtf8, toHex, utf8 } from '../kit/bytes.ts'
import { day } from '../kit/calendar.ts'
import { parseLeafEntry } from '../trail/leaf-entry.ts'
import { openStore } from './open.ts'
import type { Store } from './store.ts'

import { appended, checkpointOf, fromScratch, upTo } from '../../test/support/store-checks.ts'

describe.each(engines.filter((engine) => engine.available))('the store on $name', ({ name, registry }) => {
  let here: TestRegistry
  let store: Store

  beforeEach(async () => {
    here = await registry()
    store = await here.open()
  })
  afterEach(async () => {
    await here.remove()
  })

  describe('appending', () => {
    it('begins both trails with a checkpoint over nothing', async () => {
      for (const trail of ['register', 'security'] as const) {
        const { size, root, checkpoint } = await store.head(trail)
        expect({ size, root: toHex(root) }).toEqual({ size: 0, root: toHex(testTrailWork.emptyRoot) })
        expect(checkpointOf(checkpoint)).toEqual({ origin: origins[trail], treeSize: 0, root })
        expect(await store.checkpoints(trail)).toEqual([{ size: 0, note: checkpoint }])
      }
    })

    it('gives back what was put in, byte for byte, Chinese text as well', async () => {
      const command = aCommand({ id: 'd1', number: '2026-7F3K9Q' })
      appended(await store.append(command))
      const [event, ...others] = await store.events(dossierId('d1'))
      expect(others).toEqual([])
      expect(event).toEqual({
        ...command.events[0],
        factsBytes: utf8('{"dueOn":"2026-03-09","owner":"disciplineOffice","verb":"opened"}'),
        leafIndex: 0,
      })
      expect(fromUtf8(event?.sealed ?? utf8(''))).toContain('张某打听案情')
      expect(await store.dossier(dossierId('d1'))).toEqual({
        id: 'd1',
        number: '2026-7F3K9Q',
        contentKey: utf8('content key of d1'),
        identityKey: utf8('identity key of d1'),
        openedOn: '2026-03-02',
        lastEventOn: '2026-03-02',
        sequence: 1,
        dueOn: '2026-03-09',
        owner: 'disciplineOffice',
        remindedFor: null,
        escalationLevel: 0,
        keysSince: 1,
      })
      expect(await store.dossierByNumber(registerNumber('2026-7F3K9Q'))).toEqual(await store.dossier(dossierId('d1')))
      expect(await store.dossier(dossierId('d2'))).toBeNull()
      expect((await store.slotsOf(dossierId('d1'))).map(({ slot }) => slot)).toEqual(command.newDossiers[0]?.slots)
    })

    it('commits in each leaf to the stored bytes of its event', async () => {
      await store.append(aCommand({ id: 'd1' }))
      const [audited] = await store.eventsForAudit(0, 10)
      const { subtle } = globalThis.crypto
      const digest = async (bytes: Uint8Array) => new Uint8Array(await subtle.digest('SHA-256', new Uint8Array(bytes)))
      const entry = parseLeafEntry(audited?.leaf?.entry ?? utf8(''))
      expect(entry).toEqual({
        kind: 'event',
        dossierId: 'd1',
        sequence: 1,
        date: '2026-03-02',
        factsDigest: await digest(audited?.event?.factsBytes ?? utf8('')),
        sealedDigest: await digest(audited?.event?.sealed ?? utf8('')),
        slotsCommitment: expect.any(Uint8Array),
      })
    })

    it('lets exactly one of 50 racing writers have a sequence', async () => {
      await store.append(aCommand({ id: 'd1' }))
      const results = await Promise.all(upTo(50).map((i) => store.append(anAddition('d1', 2, `race-${i}`))))
      expect(results.filter(({ kind }) => kind === 'appended')).toHaveLength(1)
      expect(results.filter(({ kind }) => kind === 'conflict')).toHaveLength(49)
      expect(await store.events(dossierId('d1'))).toHaveLength(2)
    })

    it('takes all of 40 writers that do not meet, from two stores at once, with leaf indexes free of gaps', async () => {
      const other = await here.open()
      const results = await Promise.all(
        upTo(40).map((i) => (i % 2 === 0 ? store : other).append(aCommand({ id: `d${i}` }))),
      )
      const indexes = results.flatMap((result) => appended(result).leafIndexes)
      expect(indexes.sort((a, b) => a - b)).toEqual(upTo(40))
      const { size, root } = await fromScratch(other)
      expect(await store.head('register')).toMatchObject({ size, root })
    })

    it('answers a retry with the first answer and changes nothing, also within one batch', async () => {
      const command = aCommand({ id: 'd1' })
      const [first, twin] = await Promise.all([store.append(command), store.append(command)])
      expect(appended(first).answer).toBe('2026-d1')
      expect(twin).toEqual({ kind: 'repeated', answer: '2026-d1' })
      expect(await store.answerTo('open-d1')).toBe('2026-d1')
      expect(await store.answerTo('open-d2')).toBeNull()
      expect(await store.append({ ...command, answer: 'another' })).toEqual({ kind: 'repeated', answer: '2026-d1' })
      expect((await store.head('register')).size).toBe(1)
    })

    it('refuses a taken register number or dossier id', async () => {
      await store.append(aCommand({ id: 'd1', number: '2026-7F3K9Q' }))
      expect(await store.append(aCommand({ id: 'd2', number: '2026-7F3K9Q' }))).toEqual({ kind: 'numberTaken' })
      expect(await store.append(aCommand({ id: 'd1', number: '2026-000000', key: 'k' }))).toEqual({
        kind: 'numberTaken',
      })
      const twins = await Promise.all(['d3', 'd4'].map((id) => store.append(aCommand({ id, number: '2026-111111' }))))
      expect(twins.map(({ kind }) => kind)).toEqual(['appended', 'numberTaken'])
    })

    it('spares the batch mates of a refused, of a malformed and of a failing command', async () => {
      const failing = { ...anAddition('d1', 2, 'fails'), slotChanges: [{ slotId: 999, slot: utf8('x') }] }
      const malformed = {
        ...anAddition('d2', 2, 'malformed'),
        events: [{ ...anEvent('d2', 2), date: day('2026-03-02').slice(1) as never }],
      }
      await store.append(aCommand({ id: 'd1' }))
      const [good, refused, failed, bad, alsoGood] = await Promise.allSettled([
        store.append(aCommand({ id: 'd2' })),
        store.append(anAddition('d1', 7, 'too late')),
        store.append(failing),
        store.append(malformed),
        store.append(anAddition('d1', 2, 'good')),
      ])
      expect(good).toMatchObject({ status: 'fulfilled', value: { kind: 'appended' } })
      expect(refused).toMatchObject({ status: 'fulfilled', value: { kind: 'conflict', dossierId: 'd1' } })
      expect(failed.status).toBe('rejected')
      expect(bad.status).toBe('rejected')
      expect(alsoGood).toMatchObject({ status: 'fulfilled', value: { kind: 'appended' } })
      const { size, root } = await fromScratch(store)
      expect(size).toBe(3)
      expect(await store.head('register')).toMatchObject({ size, root })
    })

    it('keeps nothing of a command whose second event comes too late', async () => {
      await store.append(aCommand({ id: 'd1' }))
      const half = { ...anAddition('d1', 2, 'half'), events: [anEvent('d1', 2), anEvent('d9', 5)] }
      expect(await store.append(half)).toEqual({ kind: 'conflict', dossierId: 'd9' })
      expect(appended(await store.append(anAddition('d1', 2, 'next'))).leafIndexes).toEqual([1])
    })

    it('overwrites slots, keeps the latest snapshot and ends drafts together with the events', async () => {
      await store.append(aCommand({ id: 'd1' }))
      await store.saveDraft({ tag: 'draft', baseVersion: 0, sealed: utf8('x'), changedOn: day('2026-03-01') })
      const [first, second] = await store.slotsAfter(0, 10)
      const id = dossierId('d1')
      await store.append({
        ...anAddition('d1', 2, 'k'),
        slotChanges: [{ slotId: second?.slotId ?? 0, slot: utf8('overwritten') }],
        snapshots: [{ dossierId: id, sequence: 2, sealed: utf8('two') }],
        endedDrafts: [{ tag: 'draft', version: 1 }],
      })
      expect(await store.slotsAfter(first?.slotId ?? 0, 10)).toEqual([{ ...second, slot: utf8('overwritten') }])
      expect(await store.slotsById([first?.slotId ?? 0])).toEqual([first])
      await store.saveSnapshots([{ dossierId: id, sequence: 1, sealed: utf8('one') }])
      expect(await store.snapshots([id])).toEqual([{ dossierId: id, sequence: 2, sealed: utf8('two') }])
      expect(await store.drafts(['draft'])).toEqual([])
    })

    it('R18, R22: ends a draft as it was read, or nothing: thrown away or changed since, the command is refused', async () => {
      const draft = { tag: 'draft', sealed: utf8('x'), changedOn: day('2026-03-01') }
      await store.saveDraft({ ...draft, baseVersion: 0 })
      await store.saveDraft({ ...draft, baseVersion: 1 })
      const ending = (id: string, version: number) => ({
        ...aCommand({ id }),
        endedDrafts: [{ tag: 'draft', version }],
      })
      expect(await store.append(ending('d1', 1))).toEqual({ kind: 'draftChanged' })
      const both = await Promise.all([store.append(ending('d2', 2)), store.append(ending('d3', 2))])
      expect(both.map(({ kind }) => kind).toSorted()).toEqual(['appended', 'draftChanged'])
      expect(await store.append(ending('d4', 2))).toEqual({ kind: 'draftChanged' })
      expect((await store.head('register')).size).toBe(1)
    })

    it('R42: gives a dossier new keys and further slots together with the first event under them', async () => {
      await store.append(aCommand({ id: 'd1' }))
      const id = dossierId('d1')
      expect((await store.dossier(id))?.keysSince).toBe(1)
      const before = await store.slotsOf(id)
      const renewal = { dossierId: id, contentKey: utf8('new content'), identityKey: utf8('new identity') }
      const change = {
        renewals: [{ ...renewal, fromSequence: 2 }],
        newSlots: [{ dossierId: id, slots: [utf8('new slot')] }],
      }
      await store.append({ ...anAddition('d1', 2, 'k'), ...change })
      expect(await store.dossier(id)).toMatchObject({
        contentKey: utf8('new content'),
        identityKey: utf8('new identity'),
        keysSince: 2,
        sequence: 2,
      })
      const slots = await store.slotsOf(id)
      expect(slots.slice(0, before.length)).toEqual(before)
      expect(slots.slice(before.length).map(({ slot }) => slot)).toEqual([utf8('new slot')])
      expect(await store.readModelDifferences()).toEqual([])

      // A command that comes too late renews nothing.
      const late = { ...renewal, contentKey: utf8('late'), fromSequence: 2 }
      expect(await store.append({ ...anAddition('d1', 2, 'late'), renewals: [late] })).toMatchObject({
        kind: 'conflict',
      })
      expect((await store.dossier(id))?.contentKey).toEqual(utf8('new content'))
      await expect(store.append({ ...anAddition('d1', 3, 'x'), renewals: [late] })).rejects.toThrow('first event')
    })

    it('answers a command without events with the checkpoint that stands', async () => {
      const first = appended(await store.append(aCommand({ id: 'd1' })))
      const nothing = { idempotencyKey: 'n', newDossiers: [], events: [], answer: 'done' }
      expect(await store.append(nothing)).toEqual({ ...first, answer: 'done', leafIndexes: [] })
    })

    it('finds what is due, and keeps the marks of the sweep with its event', async () => {
      await store.append(aCommand({ id: 'd1' }))
      await store.append({
        ...aCommand({ id: 'd2' }),
        events: [anEvent('d2', 1, { verb: 'opened', dueOn: null, owner: 'none' })],
      })
      await store.append(aCommand({ id: 'd3' }))
      const first = { dueOn: day('2026-03-09'), id: dossierId('d1') }
      const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
      expect(ids(await store.dossiersDue(day('2026-03-09'), null, 1))).toEqual(['d1'])
      expect(ids(await store.dossiersDue(day('2026-03-09'), first, 9))).toEqual(['d3'])
      expect(ids(await store.dossiersDue(day('2026-03-09'), { ...first, id: dossierId('d3') }, 9))).toEqual([])
      const due = async (on: string) => (await store.dossiersDue(day(on), null, 10)).map(({ id }) => id)
      expect([await due('2026-03-08'), await due('2026-03-09')]).toEqual([[], ['d1', 'd3']])
      const mark = { dossierId: dossierId('d1'), remindedFor: day('2026-03-09'), escalationLevel: 1 }
      appended(await store.appendSweep(anAddition('d1', 2, 'sweep'), mark))
      expect(await store.appendSweep(anAddition('d1', 2, 'again'), mark)).toMatchObject({ kind: 'conflict' })
      expect(await store.dossier(dossierId('d1'))).toMatchObject({
        sequence: 2,
        remindedFor: '2026-03-09',
        escalationLevel: 1,
      })
      await store.append(
        anAddition('d1', 3, 'moved', { verb: 'moved', dueOn: day('2026-04-01'), owner: 'leadingPartyGroup' }),
      )
      expect(await store.dossier(dossierId('d1'))).toMatchObject({
        dueOn: '2026-04-01',
        owner: 'leadingPartyGroup',
        escalationLevel: 0,
      })
    })
  })

  describe('read models', () => {
    it('agree with the events, are compared with them, and are made anew from them', async () => {
      await Promise.all(upTo(3).map((i) => store.append(aCommand({ id: `d${i}` }))))
      await store.append(anAddition('d1', 2, 'closed', { verb: 'closed', dueOn: null, owner: 'none' }))
      expect(await store.readModelDifferences()).toEqual([])
      const before = await store.dossier(dossierId('d1'))
      await here.statement(`update dossiers set owner = 'recorder', due_on = '2027-01-01' where id = 'd1'`)
      expect(await store.readModelDifferences()).toEqual([
        { dossierId: 'd1', field: 'due_on', stored: '2027-01-01', expected: null },
        { dossierId: 'd1', field: 'owner', stored: 'recorder', expected: 'none' },
      ])
      await store.rebuildReadModels()
      expect(await store.readModelDifferences()).toEqual([])
      expect(await store.dossier(dossierId('d1'))).toEqual(before)
    })
  })

  it('lets several open a new registry at once', async () => {
    const fresh = await registry()
    const stores = await Promise.all([fresh.open(), fresh.open(), fresh.open()])
    const results = await Promise.all(stores.map((each, i) => each.append(aCommand({ id: `d${i}` }))))
    expect(results.flatMap((result) => appended(result).leafIndexes).sort((a, b) => a - b)).toEqual([0, 1, 2])
    await fresh.remove()
  })

  it('refuses to start without migrations where it may not run them', async () => {
    await expect(
      openStore({ ...here.options, migrations: 'expect' }, testTrailWork).then((opened) => opened.close()),
    ).resolves.toBeUndefined()
    const fresh = await registry()
    await expect(openStore({ ...fresh.options, migrations: 'expect' }, testTrailWork)).rejects.toMatchObject({
      code: 'migrationFailed',
    })
    await fresh.remove()
  })

  it.runIf(name === 'postgres')('goes on after the server has closed every connection', async () => {
    await store.append(aCommand({ id: 'd1' }))
    const { schema } = here.options as { schema: string }
    const closed = await here.statement(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'liuhen ${schema}'`,
    )
    expect(closed.length).toBeGreaterThan(0)
    await expect
      .poll(() =>
        store.append(aCommand({ id: 'd2' })).then(
          ({ kind }) => kind,
          () => 'again',
        ),
      )
      .toMatch(/appended|repeated/)
    const { size, root } = await fromScratch(store)
    expect(await store.head('register')).toMatchObject({ size: 2, root })
    expect(size).toBe(2)
  })

  it.runIf(name === 'sqlite')('stays whole under two processes on one file', async () => {
    const { file } = here.options as { file: string }
    const program = join(import.meta.dirname, '../../test/support/append-process.ts')
    const children = ['one', 'two'].map((who) =>
      spawn(process.execPath, [program, file, who, '200'], { stdio: 'inherit', execArgv: [] } as never),
    )
    const ends = await Promise.all(children.map((child) => once(child, 'exit')))
    expect(ends.map(([code]) => code)).toEqual([0, 0])
    const { size, root } = await fromScratch(store)
    expect(size).toBe(400)
    expect(await store.head('register')).toMatchObject({ size, root })
    expect(await store.readModelDifferences()).toEqual([])
  })
})
