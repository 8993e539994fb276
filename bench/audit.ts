/**
 * How fast the check of a whole register goes through its events, from the database: leaves, tiles, checkpoints, digests, read models.
 *
 *     npm run bench -- audit [--events 100000] [--slots 0] [--engine sqlite]
 *
 * `--slots 16` gives each dossier, of ten events here, as many grant slots as in service; `--engine postgres` starts a cluster of its own.
 * The reference hashes as many bytes as often, from memory and with nothing else around: the sealed half, the entry, one inner node;
 * of each slot its bytes and one inner node. The processor time on PostgreSQL is ours without the server's.
 */
import { createHash, hash, randomBytes } from 'node:crypto'
import { checkRegistry } from '../src/app/check/check-registry.ts'
import { postgresFor } from './support/database.ts'
import { type Cost, inTurns, numberOption, option, print, printMachine, ratio, short } from './support/figures.ts'
import { EVENTS_PER_DOSSIER, longTrail, SEALED_BYTES } from './support/long-trail.ts'
import { temporaryFolder } from './support/process.ts'

const ROUNDS = 3
const ENTRY_BYTES = 240
const SLOT_LEAF_BYTES = 350

printMachine('audit')
const events = numberOption('events', 100_000)
const slotsEach = numberOption('slots', 0)
const slots = (events / EVENTS_PER_DOSSIER) * slotsEach
const postgres = option('engine') === 'postgres' ? await postgresFor() : null
const trail = await longTrail(temporaryFolder(), { slots: slotsEach, ...(postgres && { database: postgres.options }) })
await trail.grow(events)

const [sealed, entry, node] = [randomBytes(SEALED_BYTES), randomBytes(ENTRY_BYTES), randomBytes(65)]
const slotLeaf = randomBytes(SLOT_LEAF_BYTES)
const bare = (): void => {
  const all = createHash('sha256')
  const hashed = (bytes: Uint8Array): void => void all.update(hash('sha256', bytes, 'buffer').subarray(0, 1))
  for (let i = 0; i < events; i += 1) for (const bytes of [sealed, entry, node]) hashed(bytes)
  for (let i = 0; i < slots; i += 1) for (const bytes of [slotLeaf, node]) hashed(bytes)
  all.digest()
}
const check = async (): Promise<void> => {
  const result = await checkRegistry(trail, { vkeys: trail.vkeys })
  if (!result.ok || result.summary.events !== events) throw new Error('the register did not pass')
  if (result.summary.slots.count !== slots) throw new Error('the slots did not pass')
}
const costs = await inTurns(ROUNDS, check, bare)
const rates = ({ wallMs, cpuMs }: Cost): string =>
  `${short(events / (wallMs / 1000))} entries/s, ${short(events / (cpuMs / 1000))} a second of processor time` +
  (slots > 0 ? `, ${short((events + slots) / (wallMs / 1000))} entries and slots/s` : '')
print(
  `${trail.store.engine}: ${short(events)} events of ${short(SEALED_BYTES)} sealed bytes` +
    (slots > 0 ? `, ${short(slots)} grant slots` : ''),
)
print(`bare hashing   ${rates(costs.reference)}`)
print(
  `check          ${rates(costs.ours)} = ${ratio(costs.ours.cpuMs, costs.reference.cpuMs, 'the processor time of bare hashing')}`,
)
await trail.store.close()
await postgres?.stop()
