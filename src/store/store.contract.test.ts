/** What every engine must do, told once and run on each: appending, guarding, and continuing the register. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engines, type TestRegistry } from '../../test/support/engines.ts'
import {
  aCommand,
  anAccount,
  anAddition,
  anEvent,
  aPerson,
  aSession,
  dossierId,
  registerNumber,
} from '../../test/support/store-builders.ts'
import { origins, testTrailWork } from '../../test/support/trail-work.ts'
import { fromUtf8, toHex, utf8 } from '../kit/bytes.ts'
import { day, instant } from '../kit/calendar.ts'
import type { AccountId } from '../domain/organisation/types.ts'
import { parseCheckpoint } from '../trail/checkpoint.ts'
import { parseLeafEntry } from '../trail/leaf-entry.ts'
import { parseNote } from '../trail/note.ts'
import { TileBuilder } from '../trail/tile-builder.ts'
import { openStore } from './open.ts'
import type { AppendResult, Store, TrailName } from './store.ts'

const checkpointOf = (note: string) => parseCheckpoint(parseNote(note).text)
const appended = (result: AppendResult) => {
  if (result.kind !== 'appended') throw new Error(`expected an append, found ${result.kind}`)
  return result
}
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** The tables that only grow, each with one of its columns. */
const guarded = { events: 'sealed', leaves: 'entry', tiles: 'hashes', checkpoints: 'note', security_events: 'body' }

/** All that these tables hold, as one text. */
const everything = async ({ statement }: TestRegistry): Promise<string> => {
  const tables = await Promise.all(Object.keys(guarded).map((table) => statement(`select * from ${table}`)))
  return JSON.stringify(tables)
}

/** The full tiles and the root that the stored leaves must give, computed from scratch. */
async function fromScratch(store: Store, trail: TrailName = 'register') {
  const { size } = await store.head(trail)
  const tiles = new Map<string, Uint8Array>()
  const builder = new TileBuilder(({ address, hashes }) => tiles.set(`${address.level}/${address.index}`, hashes))
  for (const entry of await store.leaves(trail, 0, size)) builder.add(testTrailWork.leafHash(entry))
  return { size, root: builder.root(), tiles }
}

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
        endedDrafts: ['draft'],
      })
      expect(await store.slotsAfter(first?.slotId ?? 0, 10)).toEqual([{ ...second, slot: utf8('overwritten') }])
      expect(await store.slotsById([first?.slotId ?? 0])).toEqual([first])
      await store.saveSnapshots([{ dossierId: id, sequence: 1, sealed: utf8('one') }])
      expect(await store.snapshots([id])).toEqual([{ dossierId: id, sequence: 2, sealed: utf8('two') }])
      expect(await store.drafts(['draft'])).toEqual([])
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
      const due = async (on: string) => (await store.dossiersDue(day(on))).map(({ id }) => id)
      expect([await due('2026-03-08'), await due('2026-03-09')]).toEqual([[], ['d1']])
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

  describe('what the database itself refuses', () => {
    it('R20: no change, no deletion and no replacement of what was registered', async () => {
      await Promise.all(upTo(256).map((i) => store.append(aCommand({ id: `d${i}` }))))
      await store.appendSecurityEvent({
        type: 'signedIn',
        at: instant('2026-03-02T08:00:00Z'),
        accountId: null,
        data: {},
      })
      const before = await everything(here)
      for (const [table, field] of Object.entries(guarded)) {
        await expect(here.statement(`update ${table} set ${field} = ${field}`), `update ${table}`).rejects.toThrow(
          'R20',
        )
        await expect(here.statement(`delete from ${table}`), `delete ${table}`).rejects.toThrow('R20')
        if (name === 'sqlite')
          await expect(
            here.statement(`replace into ${table} select * from ${table}`),
            `replace ${table}`,
          ).rejects.toThrow('R20')
        else await expect(here.statement(`truncate ${table}`), `truncate ${table}`).rejects.toThrow('R20')
      }
      expect(await everything(here)).toBe(before)
    })

    it('R42: keeps no time of day beside the register', async () => {
      await store.append(aCommand({ id: 'd1' }))
      for (const table of ['events', 'dossiers', 'leaves', 'commands', 'slots', 'snapshots', 'checkpoints'])
        for (const row of await here.statement(`select * from ${table}`))
          for (const value of Object.values(row)) expect(String(value)).not.toMatch(/\d{4}-\d{2}-\d{2}[T ]\d{2}/)
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

  it.runIf(name === 'postgres')('never shows the URL, which holds a password, in an error', async () => {
    const { url } = here.options as { url: string }
    const secret = 'not-for-your-eyes'
    const wrongPassword = new URL(url)
    wrongPassword.password = secret
    for (const wrong of [
      wrongPassword.href,
      `postgres://u:${secret}@[bad/db`,
      `postgres://u:${secret}@127.0.0.1:1/db`,
    ]) {
      const error: unknown = await openStore({ url: wrong }, testTrailWork).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(Error)
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret)
    }
    await expect(openStore({ url, schema: 'x"; drop' }, testTrailWork)).rejects.toMatchObject({
      code: 'configurationInvalid',
    })
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

  it.runIf(name === 'postgres')('R20: works as a service that may not change what was registered', async () => {
    await store.close()
    const { url, schema } = here.options as { url: string; schema: string }
    const role = `service_${schema}`
    const page = readFileSync(join(import.meta.dirname, '../../docs/operating/postgresql.md'), 'utf8')
    const [, privileges = ''] = /```sql privileges\n(.*?)```/s.exec(page) ?? []
    expect(privileges).toContain('grant select, insert on')
    await here.statement(`create role ${role} login password 'test'`)
    for (const statement of privileges.split(';').filter((text) => text.trim()))
      await here.statement(statement.replaceAll('liuhen_service', role).replaceAll('liuhen_registry', schema))

    const serviceUrl = new URL(url)
    serviceUrl.username = role
    serviceUrl.password = 'test'
    const service = await openStore({ url: serviceUrl.href, schema, migrations: 'expect' }, testTrailWork)
    appended(await service.append(aCommand({ id: 'd1' })))
    await service.appendSecurityEvent({
      type: 'signedIn',
      at: instant('2026-03-02T08:00:00Z'),
      accountId: null,
      data: {},
    })
    expect(await service.readModelDifferences()).toEqual([])
    await service.rebuildReadModels()
    await service.savePersons([aPerson('p1')])
    const account = anAccount('a1', aPerson('p1'))
    await service.createAccount(account)
    await service.startSession(aSession('s1', account))
    await service.saveDraft({ tag: 't', baseVersion: 0, sealed: utf8('x'), changedOn: day('2026-03-02') })
    await service.append({
      ...anAddition('d1', 2, 'k'),
      endedDrafts: ['t'],
      slotChanges: [{ slotId: 1, slot: utf8('y') }],
    })
    await service.endSession('s1')
    await service.close()

    for (const table of ['events', 'leaves', 'tiles', 'checkpoints', 'security_events', 'commands'])
      for (const [privilege, granted] of [
        ['INSERT', true],
        ['UPDATE', false],
        ['DELETE', false],
        ['TRUNCATE', false],
        ['TRIGGER', false],
      ])
        expect(
          await here.statement(
            `select has_table_privilege('${role}', '${schema}.${table}', '${privilege}') as granted`,
          ),
          `${privilege} on ${table}`,
        ).toEqual([{ granted }])
    await here.statement(`drop owned by ${role}`)
    await here.statement(`drop role ${role}`)
  })

  it.runIf(name === 'sqlite')('keeps the files of SQLite from other users', async () => {
    await store.append(aCommand({ id: 'd1' }))
    const { file } = here.options as { file: string }
    for (const path of [file, `${file}-wal`, `${file}-shm`]) expect(statSync(path).mode & 0o777).toBe(0o600)
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
