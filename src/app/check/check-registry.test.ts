/**
 * Somebody with the database file and all the time in the world: drops the guards, changes something, and is named
 * (ledger formats, section 10 item 6).
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testTrailWork, testVkeys } from '../../../test/support/trail-work.ts'
import { aCommand, anAddition } from '../../../test/support/store-builders.ts'
import { instant } from '../../kit/calendar.ts'
import { utf8 } from '../../kit/bytes.ts'
import { openStore } from '../../store/open.ts'
import type { Store } from '../../store/store.ts'
import type { KeptCheckpoint } from './check-trail.ts'
import { checkRegistry } from './check-registry.ts'
import type { CheckResult, Finding } from './finding.ts'

/** More than one full tile of level 0, and so a stored tile; the last tile is unfinished. */
const DOSSIERS = 300

let folder: string
let store: Store
const file = (): string => join(folder, 'register.db')

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liuhen-check-'))
  store = await openStore({ file: file() }, testTrailWork)
})

afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const fill = async (count: number): Promise<void> => {
  await Promise.all(Array.from({ length: count }, (_, i) => store.append(aCommand({ id: `d${i}` }))))
  await store.append(anAddition('d0', 2, 'more-d0'))
  await store.appendSecurityEvent({
    type: 'signedIn',
    at: instant('2026-03-02T08:00:00Z'),
    accountId: null,
    data: { note: 'first' },
  })
}

const check = (kept: readonly KeptCheckpoint[] = []): Promise<CheckResult> =>
  checkRegistry({ store, dataFolder: folder }, { vkeys: testVkeys, kept })

const finding = async (kept: readonly KeptCheckpoint[] = []): Promise<Finding> => {
  const result = await check(kept)
  if (result.ok) throw new Error('the check found nothing')
  return result.finding
}

/** Opens the database as an attacker with the file does: without the guards. */
function tamper(...statements: string[]): void {
  const database = new DatabaseSync(file())
  const triggers = database.prepare(`select name from sqlite_schema where type = 'trigger'`).all()
  for (const { name } of triggers) database.exec(`drop trigger ${String(name)}`)
  for (const statement of statements) {
    const { changes } = database.prepare(statement).run()
    if (changes === 0) throw new Error(`nothing was changed by ${statement}`)
  }
  database.close()
}

describe('a sound registry', () => {
  it('R26: holds, and is counted', async () => {
    await fill(DOSSIERS)
    const result = await check()
    expect(result).toMatchObject({
      ok: true,
      summary: { dossiers: DOSSIERS, events: DOSSIERS + 1, register: { size: DOSSIERS + 1 }, security: { size: 1 } },
    })
  })

  it('R26: holds when nothing was registered yet', async () => {
    expect(await check()).toMatchObject({ ok: true, summary: { dossiers: 0, events: 0 } })
  })

  it('R26: holds against its own older checkpoint', async () => {
    await fill(3)
    const { checkpoint } = await store.head('register')
    await store.append(anAddition('d1', 2, 'later'))
    const result = await check([{ source: 'printed in March', note: checkpoint }])
    expect(result).toMatchObject({ ok: true, summary: { olderCheckpoints: 1 } })
  })
})

describe('a changed registry', () => {
  it('R26: names a changed byte of an entry', async () => {
    await fill(DOSSIERS)
    tamper(`update leaves set entry = cast(replace(cast(entry as text), 'sequence 1', 'sequence 7') as blob)
            where trail = 'register' and leaf_index = 17`)
    expect(await finding()).toMatchObject({ rule: 'trailHolds', failure: { code: 'entryDiffers', leafIndex: 17 } })
  })

  it('R26: names a changed stored hash of level 0', async () => {
    await fill(DOSSIERS)
    tamper(`update tiles set hashes = cast(x'00' || substr(hashes, 2) as blob) where trail = 'register' and level = 0`)
    expect(await finding()).toMatchObject({
      rule: 'trailHolds',
      failure: { code: 'tileDiffers', path: 'tile/0/000', hashIndex: 0 },
    })
  })

  it('R26: names a changed leaf hash in the unfinished tile', async () => {
    await fill(3)
    tamper(`update leaves set leaf_hash = zeroblob(32) where trail = 'register' and leaf_index = 2`)
    expect(await finding()).toMatchObject({ rule: 'trailHolds', failure: { code: 'tileDiffers', hashIndex: 2 } })
  })

  it('R20: names a deleted last entry', async () => {
    await fill(3)
    tamper(`delete from leaves where trail = 'register' and leaf_index = 3`)
    expect(await finding()).toMatchObject({
      rule: 'trailHolds',
      failure: { code: 'entriesMissing', expected: 4, found: 3 },
    })
  })

  it('R20: names a deleted event whose entry was left', async () => {
    await fill(3)
    tamper(`delete from events where leaf_index = 3`)
    expect(await finding()).toMatchObject({ rule: 'entryHasEvent', dossierId: 'd0', sequence: 2, leafIndex: 3 })
  })

  it('R26: names two swapped entries', async () => {
    await fill(DOSSIERS)
    tamper(
      `update leaves set leaf_index = 100000 where trail = 'register' and leaf_index = 5`,
      `update leaves set leaf_index = 5 where trail = 'register' and leaf_index = 9`,
      `update leaves set leaf_index = 9 where trail = 'register' and leaf_index = 100000`,
    )
    expect(await finding()).toMatchObject({
      rule: 'trailHolds',
      failure: { code: 'entriesSwapped', leafIndex: 5, otherIndex: 9 },
    })
  })

  it('R19: names a changed sealed half', async () => {
    await fill(3)
    tamper(`update events set sealed = x'00' where leaf_index = 1`)
    expect(await finding()).toMatchObject({ rule: 'eventMatchesEntry', part: 'sealed', leafIndex: 1 })
  })

  it('R26: names a changed plain half', async () => {
    await fill(3)
    tamper(`update events set facts = replace(facts, '2026-03-09', '2027-03-09') where leaf_index = 1`)
    expect(await finding()).toMatchObject({ rule: 'eventMatchesEntry', part: 'facts', leafIndex: 1 })
  })

  it('R38: names an edited list of dossiers', async () => {
    await fill(3)
    tamper(`update dossiers set due_on = '2099-01-01' where id = 'd2'`)
    expect(await finding()).toEqual({
      rule: 'listMatchesEvents',
      dossierId: 'd2',
      column: 'due_on',
      expected: '2026-03-09',
      found: '2099-01-01',
    })
  })

  it('R26: names an event that was written past the trail', async () => {
    await fill(3)
    tamper(`insert into events select 4, dossier_id, 2, date, facts, sealed from events where dossier_id = 'd2'`)
    expect(await finding()).toMatchObject({ rule: 'eventHasEntry', dossierId: 'd2', sequence: 2 })
  })

  it('R20: names an exchanged security event', async () => {
    await fill(3)
    tamper(`update security_events set body = replace(body, 'first', 'other')`)
    expect(await finding()).toMatchObject({ rule: 'securityEventMatchesEntry', position: 0 })
  })

  it('R26: names a checkpoint that the register key did not sign', async () => {
    await fill(3)
    tamper(`update heads set checkpoint = replace(checkpoint, char(10) || '4' || char(10), char(10) || '5' || char(10))
            where trail = 'register'`)
    expect(await finding()).toMatchObject({ rule: 'trailHolds', failure: { code: 'signatureBroken' } })
  })
})

describe('against a checkpoint that somebody kept', () => {
  it('R26: names a registry that was rolled back', async () => {
    await fill(3)
    const { checkpoint } = await store.head('register')
    await restart(2)
    expect(await finding([{ source: 'printed in March', note: checkpoint }])).toMatchObject({
      rule: 'trailHolds',
      failure: { code: 'checkpointRolledBack', source: 'printed in March', expected: 4, found: 2 },
    })
  })

  it('R26: names a registry that was rewritten under the same key', async () => {
    await fill(3)
    const { checkpoint } = await store.head('register')
    await restart(9, 'rewritten')
    expect(await finding([{ source: 'printed in March', note: checkpoint }])).toMatchObject({
      rule: 'trailHolds',
      failure: { code: 'checkpointContradicted', source: 'printed in March', treeSize: 4 },
    })
  })

  /** What an operator with the host key can do: begin the registry again and sign it. */
  async function restart(dossiers: number, prefix = 'd'): Promise<void> {
    await store.close()
    await rm(file(), { force: true })
    await rm(`${file()}-wal`, { force: true })
    await rm(`${file()}-shm`, { force: true })
    store = await openStore({ file: file() }, testTrailWork)
    for (let i = 0; i < dossiers; i += 1)
      await store.append(aCommand({ id: `${prefix}${i}`, number: `2026-${prefix}${i}` }))
  }
})

describe('evidence files', () => {
  const put = async (bytes: Uint8Array, name: string): Promise<string> => {
    const place = join(folder, 'evidence', name.slice(0, 2))
    await mkdir(place, { recursive: true })
    await writeFile(join(place, name), bytes)
    return join(place, name)
  }
  const nameOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

  it('R22: names a replaced evidence file', async () => {
    await fill(1)
    const bytes = utf8('sealed evidence')
    const path = await put(bytes, nameOf(bytes))
    expect(await check()).toMatchObject({ ok: true, summary: { evidenceFiles: 1 } })
    await writeFile(path, 'something else')
    expect(await finding()).toMatchObject({
      rule: 'evidenceMatchesName',
      file: `${nameOf(bytes).slice(0, 2)}/${nameOf(bytes)}`,
      expected: nameOf(bytes),
    })
  })
})
