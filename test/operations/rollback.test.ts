/**
 * A database that comes back older than what was published (R26, edge case 24): read, not written, until an operator decides. And
 * what the operator sees of it all on the command line.
 */
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { backUp } from '../../src/app/operations/backup.ts'
import { restore } from '../../src/app/operations/restore.ts'
import { main } from '../../src/cli/main.ts'
import { doorOf, openRegistry, version, type OpenedRegistry } from '../../src/main.ts'
import { embedded, engines } from '../support/engines.ts'
import { aFolder, aPlace, headOf, type Place, register } from '../support/place.ts'
import { aCommand, anAccount, aPerson } from '../support/store-builders.ts'

const published = (place: Place): string => readFileSync(join(place.dataFolder, 'published-checkpoint'), 'utf8')

/** Yesterday's state of the database under today's memory of what was published, as after a restore into the running place. */
async function rolledBack(place: Place): Promise<void> {
  const registry = await place.open()
  await register(registry, 'a', 'b')
  await registry.close()
  const file = join(place.dataFolder, 'register.db')
  copyFileSync(file, `${file}.yesterday`)
  const later = await place.open()
  await register(later, 'c')
  await later.close()
  for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true })
  copyFileSync(`${file}.yesterday`, file)
}

describe('a registry behind what it published', () => {
  let place: Place
  let registry: OpenedRegistry

  beforeEach(async () => {
    place = await aPlace(embedded)
    await rolledBack(place)
    registry = await place.open()
  })

  it('R26: opens for reading and refuses every writing', async () => {
    expect(registry.rolledBack).toMatchObject({ trail: 'register', publishedSize: 3, foundSize: 2 })
    const { store } = registry.context
    expect(await store.events(aCommand({ id: 'a' }).events[0]?.dossierId as never)).toHaveLength(1)
    const account = anAccount('a1', aPerson('p1'))
    const refused = { code: 'registryRolledBack' }
    await expect(store.append(aCommand({ id: 'x' }))).rejects.toMatchObject(refused)
    await expect(registry.context.store.savePersons([aPerson('p1')])).rejects.toMatchObject(refused)
    await expect(store.createAccount(account)).rejects.toMatchObject(refused)
    await expect(
      store.appendSecurityEvent({ type: 'signedIn', at: registry.context.now(), accountId: null, data: {} }),
    ).rejects.toMatchObject(refused)
    await registry.close()
    expect((await headOf(await place.open())).size).toBe(2)
  })

  it('R26: says so on its page, with 503, and at /healthz', async () => {
    const door = await doorOf(registry, { host: '127.0.0.1', tls: false, trustedProxy: null })
    await door.ready()
    const health = await door.inject({ url: '/healthz' })
    expect(health.statusCode).toBe(503)
    expect(health.json()).toMatchObject({ ok: false, code: 'registryRolledBack', trail: 'register' })
    // What was published before is still handed out, so that others can compare.
    expect((await door.inject({ url: '/trail/checkpoint' })).statusCode).toBe(200)
    await door.close()
  })

  it('R26: goes on when an operator decides, and the security trail keeps his reason', async () => {
    await registry.acceptRollback?.('机房磁盘损坏，最新备份只到昨天')
    await registry.close()
    const again = await place.open()
    expect(again.rolledBack).toBeNull()
    await register(again, 'd')
    expect((await headOf(again)).size).toBe(3)
    const events = await again.context.store.securityEvents(null, 5)
    expect(events).toMatchObject([
      {
        type: 'rollbackAccepted',
        data: { trail: 'register', publishedSize: 3, foundSize: 2, reason: '机房磁盘损坏，最新备份只到昨天' },
      },
    ])
  })

  it('R26: another history is no continuation, however long it is, nor is a memory that nobody signed', async () => {
    const memory = published(place)
    await registry.acceptRollback?.('第一次')
    await registry.close()
    const again = await place.open()
    await register(again, 'other', 'another')
    await again.close()
    const file = join(place.dataFolder, 'published-checkpoint')
    writeFileSync(file, memory)
    const contradicted = await place.open()
    expect(contradicted.rolledBack).toMatchObject({ trail: 'register', publishedSize: 3, foundSize: 4 })
    await contradicted.close()
    writeFileSync(file, memory.replace('\n3\n', '\n2\n'))
    expect((await place.open()).rolledBack).toMatchObject({ publishedSize: null })
  })

  it('R26: is not shown to witnesses', async () => {
    await registry.close()
    const vkey = 'witness.example/superior+f89d8d59+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU'
    expect((await place.open({ witnesses: `http://127.0.0.1:1+${vkey}` })).submitCheckpoints).toBeNull()
  })
})

describe.each(engines.filter(({ available }) => available))('restoring an older backup, on $name', (engine) => {
  it('R26, R35: is behind the newer backup beside it, and says so', async () => {
    const place = await aPlace(engine)
    const registry = await place.open()
    const to = aFolder()
    const request = { to, vkeys: registry.vkeys, version, withHostKey: true }
    await register(registry, 'a')
    const yesterday = await backUp(registry.context, request)
    await register(registry, 'b')
    await backUp(registry.context, request)

    const elsewhere = await aPlace(engine)
    rmSync(elsewhere.dataFolder, { recursive: true })
    await restore({ from: yesterday.folder, ...elsewhere.options })
    const restored = await elsewhere.open()
    expect(restored.rolledBack).toMatchObject({ trail: 'register', publishedSize: 2, foundSize: 1 })
    await expect(restored.context.store.append(aCommand({ id: 'x' }))).rejects.toMatchObject({
      code: 'registryRolledBack',
    })
    await restored.acceptRollback?.('the newer backup is damaged')
    await restored.close()
    await register(await elsewhere.open(), 'x')
  })

  it('R26, R35: is behind a checkpoint that somebody kept', async () => {
    const place = await aPlace(engine)
    const registry = await place.open()
    const to = aFolder()
    await register(registry, 'a')
    await backUp(registry.context, { to, vkeys: registry.vkeys, version, withHostKey: true })
    await register(registry, 'b')
    const { checkpoint: kept } = await registry.context.store.head('register')

    const elsewhere = await aPlace(engine)
    rmSync(elsewhere.dataFolder, { recursive: true })
    await restore({ from: to, ...elsewhere.options, published: kept })
    expect((await elsewhere.open()).rolledBack).toMatchObject({ publishedSize: 2, foundSize: 1 })
  })

  it('R26: a checkpoint of somebody else says nothing', async () => {
    const place = await aPlace(engine)
    const registry = await place.open()
    const to = aFolder()
    await backUp(registry.context, { to, vkeys: registry.vkeys, version, withHostKey: true })
    const other = await openRegistry({ dataFolder: aFolder() })
    const { checkpoint } = await other.context.store.head('register')
    await other.close()
    const request = { from: to, dataFolder: join(aFolder(), 'new'), published: checkpoint }
    await expect(restore(request)).rejects.toMatchObject({ code: 'configurationInvalid' })
  })
})

describe('on the command line', () => {
  const printed: string[] = []
  const run = async (...args: string[]): Promise<{ code: number; text: string }> => {
    printed.length = 0
    const code = await main(args)
    return { code, text: printed.join('\n') }
  }
  beforeEach(() => {
    const print = (...words: unknown[]): void => void printed.push(words.join(' '))
    vi.spyOn(console, 'log').mockImplementation(print)
    vi.spyOn(console, 'error').mockImplementation(print)
    vi.stubEnv('LC_ALL', 'C.UTF-8')
    vi.stubEnv('DATABASE_URL', '')
  })
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  })

  it('R35: backup, drill, restore, each in one command', async () => {
    const place = await aPlace(embedded)
    const registry = await place.open()
    await register(registry, 'a', 'b')
    const { root } = await headOf(registry)
    await registry.close()
    const [to, empty, drill] = [aFolder(), join(aFolder(), 'new'), join(aFolder(), 'drill')]
    const data = ['--data', place.dataFolder]
    expect(await run('backup', '--to', to, '--with-host-key', ...data)).toMatchObject({
      code: 0,
      text: expect.stringContaining('2 dossiers, 2 events') as string,
    })
    const drilled = await run('restore', '--from', to, '--data', drill, '--drill', place.dataFolder)
    expect(drilled.code).toBe(0)
    expect(drilled.text).toContain('The security trail has noted the drill')
    expect(drilled.text.split(root)).toHaveLength(3)
    const restored = await run('restore', '--from', to, '--data', empty)
    expect(restored.code).toBe(0)
    expect(restored.text.split(root)).toHaveLength(3)
    expect(await run('check', '--data', empty)).toMatchObject({ code: 0 })
    const again = await run('restore', '--from', to, '--data', empty)
    expect(again.code).toBe(1)
    expect(again.text).toContain('nothing is ever overwritten')
  })

  it('R26: check and accept-rollback name the roll-back', async () => {
    const place = await aPlace(embedded)
    await rolledBack(place)
    const data = ['--data', place.dataFolder]
    const checked = await run('check', ...data)
    expect(checked.code).toBe(1)
    expect(checked.text).toContain('ROLLED BACK: the register trail has 2 entries')
    expect((await run('accept-rollback', ...data)).code).toBe(2)
    expect(await run('accept-rollback', '--reason', 'the disk is gone', ...data)).toMatchObject({ code: 0 })
    expect((await run('accept-rollback', '--reason', 'again', ...data)).code).toBe(1)
    expect(await run('check', ...data)).toMatchObject({ code: 0 })
  })

  it('R35: export, import and rebuild', async () => {
    const place = await aPlace(embedded)
    const registry = await place.open()
    await register(registry, 'a', 'b')
    await registry.close()
    const [file, elsewhere] = [join(aFolder(), 'register.ndjson'), join(aFolder(), 'new')]
    expect(await run('export', '--to', file, '--data', place.dataFolder)).toMatchObject({ code: 0 })
    const hostKey = join(place.dataFolder, 'host.key')
    const imported = await run('import', '--from', file, '--data', elsewhere, '--host-key', hostKey)
    expect(imported.code).toBe(0)
    const heads = [...imported.text.matchAll(/2 {2}[0-9a-f]{64}/g)].map(([head]) => head)
    expect(heads).toHaveLength(2)
    expect(new Set(heads).size).toBe(1)
    await place.statement(`update dossiers set due_on = '2099-01-01' where id = 'b'`)
    const rebuilt = await run('rebuild', '--data', place.dataFolder)
    expect(rebuilt).toMatchObject({ code: 0, text: expect.stringContaining('Rebuilt: 1 put right') as string })
    expect(rebuilt.text).toContain('due_on of dossier b: expected 2026-03-09, found 2099-01-01')
  })

  it('R35: speaks Chinese in a Chinese terminal', async () => {
    vi.stubEnv('LC_ALL', 'zh_CN.UTF-8')
    const place = await aPlace(embedded)
    await rolledBack(place)
    expect((await run('check', '--data', place.dataFolder)).text).toContain('专库已被回退：登记链现有 2 条')
  })
})
