/** What `liuhen doctor` finds: each thing that an operator can mend is broken once, and named (R26, R35). */
import { chmodSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { examine } from '../../src/app/operations/doctor.ts'
import type { DoctorLine } from '../../src/app/operations/doctor-line.ts'
import { rememberRun } from '../../src/app/operations/remembered.ts'
import { main } from '../../src/cli/main.ts'
import { instantOf, type Instant } from '../../src/kit/calendar.ts'
import { embedded, engines } from '../support/engines.ts'
import { aFolder, aPlace, type Place, register, tamper } from '../support/place.ts'

const clock = (): Instant => instantOf(new Date())
const hoursFrom = (moment: Instant, hours: number): Instant =>
  instantOf(new Date(Date.parse(moment) + hours * 3_600_000))

async function doctor(place: Place, { now = clock(), asksWitnesses = false } = {}): Promise<DoctorLine[]> {
  return examine({
    dataFolder: place.dataFolder,
    now,
    asksWitnesses,
    open: async () => {
      const registry = await place.open({ migrations: 'expect' })
      return { store: registry.context.store, vkeys: registry.vkeys, rolledBack: registry.rolledBack }
    },
  })
}

const codes = (lines: readonly DoctorLine[], state?: DoctorLine['state']): string[] =>
  lines.filter((line) => state === undefined || line.state === state).map(({ code }) => code)

async function aLivingPlace(engine = embedded): Promise<Place> {
  const place = await aPlace(engine)
  const registry = await place.open()
  await register(registry, 'a', 'b')
  const { context } = registry
  await context.store.appendSecurityEvent({ type: 'signedIn', at: context.now(), accountId: null, data: {} })
  await registry.close()
  writeFileSync(join(place.dataFolder, 'recovery.pub'), `${Buffer.alloc(32, 7).toString('base64')}\n`, { mode: 0o644 })
  await rememberRun(context, 'backup', { ok: true })
  await rememberRun(context, 'check', { ok: true })
  return place
}

describe.each(engines.filter(({ available }) => available))('the doctor, on $name', (engine) => {
  it('R35: finds nothing wrong with a registry that is looked after', async () => {
    const lines = await doctor(await aLivingPlace(engine))
    expect(codes(lines, 'problem')).toEqual([])
    // The suite's own PostgreSQL has one role only.
    expect(codes(lines, 'warning')).toEqual(engine.name === 'sqlite' ? [] : ['roleOwnsGuards'])
    expect(codes(lines)).toEqual(
      expect.arrayContaining(['databaseOpened', 'continuesPublished', 'backupRecent', 'checkRecent', 'witnessesNone']),
    )
    expect(lines.filter(({ code }) => code === 'headStands').map(({ data }) => data)).toEqual([
      { size: 2 },
      { size: 1 },
    ])
  })

  it('R20: names the guards that somebody dropped', async () => {
    const place = await aLivingPlace(engine)
    await tamper(place, engine, `update leaves set entry = entry`)
    const line = (await doctor(place)).find(({ topic }) => topic === 'guards')
    expect(line).toMatchObject({ state: 'problem', code: 'guardsMissing' })
    for (const table of ['events', 'leaves', 'tiles', 'checkpoints', 'security_events', 'cosignatures'])
      expect(line?.data['names']).toContain(`${table}_refuse_`)
  })

  it('R26: names a clock that is behind the newest security event', async () => {
    const place = await aLivingPlace(engine)
    const lines = await doctor(place, { now: hoursFrom(clock(), -2) })
    expect(codes(lines, 'problem')).toEqual(expect.arrayContaining(['clockBehindFile', 'clockBehindEvent']))
    if (engine.name === 'postgres') expect(codes(lines, 'problem')).toContain('clockDiffersFromDatabase')
  })
})

describe('the doctor', () => {
  it.each<[string, DoctorLine['state'], (folder: string) => void]>([
    ['hostKeyOpenToOthers', 'problem', (folder) => chmodSync(join(folder, 'host.key'), 0o640)],
    ['hostKeyMissing', 'problem', (folder) => rmSync(join(folder, 'host.key'))],
    ['hostKeyUnreadable', 'problem', (folder) => writeFileSync(join(folder, 'host.key'), 'liuhen/host-key@v1\n')],
    ['recoveryKeyMissing', 'warning', (folder) => rmSync(join(folder, 'recovery.pub'))],
    ['recoveryKeyUnreadable', 'problem', (folder) => writeFileSync(join(folder, 'recovery.pub'), '…\n')],
    ['recoveryKeyOpenToOthers', 'problem', (folder) => chmodSync(join(folder, 'recovery.pub'), 0o666)],
    ['folderOpenToOthers', 'warning', (folder) => chmodSync(folder, 0o755)],
    ['clockBehindFile', 'problem', (folder) => utimesSync(join(folder, 'last-check'), 4e9, 4e9)],
    ['evidenceUnreadable', 'problem', (folder) => writeFileSync(join(folder, 'evidence'), 'a file')],
    ['backupNever', 'warning', (folder) => rmSync(join(folder, 'last-backup'))],
    ['checkNever', 'warning', (folder) => rmSync(join(folder, 'last-check'))],
    ['checkFailed', 'problem', (folder) => writeFileSync(join(folder, 'last-check'), `${clock()} failed\n`)],
    ['backupOld', 'warning', (folder) => writeFileSync(join(folder, 'last-backup'), `${hoursFrom(clock(), -37)} ok\n`)],
    ['checkOld', 'warning', (folder) => writeFileSync(join(folder, 'last-check'), `${hoursFrom(clock(), -200)} ok\n`)],
    ['rolledBack', 'problem', (folder) => writeFileSync(join(folder, 'published-checkpoint'), 'not a checkpoint\n')],
    ['notOpened', 'problem', (folder) => writeFileSync(join(folder, 'register.db'), 'not a database'.repeat(100))],
  ])('R35: says %s', async (code, state, breakIt) => {
    const place = await aLivingPlace()
    breakIt(place.dataFolder)
    expect(codes(await doctor(place), state)).toContain(code)
  })

  it('R26: names the host key of another registry', async () => {
    const place = await aLivingPlace()
    const stranger = await aPlace(embedded)
    await (await stranger.open()).close()
    writeFileSync(join(place.dataFolder, 'host.key'), readFileSync(join(stranger.dataFolder, 'host.key')))
    expect(codes(await doctor(place), 'problem')).toEqual(expect.arrayContaining(['checkpointUnsigned', 'rolledBack']))
  })

  it('R26: names a head that does not follow from what is stored', async () => {
    const place = await aLivingPlace()
    await tamper(
      place,
      embedded,
      `update leaves set leaf_hash = zeroblob(32) where trail = 'register' and leaf_index = 1`,
    )
    expect(codes(await doctor(place), 'problem')).toContain('rootDiffers')
  })

  it('R26: says when witnesses are configured and none has cosigned', async () => {
    expect(codes(await doctor(await aLivingPlace(), { asksWitnesses: true }), 'warning')).toEqual(['witnessesNever'])
  })

  it('R35: does not bring an older database to another shape', async () => {
    const place = await aLivingPlace()
    await place.statement(`delete from kysely_migration where name like '0003%'`)
    expect((await doctor(place)).find(({ code }) => code === 'notOpened')?.data).toMatchObject({
      error: 'migrationFailed',
    })
  })
})

describe('on the command line', () => {
  const printed: string[] = []
  beforeEach(() => {
    printed.length = 0
    vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text))
    vi.spyOn(console, 'error').mockImplementation((text: string) => void printed.push(text))
    vi.stubEnv('LC_ALL', 'C.UTF-8')
    vi.stubEnv('DATABASE_URL', '')
  })
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  })

  it('R35: every line says what it is about, and what to do', async () => {
    const place = await aLivingPlace()
    chmodSync(join(place.dataFolder, 'host.key'), 0o644)
    rmSync(join(place.dataFolder, 'last-backup'))
    expect(await main(['doctor', '--data', place.dataFolder])).toBe(1)
    const text = printed.join('\n')
    expect(text).toMatch(/^PROBLEM +host key +.*Run chmod 600/m)
    expect(text).toMatch(/^WARNING +backup +.*Run liuhen backup/m)
    expect(text).toMatch(/^ok +register trail +2 entries/m)
  })

  it('R35: answers 0 and JSON for monitoring', async () => {
    const place = await aLivingPlace()
    expect(await main(['doctor', '--json', '--data', place.dataFolder])).toBe(0)
    const { ok, lines } = JSON.parse(printed.join('\n')) as { ok: boolean; lines: DoctorLine[] }
    expect(ok).toBe(true)
    expect(lines.map(({ topic }) => topic)).toEqual([
      'folder',
      'disk',
      'clock',
      'hostKey',
      'recoveryKey',
      'evidence',
      'database',
      'guards',
      'register',
      'security',
      'published',
      'backup',
      'check',
      'witnesses',
    ])
  })

  it('R35: a check is remembered, and the doctor shows it', async () => {
    const place = await aLivingPlace()
    rmSync(join(place.dataFolder, 'last-check'))
    expect(await main(['check', '--data', place.dataFolder])).toBe(0)
    expect(await main(['doctor', '--data', place.dataFolder])).toBe(0)
    expect(printed.at(-1)).toMatch(/^ok +check +0 hours ago/m)
    await tamper(place, embedded, `update events set sealed = x'00' where leaf_index = 1`)
    expect(await main(['check', '--data', place.dataFolder])).toBe(1)
    expect(await main(['doctor', '--data', place.dataFolder])).toBe(1)
    expect(printed.at(-1)).toMatch(/^PROBLEM +check +the last one .* found damage/m)
  })

  it('R35: makes no registry where there is none', async () => {
    expect(await main(['doctor', '--data', aFolder()])).toBe(1)
    expect(printed.join('\n')).toContain('dataFolderUnusable')
  })
})
