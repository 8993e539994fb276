/** What the database itself refuses, on every engine, and what it keeps from others. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engines, type TestRegistry } from '../../test/support/engines.ts'
import { aCommand, anAccount, anAddition, aPerson, aSession } from '../../test/support/store-builders.ts'
import { testTrailWork } from '../../test/support/trail-work.ts'
import { utf8 } from '../kit/bytes.ts'
import { day, instant } from '../kit/calendar.ts'
import { openStore } from './open.ts'
import type { Store } from './store.ts'

import { appended, upTo } from '../../test/support/store-checks.ts'

/** The tables that only grow, each with one of its columns. */
const guarded = { events: 'sealed', leaves: 'entry', tiles: 'hashes', checkpoints: 'note', security_events: 'body' }

/** All that these tables hold, as one text. */
const everything = async ({ statement }: TestRegistry): Promise<string> => {
  const tables = await Promise.all(Object.keys(guarded).map((table) => statement(`select * from ${table}`)))
  return JSON.stringify(tables)
}

describe.each(engines.filter((engine) => engine.available))('the guards on $name', ({ name, registry }) => {
  let here: TestRegistry
  let store: Store

  beforeEach(async () => {
    here = await registry()
    store = await here.open()
  })
  afterEach(async () => {
    await here.remove()
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
    await service.appendSecurityEvent({
      type: 'accountCreated',
      at: instant('2026-03-02T08:00:00Z'),
      accountId: account.id,
      data: {},
    })
    await service.addApiToken({
      id: 't1',
      name: '办案系统',
      digest: 'd',
      scopes: [],
      addresses: [],
      madeOn: day('2026-03-02'),
      expiresOn: day('2027-03-01'),
      lastUsedOn: null,
      revokedOn: null,
    })
    await service.changeApiToken('t1', { revokedOn: day('2026-03-02') })
    await service.startSession(aSession('s1', account))
    await service.saveDraft({ tag: 't', baseVersion: 0, sealed: utf8('x'), changedOn: day('2026-03-02') })
    await service.append({
      ...anAddition('d1', 2, 'k'),
      endedDrafts: [{ tag: 't', version: 1 }],
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

  it.runIf(name === 'sqlite')('keeps the files of SQLite from other users', async () => {
    await store.append(aCommand({ id: 'd1' }))
    const { file } = here.options as { file: string }
    for (const path of [file, `${file}-wal`, `${file}-shm`]) expect(statSync(path).mode & 0o777).toBe(0o600)
  })
})
