/**
 * What a longer register costs: appends and the check as the trail grows.
 *
 *     npm run bench -- growth [--to 100000]        1,000,000 for the full length
 *
 * The reference is the same number of bare rows in batches of the same size, one flush each.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { checkRegistry } from '../src/app/check/check-registry.ts'
import { costOf, numberOption, print, printMachine, ratio, short } from './support/figures.ts'
import { longTrail, SEALED_BYTES } from './support/long-trail.ts'
import { temporaryFolder } from './support/process.ts'

const BATCH = 1000
const BARE_ROWS = 20_000

function bareRows(folder: string): void {
  const database = new DatabaseSync(join(folder, 'bare.db'))
  database.exec(
    'pragma journal_mode = wal; pragma synchronous = full; create table rows (n integer primary key, b blob)',
  )
  const insert = database.prepare('insert into rows (b) values (?)')
  for (let n = 0; n < BARE_ROWS; n += BATCH) {
    database.exec('begin immediate')
    for (let k = 0; k < BATCH; k += 1) insert.run(randomBytes(SEALED_BYTES))
    database.exec('commit')
  }
  database.close()
}

printMachine('growth')
const bare = (await costOf(() => bareRows(temporaryFolder()))).wallMs / BARE_ROWS
print(`bare rows: ${short(1000 / bare)}/s\n`)
const trail = await longTrail(temporaryFolder())
const to = numberOption('to', 100_000)
let before = 0
for (const size of [1000, 10_000, 30_000, 100_000, 300_000, 1_000_000].filter((each) => each <= to)) {
  const grown = await costOf(() => trail.grow(size))
  const checked = await costOf(async () => {
    const result = await checkRegistry(trail, { vkeys: trail.vkeys })
    if (!result.ok) throw new Error('the register did not pass')
  })
  const each = grown.wallMs / (size - before)
  print(
    `${short(size).padStart(9)} events: appended ${short(1000 / each)}/s = ${ratio(each, bare, 'the time of a bare row')}` +
      `; checked ${short(size / (checked.wallMs / 1000))}/s (${short(size / (checked.cpuMs / 1000))} a second of processor time)`,
  )
  before = size
}
await trail.store.close()
