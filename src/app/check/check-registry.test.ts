/** The check of a sound registry. What it names in a changed one: test/tampering. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testTrailWork, testVkeys } from '../../../test/support/trail-work.ts'
import { aCommand, anAddition } from '../../../test/support/store-builders.ts'
import { instant } from '../../kit/calendar.ts'
import { openStore } from '../../store/open.ts'
import type { Store } from '../../store/store.ts'
import type { KeptCheckpoint } from './check-trail.ts'
import { checkRegistry } from './check-registry.ts'
import type { CheckResult } from './finding.ts'

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
