/**
 * A registry and a witness outside it, over loopback: what an operator with the host key, the database and all his backups can still
 * not do once somebody else has seen the trail.
 */
import { copyFile, cp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { checkProofFile } from '../../src/app/check/check-proof-file.ts'
import { checkRegistry } from '../../src/app/check/check-registry.ts'
import { proofOfLeaf } from '../../src/app/trail-files.ts'
import { cosignedState } from '../../src/app/witness/cosigned-state.ts'
import { main } from '../../src/cli/main.ts'
import { instant } from '../../src/kit/calendar.ts'
import { openRegistry, openWitness, type OpenedRegistry, type OpenedWitness } from '../../src/main.ts'
import { parseVkey } from '../../src/trail/verifier-key.ts'
import { aFolder, registerAlso } from '../support/witness.ts'

const AT = instant('2026-11-20T16:00:00Z')
let folder: string
let registry: OpenedRegistry
let witness: OpenedWitness
let address: string

const open = (dataFolder = folder): Promise<OpenedRegistry> =>
  openRegistry({
    dataFolder,
    origin: 'liuhen.example/qingyuan',
    witnesses: witness.vkeys.map((vkey) => `${address}/+${vkey}`).join(','),
  })

beforeEach(async () => {
  folder = aFolder()
  // The register's key must exist before somebody can be told to watch it.
  const first = await openRegistry({ dataFolder: folder, origin: 'liuhen.example/qingyuan' })
  expect(first.submitCheckpoints).toBeNull()
  const { vkeys } = first
  await first.close()
  witness = await openWitness({
    dataFolder: aFolder(),
    logVkeys: [vkeys.register, vkeys.security],
    name: 'witness.example/superior',
    now: () => AT,
  })
  address = await witness.door.listen({ host: '127.0.0.1', port: 0 })
  registry = await open()
})
afterEach(async () => {
  await registry.close()
  await witness.door.close()
  await rm(folder, { recursive: true, force: true })
})

const store = () => registry.context.store
const register = (...names: readonly string[]) => registerAlso(store(), names)
const database = (ending = '') => join(folder, `register.db${ending}`)

/** What the witness says of the register's trail. */
async function outcome(of = registry) {
  const outcomes = await of.submitCheckpoints?.()
  return outcomes?.find(({ trail }) => trail === 'register')
}

/** What an auditor fetches from the witness, without asking the registry. */
async function witnessed(): Promise<string> {
  const { name } = parseVkey(registry.vkeys.register)
  const digest = createHash('sha256').update(name).digest('hex')
  return (await witness.door.inject({ url: `/${digest}/checkpoint` })).body
}

const checkAgainstWitness = async () =>
  checkRegistry(registry.context, {
    vkeys: registry.vkeys,
    kept: [{ source: 'the superior’s witness', note: await witnessed() }],
  })

const policy = (quorum = 'superior'): string =>
  [
    `log ${registry.vkeys.register}`,
    `witness superior ${witness.vkeys[0]}`,
    `witness superior-later ${witness.vkeys[1]}`,
    'group both all superior superior-later',
    `quorum ${quorum}`,
  ].join('\n')

/** Closes the registry, does something to its folder, and opens it again. */
async function meanwhile(work: () => Promise<void>): Promise<void> {
  await registry.close()
  await work()
  registry = await open()
}

/** By an operator who also removes what the folder remembers of its published checkpoints. */
async function restoreYesterday(): Promise<void> {
  await rm(join(folder, 'published-checkpoint'))
  for (const ending of ['-wal', '-shm']) await rm(database(ending), { force: true })
  await copyFile(database('.yesterday'), database())
}

describe('a witnessed registry', () => {
  it('R26: gets its newest checkpoint cosigned, once', async () => {
    await register('a', 'b')
    expect(await outcome()).toMatchObject({ kind: 'cosigned', size: 2 })
    expect(await outcome()).toMatchObject({ kind: 'upToDate', size: 2 })
    await register('c', 'd', 'e')
    expect(await outcome()).toMatchObject({ kind: 'cosigned', size: 5 })
    expect(await store().cosignatures('register', 5)).toHaveLength(2)
    expect(await checkAgainstWitness()).toMatchObject({ ok: true })
  })

  it('R26: hands out proofs that carry the cosignatures, and satisfy a policy that asks for them', async () => {
    await register('a', 'b')
    const check = async (leafIndex: number, quorum?: string) =>
      checkProofFile(await proofOfLeaf(registry.context, 'register', leafIndex), {
        entry: null,
        vkeys: [],
        policy: policy(quorum),
      })
    expect(await check(0)).toMatchObject({ ok: false, code: 'quorumMissing' })
    await outcome()
    await register('c')
    expect(await check(0, 'both')).toMatchObject({
      ok: true,
      proven: {
        checkpoint: { treeSize: 2 },
        cosignatures: [{ name: 'witness.example/superior' }, { posixSeconds: Date.parse(AT) / 1000 }],
      },
    })
    // Registered after the witness was asked: proven by the register alone until the next round.
    expect(await check(2)).toMatchObject({ ok: false, code: 'quorumMissing' })
  })

  it('R26: knows how old its newest cosigned checkpoint is', async () => {
    await register('a')
    expect(await cosignedState(store(), 'register', AT)).toBeNull()
    await outcome()
    expect(await cosignedState(store(), 'register', instant('2026-11-22T17:30:00Z'))).toEqual({
      size: 1,
      by: ['witness.example/superior'],
      at: '2026-11-20T16:00:00.000Z',
      ageHours: 49,
    })
  })

  it('R26: goes on registering when the witness does not answer', async () => {
    await register('a')
    await witness.door.close()
    expect(await outcome()).toMatchObject({ kind: 'unreachable' })
    await register('b')
    expect(await store().cosignatures('register', 2)).toEqual([])
  })

  it('R26: is checked against a policy from the command line', async () => {
    const printed: string[] = []
    const print = (...words: unknown[]): void => void printed.push(words.join(' '))
    vi.spyOn(console, 'log').mockImplementation(print)
    vi.spyOn(console, 'error').mockImplementation(print)
    vi.stubEnv('LC_ALL', 'C.UTF-8')
    vi.stubEnv('DATABASE_URL', '')
    const file = join(folder, 'policy.txt')
    await writeFile(file, policy('both'))
    await register('a')
    expect(await main(['check', '--data', folder, '--policy', file])).toBe(1)
    expect(printed.join('\n')).toContain('too few witnesses')
    await outcome()
    expect(await main(['check', '--data', folder, '--policy', file])).toBe(0)
    expect(printed.join('\n')).toContain('the first 1 entries are cosigned by witness.example/superior')
    const proof = join(folder, 'a.tlog-proof')
    await writeFile(proof, await proofOfLeaf(registry.context, 'register', 0))
    expect(await main(['check-proof', proof, '--policy', file])).toBe(0)
    expect(printed.join('\n')).toContain('the witness witness.example/superior had seen it by 2026-11-20T16:00:00.000Z')
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  })
})

describe('what a witness makes impossible', () => {
  beforeEach(async () => {
    await register('a', 'b', 'c')
    await outcome()
    await meanwhile(() => copyFile(database(), database('.yesterday')))
    await register('d', 'e')
    await outcome()
  })

  it('R26: a registry rolled back to yesterday’s database gets no cosignature, and its check names the roll-back', async () => {
    await meanwhile(restoreYesterday)
    await register('x')
    expect(await outcome()).toMatchObject({ kind: 'rolledBack', size: 4, witnessedSize: 5 })
    expect(await store().cosignatures('register', 4)).toEqual([])
    expect(await checkAgainstWitness()).toMatchObject({
      ok: false,
      finding: { failure: { code: 'checkpointRolledBack', expected: 5, found: 4 } },
    })
  })

  it('R26: a history rewritten from there under the true key gets none either, however long it grows', async () => {
    await meanwhile(restoreYesterday)
    await register('x', 'y', 'z')
    expect(await outcome()).toMatchObject({ kind: 'contradicted', size: 6 })
    expect(await store().cosignatures('register', 6)).toEqual([])
    // In itself it is without fault: only what the witness has seen shows it.
    expect(await checkRegistry(registry.context, { vkeys: registry.vkeys })).toMatchObject({ ok: true })
    expect(await checkAgainstWitness()).toMatchObject({
      ok: false,
      finding: { failure: { code: 'checkpointContradicted', source: 'the superior’s witness', treeSize: 5 } },
    })
  })

  it('R26: two views of one trail, shown to two readers, cannot both be cosigned', async () => {
    const otherFolder = aFolder()
    await registry.close()
    await cp(folder, otherFolder, { recursive: true })
    registry = await open()
    const other = await open(otherFolder)
    await register('shown-to-one')
    await registerAlso(other.context.store, ['shown-to-the-other'])
    expect(await outcome()).toMatchObject({ kind: 'cosigned', size: 6 })
    expect(await outcome(other)).toMatchObject({ kind: 'contradicted', size: 6 })
    await other.close()
    await rm(otherFolder, { recursive: true, force: true })
  })
})

describe('the list of witnesses', () => {
  it('R90: without it there is nobody to ask', async () => {
    const alone = await openRegistry({ dataFolder: aFolder(), witnesses: ' ' })
    expect(alone.submitCheckpoints).toBeNull()
    await alone.close()
  })

  it.each([
    ['no key', 'http://127.0.0.1:8410'],
    ['no address', 'witness.example/superior+f89d8d59+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU'],
    ['another protocol', 'file:///etc+witness.example/superior+f89d8d59+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU'],
    ['a log’s key', 'http://127.0.0.1:8410+liuhen.example/demo+2afa8a8f+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c'],
  ])('R26: is refused with %s', async (_why, witnesses) => {
    await expect(openRegistry({ dataFolder: aFolder(), witnesses })).rejects.toMatchObject({
      code: 'configurationInvalid',
    })
  })
})
