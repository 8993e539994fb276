/** From one engine to the other and back, and the lists made anew: what is the same afterwards (R26, R35). */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkRegistry } from '../../src/app/check/check-registry.ts'
import { exportRegistry, importRegistry } from '../../src/app/operations/moving.ts'
import { rebuild } from '../../src/app/operations/rebuild.ts'
import { type OpenedRegistry } from '../../src/main.ts'
import { instant } from '../../src/kit/calendar.ts'
import { utf8 } from '../../src/kit/bytes.ts'
import { anAccount, anAddition, aPerson } from '../support/store-builders.ts'
import { embedded, engines, type TestEngine } from '../support/engines.ts'
import { aFolder, aPlace, headOf, type Place, register } from '../support/place.ts'

const [sqlite, postgres] = engines as [TestEngine, TestEngine]

/** Rows of every kind that travels: people, accounts, dossiers with grants, drafts, settings, cases, security events. */
async function lived(registry: OpenedRegistry): Promise<void> {
  const { store } = registry.context
  await store.saveBureau('清源区综合执法局')
  await store.savePersons([aPerson('p1', '宋怡林')])
  const account = { ...anAccount('a1', aPerson('p1')), status: 'awaitingActivation', readingKey: null } as const
  await store.createAccount(account, {
    type: 'accountCreated',
    at: registry.context.now(),
    accountId: account.id,
    data: { roles: account.roles, personId: account.personId },
  })
  await store.makeSlotLocks([{ block: 0, lock: utf8('a lock') }])
  const head = { tag: 'head', before: null, sealed: utf8('sealed head') }
  await store.saveListPages({ head, pages: [{ tag: 'page', sealed: utf8('sealed page') }], dropped: [] })
  await store.saveSetting('session.idleMinutes', '20')
  await store.saveCases([
    {
      number: '清执〔2026〕1号',
      title: '占道经营',
      handlingUnit: '河东中队',
      status: 'open',
      handlerIds: [aPerson('p1').id],
    },
  ])
  // More than one tile, and a line that holds what ends lines elsewhere.
  await Promise.all(Array.from({ length: 300 }, (_, i) => register(registry, `d${i}`)))
  await store.append(anAddition('d7', 2, 'second'))
  await store.saveDraft({
    tag: 'tag',
    baseVersion: 0,
    sealed: utf8('sealed draft'),
    changedOn: registry.context.now().slice(0, 10) as never,
  })
  await store.appendSecurityEvent({
    type: 'signedIn',
    at: instant('2026-11-20T01:00:00Z'),
    accountId: null,
    data: { note: 'first\u2028second' },
  })
}

/** Every row that another registry would need, comparably. */
async function rowsOf(place: Place): Promise<Record<string, unknown[]>> {
  const tables = {
    persons: 'id',
    accounts: 'id',
    list_pages: 'tag',
    slot_locks: 'block',
    settings: 'name',
    cases: 'number',
    case_handlers: 'person_id',
    dossiers: 'id',
    slots: 'slot_id',
    drafts: 'tag',
    commands: 'idempotency_key',
    checkpoints: 'trail, size',
    events: 'leaf_index',
    tiles: 'trail, level, tile_index',
  }
  const rows: Record<string, unknown[]> = {}
  for (const [table, order] of Object.entries(tables))
    rows[table] = (await place.statement(`select * from ${table} order by ${order}`)).map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => [
          column,
          value instanceof Uint8Array
            ? Buffer.from(value).toString('hex')
            : typeof value === 'string' && /^\d+$/.test(value)
              ? Number(value)
              : value,
        ]),
      ),
    )
  return rows
}

/** Exports what is there, and imports it into a place of the other engine under the same host key. */
async function moved(from: Place, to: TestEngine): Promise<Place> {
  const file = join(aFolder(), 'register.ndjson')
  const registry = await from.open()
  await exportRegistry(registry.context, registry.vkeys, file)
  await registry.close()
  const place = await aPlace(to)
  const hostKey = readFileSync(join(from.dataFolder, 'host.key'), 'utf8')
  await importRegistry({ from: file, ...place.options, hostKey })
  return place
}

describe('moving a registry', () => {
  it.runIf(postgres.available)(
    'R35: SQLite to PostgreSQL and back ends with the same head and the same rows',
    async () => {
      const first = await aPlace(sqlite)
      const registry = await first.open()
      await lived(registry)
      const head = await headOf(registry)
      expect(head.size).toBe(301)
      const before = await rowsOf(first)
      await registry.close()

      const second = await moved(first, postgres)
      const onPostgres = await second.open()
      expect(onPostgres.context.store.engine).toBe('postgres')
      expect(await headOf(onPostgres)).toEqual(head)
      expect(await checkRegistry(onPostgres.context, onPostgres)).toMatchObject({ ok: true, summary: { events: 301 } })
      await onPostgres.close()

      const third = await moved(second, sqlite)
      const back = await third.open()
      expect(await headOf(back)).toEqual(head)
      expect(await checkRegistry(back.context, back)).toMatchObject({ ok: true, summary: { dossiers: 300 } })
      const { checkpoints: _before, ...same } = before
      expect(await rowsOf(third)).toMatchObject(same)
      // It goes on where it was: the next dossier is the next leaf.
      await register(back, 'after')
      expect((await headOf(back)).size).toBe(302)
    },
  )

  it.each(engines.filter(({ available }) => available))(
    'R35: nothing is imported over a registry, on $name',
    async (engine) => {
      const from = await aPlace(engine)
      const registry = await from.open()
      await register(registry, 'a')
      const file = join(aFolder(), 'register.ndjson')
      await exportRegistry(registry.context, registry.vkeys, file)
      await register(registry, 'b')
      const head = await headOf(registry)
      await expect(importRegistry({ from: file, ...from.options, hostKey: null })).rejects.toMatchObject({
        code: 'dataFolderUnusable',
      })
      expect(await headOf(registry)).toEqual(head)
    },
  )

  it('R35: only the registry’s own host key goes on with it', async () => {
    const from = await aPlace(embedded)
    const registry = await from.open()
    await register(registry, 'a')
    const file = join(aFolder(), 'register.ndjson')
    await exportRegistry(registry.context, registry.vkeys, file)
    const to = await aPlace(embedded)
    await expect(importRegistry({ from: file, ...to.options, hostKey: null })).rejects.toMatchObject({
      code: 'keyMalformed',
    })
    await (await to.open()).close()
    await expect(importRegistry({ from: file, ...to.options, hostKey: null })).rejects.toMatchObject({
      code: 'keyMalformed',
    })
  })

  it.each<[string, (text: string) => string]>([
    ['a changed line', (text) => text.replace('"sequence":1', '"sequence":2')],
    ['a line less', (text) => text.replace(/^.*"kind":"event".*\n/m, '')],
    ['no end', (text) => text.slice(0, text.lastIndexOf('{'))],
    ['half of it', (text) => text.slice(0, text.length / 2)],
    ['another file', () => 'hello\n'],
  ])('R35: refuses an export with %s', async (_what, change) => {
    const from = await aPlace(embedded)
    const registry = await from.open()
    await register(registry, 'a', 'b')
    const file = join(aFolder(), 'register.ndjson')
    await exportRegistry(registry.context, registry.vkeys, file)
    writeFileSync(file, change(readFileSync(file, 'utf8')))
    const to = await aPlace(embedded)
    const hostKey = readFileSync(join(from.dataFolder, 'host.key'), 'utf8')
    await expect(importRegistry({ from: file, ...to.options, hostKey })).rejects.toMatchObject({ code: 'backupBroken' })
  })

  it('R26: the lines bear positions and hashes, and nothing of a session', async () => {
    const from = await aPlace(embedded)
    const registry = await from.open()
    await lived(registry)
    const file = join(aFolder(), 'register.ndjson')
    await exportRegistry(registry.context, registry.vkeys, file)
    const lines = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    const events = lines.filter(({ kind }) => kind === 'event')
    expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 301 }, (_, i) => i))
    for (const { leafHash, entry } of events) expect([typeof leafHash, typeof entry]).toEqual(['string', 'string'])
    expect(lines.filter(({ table }) => table === 'sessions' || table === 'uploads')).toEqual([])
    expect(lines[0]).toMatchObject({ format: 'liuhen-export-1', vkeys: registry.vkeys })
  })

  it('R26: an event that is gone is not passed over in an export', async () => {
    const from = await aPlace(embedded)
    const registry = await from.open()
    await register(registry, 'a', 'b')
    await from.statement('drop trigger events_refuse_delete')
    await from.statement('delete from events where leaf_index = 0')
    const file = join(aFolder(), 'register.ndjson')
    await expect(exportRegistry(registry.context, registry.vkeys, file)).rejects.toMatchObject({ code: 'backupBroken' })
    expect(() => readFileSync(file)).toThrow('ENOENT')
  })
})

describe.each(engines.filter(({ available }) => available))('rebuilding the list of dossiers, on $name', (engine) => {
  it('R26: changes nothing in a sound registry', async () => {
    const place = await aPlace(engine)
    const registry = await place.open()
    await register(registry, 'a', 'b')
    await registry.context.store.append(anAddition('a', 2, 'k'))
    const before = await place.statement('select * from dossiers order by id')
    expect(await rebuild(registry.context)).toEqual({ found: [], left: [] })
    expect(await place.statement('select * from dossiers order by id')).toEqual(before)
  })

  it('R26, R38: mends what was edited, and notes how much', async () => {
    const place = await aPlace(engine)
    const registry = await place.open()
    await register(registry, 'a', 'b')
    const before = await place.statement('select * from dossiers order by id')
    await place.statement(`update dossiers set due_on = '2099-01-01', owner = 'none' where id = 'a'`)
    const { found, left } = await rebuild(registry.context)
    expect(found).toEqual([
      { dossierId: 'a', field: 'due_on', stored: '2099-01-01', expected: '2026-03-09' },
      { dossierId: 'a', field: 'owner', stored: 'none', expected: 'disciplineOffice' },
    ])
    expect(left).toEqual([])
    expect(await place.statement('select * from dossiers order by id')).toEqual(before)
    expect(await checkRegistry(registry.context, registry)).toMatchObject({ ok: true })
    expect(await registry.context.store.securityEvents(null, 1)).toMatchObject([
      { type: 'readModelsRebuilt', data: { found: 2, left: 0 } },
    ])
  })
})
