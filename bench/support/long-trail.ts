/** A register of any length, filled through the store's own append: the bytes are random, since nobody opens them. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { registryIdentity } from '../../src/app/registry-identity.ts'
import { trailWorkWith } from '../../src/app/trail-work.ts'
import type { DossierId, RegisterNumber } from '../../src/domain/dossier/types.ts'
import { day } from '../../src/kit/calendar.ts'
import { openStore, type StoreOptions } from '../../src/store/open.ts'
import type { AppendCommand, NewEvent, Store } from '../../src/store/store.ts'
import { printVkey } from '../../src/trail/verifier-key.ts'

/** A short event as it is sealed: two boxes, padded. */
export const SEALED_BYTES = 2048
export const EVENTS_PER_DOSSIER = 10
const DOSSIERS_TOGETHER = 100
const SLOT_BYTES = 113

export type LongTrail = {
  readonly store: Store
  readonly dataFolder: string
  readonly vkeys: { readonly register: string; readonly security: string }
  /** Appends until the register has so many events. */
  grow(size: number): Promise<void>
}

export type LongTrailOptions = {
  /** A SQLite file in the data folder when left out. */
  readonly database?: StoreOptions
  /** Grant slots of each dossier; sixteen in service. */
  readonly slots?: number
}

export async function longTrail(dataFolder: string, options: LongTrailOptions = {}): Promise<LongTrail> {
  const { database = { file: join(dataFolder, 'register.db') }, slots = 0 } = options
  const identity = await registryIdentity(dataFolder)
  const store = await openStore(database, trailWorkWith(identity))
  let size = 0
  return {
    store,
    dataFolder,
    vkeys: { register: printVkey(identity.keys.register), security: printVkey(identity.keys.security) },
    async grow(wanted) {
      while (size < wanted) {
        const count = Math.min(DOSSIERS_TOGETHER, Math.ceil((wanted - size) / EVENTS_PER_DOSSIER))
        await Promise.all(Array.from({ length: count }, () => store.append(aDossier(slots))))
        size += count * EVENTS_PER_DOSSIER
      }
    },
  }
}

/** A dossier with its first events in one command. */
function aDossier(slots: number): AppendCommand {
  const id = randomBytes(16).toString('hex') as DossierId
  const event = (_: unknown, n: number): NewEvent => ({
    dossierId: id,
    sequence: n + 1,
    date: day('2026-11-20'),
    facts: { verb: n === 0 ? 'opened' : 'added', dueOn: day('2026-12-01'), owner: 'disciplineOffice' },
    sealed: randomBytes(SEALED_BYTES),
  })
  return {
    idempotencyKey: id,
    newDossiers: [
      {
        id,
        number: `2026-${id.slice(0, 10).toUpperCase()}` as RegisterNumber,
        contentKey: randomBytes(32),
        identityKey: randomBytes(32),
        slots: Array.from({ length: slots }, () => randomBytes(SLOT_BYTES)),
      },
    ],
    events: Array.from({ length: EVENTS_PER_DOSSIER }, event),
    answer: 'done',
  }
}
