import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { proofOfLeaf } from '../app/trail-files.ts'
import { utf8 } from '../kit/bytes.ts'
import { openRegistry } from '../main.ts'
import { aCommand } from '../../test/support/store-builders.ts'
import { main } from './main.ts'

let folder: string
const printed: string[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liuhen-cli-'))
  printed.length = 0
  const print = (...words: unknown[]): void => void printed.push(words.join(' '))
  vi.spyOn(console, 'log').mockImplementation(print)
  vi.spyOn(console, 'error').mockImplementation(print)
  vi.stubEnv('LC_ALL', 'C.UTF-8')
  vi.stubEnv('DATABASE_URL', '')
})

afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

async function aRegistryWithOneRecord(): Promise<{ checkpoint: string; proof: string; vkey: string }> {
  const registry = await openRegistry({ dataFolder: folder })
  const { store } = registry.context
  await store.append(aCommand({ id: 'd1' }))
  await store.append(aCommand({ id: 'd2' }))
  const { checkpoint } = await store.head('register')
  const proof = await proofOfLeaf(registry.context, 'register', 0)
  await registry.close()
  return { checkpoint, proof, vkey: registry.vkeys.register }
}

it('explains itself, in the language of the terminal', async () => {
  expect(await main(['--help'])).toBe(0)
  expect(printed.join('\n')).toContain('checks the whole registry')
  vi.stubEnv('LC_ALL', 'zh_CN.UTF-8')
  expect(await main(['check', '--help'])).toBe(0)
  expect(printed.at(-1)).toContain('重新计算每一条')
})

it('answers 2 to what it does not understand', async () => {
  expect(await main(['chek'])).toBe(2)
  expect(await main(['check', '--dta', folder])).toBe(2)
  expect(await main(['check-proof'])).toBe(2)
})

it('R26: checks a registry and answers 0', async () => {
  await aRegistryWithOneRecord()
  expect(await main(['check', '--data', folder])).toBe(0)
  expect(printed.join('\n')).toContain('2 dossiers, 2 events')
})

it('makes no registry where there is none', async () => {
  expect(await main(['check', '--data', join(folder, 'elsewhere')])).toBe(1)
  expect(printed.join('\n')).toContain('dataFolderUnusable')
})

it('R26: names a changed event and answers 1', async () => {
  await aRegistryWithOneRecord()
  const database = new DatabaseSync(join(folder, 'register.db'))
  database.exec(`drop trigger events_refuse_update; update events set sealed = x'00' where leaf_index = 1`)
  database.close()
  expect(await main(['check', '--data', folder])).toBe(1)
  expect(printed.join('\n')).toContain('event 1 of dossier d2 was changed')
})

it('R26: names a roll-back to somebody who kept a checkpoint', async () => {
  const { checkpoint } = await aRegistryWithOneRecord()
  const kept = join(folder, 'kept.txt')
  await writeFile(kept, checkpoint)
  for (const file of ['register.db', 'published-checkpoint']) await rm(join(folder, file))
  const registry = await openRegistry({ dataFolder: folder })
  await registry.context.store.append(aCommand({ id: 'd1' }))
  await registry.close()
  expect(await main(['check', '--data', folder, '--checkpoint', kept])).toBe(1)
  expect(printed.join('\n')).toContain('rolled back')
})

it('R26: checks a proof with nothing but the proof and the public key', async () => {
  const { proof, vkey } = await aRegistryWithOneRecord()
  const file = join(folder, 'kept.tlog-proof')
  await writeFile(file, proof)
  expect(await main(['check-proof', file, '--vkey', vkey])).toBe(0)
  expect(printed.join('\n')).toContain('dossier d1, event 1')

  const other = join(folder, 'other-entry')
  await writeFile(other, utf8('another entry'))
  expect(await main(['check-proof', file, '--vkey', vkey, '--record', other])).toBe(1)

  await writeFile(file, proof.replace(/^index 0$/m, 'index 1'))
  expect(await main(['check-proof', file, '--vkey', vkey])).toBe(1)
})

it('R87: keeps the host key for this user only', async () => {
  await aRegistryWithOneRecord()
  const { stat } = await import('node:fs/promises')
  expect((await stat(join(folder, 'host.key'))).mode & 0o777).toBe(0o600)
  expect(await readFile(join(folder, 'host.key'), 'utf8')).toContain('liuhen/host-key@v1')
})

it('R26: runs a witness until it is told to stop, and says its public keys', async () => {
  const { vkey } = await aRegistryWithOneRecord()
  const place = join(folder, 'witness')
  const running = main(['witness', vkey, '--data', place, '--port', '0', '--name', 'witness.example/superior'])
  await vi.waitFor(() => expect(printed.join('\n')).toContain('The witness is listening'))
  const vkeys = printed.filter((line) => line.startsWith('  witness.example/superior+'))
  expect(vkeys.map((line) => line.trim().length > 1000)).toEqual([false, true])
  const [address = ''] = /http:\S+/.exec(printed.join('\n')) ?? []
  expect((await fetch(`${address}/add-checkpoint`, { method: 'POST', body: 'old' })).status).toBe(400)
  process.emit('SIGTERM')
  expect(await running).toBe(0)
  expect(await main(['witness'])).toBe(2)
})
