/**
 * A register long enough for a full tile of level 1 (65,536 entries), which the check reads in several threads. One thing is changed, named, and put
 * back. On PostgreSQL with `LIUHEN_FAULTS=full` only: the check is the same, and filling takes its time.
 */
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkRegistry } from '../../src/app/check/check-registry.ts'
import type { CheckResult } from '../../src/app/check/finding.ts'
import { day } from '../../src/kit/calendar.ts'
import type { DossierId } from '../../src/domain/dossier/types.ts'
import type { NewEvent, Store } from '../../src/store/store.ts'
import { engines, type TestEngine } from '../support/engines.ts'
import { aPlace, dropGuards, type Place } from '../support/place.ts'
import { aCommand } from '../support/store-builders.ts'

const EVENTS_EACH = 1000
const DOSSIERS = 66
const SIZE = EVENTS_EACH * DOSSIERS
const inFull = process.env['LIUHEN_FAULTS'] === 'full'
const long = { timeout: 600_000 }

async function fill(store: Store): Promise<void> {
  for (let n = 0; n < DOSSIERS; n += 1) {
    const dossierId = `d${n}` as DossierId
    const event = (_: unknown, i: number): NewEvent => ({
      dossierId,
      sequence: i + 1,
      date: day('2026-03-02'),
      facts: { verb: i === 0 ? 'opened' : 'added', dueOn: day('2026-03-09'), owner: 'disciplineOffice' },
      sealed: Buffer.from(`${n} ${i}`),
    })
    await store.append({ ...aCommand({ id: dossierId }), events: Array.from({ length: EVENTS_EACH }, event) })
  }
}

/** The byte at `at` of one value inverted; answers how to put it back. */
async function invert(
  { statement }: Place,
  { name }: TestEngine,
  { table, column, at, where }: { table: string; column: string; at: number; where: string },
): Promise<() => Promise<void>> {
  const [row] = await statement(`select ${column} from ${table} where ${where}`)
  const before = Buffer.from(row?.[column] as Uint8Array)
  const after = Buffer.from(before)
  after[at] = 255 - (after[at] as number)
  const put = async (bytes: Buffer): Promise<void> => {
    const literal = name === 'sqlite' ? `x'${bytes.toString('hex')}'` : `'\\x${bytes.toString('hex')}'`
    await statement(`update ${table} set ${column} = ${literal} where ${where}`)
  }
  await put(after)
  return () => put(before)
}

const changes = [
  [
    'a hash of the full tile of level 1',
    { table: 'tiles', column: 'hashes', at: 32 * 200, where: `trail = 'register' and level = 1 and tile_index = 0` },
    { rule: 'trailHolds', failure: { code: 'tileDiffers', path: 'tile/1/000', hashIndex: 200 } },
  ],
  [
    'a hash of the unfinished tile of level 1',
    { table: 'tiles', column: 'root', at: 3, where: `trail = 'register' and level = 0 and tile_index = 256` },
    { rule: 'trailHolds', failure: { code: 'tileDiffers', path: 'tile/1/001.p/1', hashIndex: 0 } },
  ],
  [
    'a hash of level 2',
    { table: 'tiles', column: 'root', at: 3, where: `trail = 'register' and level = 1 and tile_index = 0` },
    { rule: 'trailHolds', failure: { code: 'tileDiffers', path: 'tile/2/000.p/1', hashIndex: 0 } },
  ],
  [
    'a hash of a tile of level 0, far in',
    { table: 'tiles', column: 'hashes', at: 0, where: `trail = 'register' and level = 0 and tile_index = 200` },
    { rule: 'trailHolds', failure: { code: 'tileDiffers', path: 'tile/0/200', hashIndex: 0 } },
  ],
  [
    'a byte of an entry, far in',
    { table: 'leaves', column: 'entry', at: 20, where: `trail = 'register' and leaf_index = 50000` },
    { rule: 'trailHolds', failure: { code: 'entryDiffers', leafIndex: 50_000 } },
  ],
  [
    'what was recorded, in the last stretch',
    { table: 'events', column: 'sealed', at: 0, where: 'leaf_index = 65900' },
    { rule: 'eventMatchesEntry', part: 'sealed', leafIndex: 65_900 },
  ],
  [
    'the hash that is kept of an entry',
    { table: 'leaves', column: 'leaf_hash', at: 0, where: `trail = 'register' and leaf_index = 777` },
    { rule: 'trailHolds', failure: { code: 'entryDiffers', leafIndex: 777 } },
  ],
] as const

const here = engines.filter(({ available, name }) => available && (name === 'sqlite' || inFull))
describe.each(here)('a long register, on $name', (engine) => {
  it(`R26: of ${SIZE} entries passes, and each change in it is named`, long, async () => {
    const place = await aPlace(engine)
    const registry = await place.open()
    onTestFinished(() => registry.close())
    const check = (): Promise<CheckResult> => checkRegistry(registry.context, { vkeys: registry.vkeys })
    await fill(registry.context.store)
    // 257 full tiles and one unfinished one, above them a full one and an unfinished one, above these an unfinished one.
    const sound = { ok: true, summary: { dossiers: DOSSIERS, events: SIZE, register: { size: SIZE, tiles: 261 } } }
    expect(await check()).toMatchObject(sound)
    await dropGuards(place, engine)
    for (const [what, change, named] of changes) {
      const putBack = await invert(place, engine, change)
      expect([what, await check()]).toMatchObject([what, { ok: false, finding: named }])
      await putBack()
    }
    expect(await check()).toMatchObject(sound)
  })
})
