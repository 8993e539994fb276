/**
 * How fast the check of a whole register goes through its events, from the database: leaves, tiles, checkpoints, digests, read models.
 *
 *     npm run bench -- audit [--events 100000]
 *
 * The reference hashes as many bytes as often, from memory and with nothing else around: the sealed half, the entry, one inner node.
 */
import { createHash, hash, randomBytes } from 'node:crypto'
import { checkRegistry } from '../src/app/check/check-registry.ts'
import { type Cost, inTurns, numberOption, print, printMachine, ratio, short } from './support/figures.ts'
import { longTrail, SEALED_BYTES } from './support/long-trail.ts'
import { temporaryFolder } from './support/process.ts'

const ROUNDS = 3
const ENTRY_BYTES = 240

printMachine('audit')
const events = numberOption('events', 100_000)
const trail = await longTrail(temporaryFolder())
await trail.grow(events)

const [sealed, entry, node] = [randomBytes(SEALED_BYTES), randomBytes(ENTRY_BYTES), randomBytes(65)]
const bare = (): void => {
  const all = createHash('sha256')
  for (let i = 0; i < events; i += 1)
    for (const bytes of [sealed, entry, node]) all.update(hash('sha256', bytes, 'buffer').subarray(0, 1))
  all.digest()
}
const check = async (): Promise<void> => {
  const result = await checkRegistry(trail, { vkeys: trail.vkeys })
  if (!result.ok || result.summary.events !== events) throw new Error('the register did not pass')
}
const costs = await inTurns(ROUNDS, check, bare)
const rates = ({ wallMs, cpuMs }: Cost): string =>
  `${short(events / (wallMs / 1000))} entries/s, ${short(events / (cpuMs / 1000))} a second of processor time`
print(`${short(events)} events of ${short(SEALED_BYTES)} sealed bytes`)
print(`bare hashing   ${rates(costs.reference)}`)
print(
  `check          ${rates(costs.ours)} = ${ratio(costs.ours.cpuMs, costs.reference.cpuMs, 'the processor time of bare hashing')}`,
)
await trail.store.close()
