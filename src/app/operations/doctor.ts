/**
 * Looks at everything around the register that an operator can mend: disk, clock, keys, rights, guards, and whether backup, check and
 * witnesses still happen. Changes nothing. What is inside the trails is for `liuhen check`.
 */
import type { Instant } from '../../kit/calendar.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import type { Store, TrailName } from '../../store/store.ts'
import { clockAgainstFiles, disk, evidenceFolder, folderRights, hostKey, recoveryKey } from './doctor-folder.ts'
import { clockAgainst, database, guards, heads, lastRuns, rollback, witnesses } from './doctor-registry.ts'
import type { DoctorLine } from './doctor-line.ts'
import type { RolledBack } from './rolled-back.ts'

/** What could be opened of the registry. */
export type Examined = {
  readonly store: Store
  readonly vkeys: Readonly<Record<TrailName, string>>
  readonly rolledBack: RolledBack | null
}

export type DoctorRequest = {
  readonly dataFolder: string
  readonly now: Instant
  /** Throws when the registry cannot be opened, which becomes a line. */
  readonly open: () => Promise<Examined>
  /** Whether somebody is configured to be asked for cosignatures. */
  readonly asksWitnesses: boolean
}

/** Every line, also where the database does not open. */
export async function examine({ dataFolder, now, open, asksWitnesses }: DoctorRequest): Promise<DoctorLine[]> {
  const around = [
    await folderRights(dataFolder),
    await disk(dataFolder),
    await clockAgainstFiles(dataFolder, now),
    await hostKey(dataFolder),
    await recoveryKey(dataFolder),
    await evidenceFolder(dataFolder),
  ]
  // Without its key nothing is opened: a new one would be made, and sign as somebody else.
  if (around.some(({ code }) => code === 'hostKeyMissing')) return around
  let examined: Examined
  try {
    examined = await open()
  } catch (error) {
    return [...around, { topic: 'database', state: 'problem', ...failure(error) }, ...(await lastRuns(dataFolder, now))]
  }
  const { store, vkeys, rolledBack } = examined
  const condition = await store.condition()
  return [
    ...around,
    database(store, condition),
    ...(await clockAgainst(store, condition, now)),
    ...guards(condition),
    ...(await heads(store, vkeys)),
    rollback(rolledBack),
    ...(await lastRuns(dataFolder, now)),
    await witnesses(store, now, asksWitnesses),
  ]
}

/** By code and message; a cause may hold an address or a password. */
function failure(error: unknown): Pick<DoctorLine, 'code' | 'data'> {
  if (error instanceof LiuhenError) return { code: 'notOpened', data: { error: error.code, message: error.message } }
  const { code = 'unknown' } = error as { readonly code?: string }
  return { code: 'notOpened', data: { error: 'unexpected', message: code } }
}
