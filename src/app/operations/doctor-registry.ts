/** The doctor's look at the opened registry: the database, its guards and clock, both heads, and what ought to happen regularly. */
import type { Instant } from '../../kit/calendar.ts'
import type { StoreCondition } from '../../store/condition.ts'
import type { Store, TrailName } from '../../store/store.ts'
import { headHealth } from '../health.ts'
import { cosignedState } from '../witness/cosigned-state.ts'
import { CLOCK_TOLERANCE_MS } from './doctor-folder.ts'
import type { DoctorLine } from './doctor-line.ts'
import type { RolledBack } from './rolled-back.ts'
import { runState, type Run } from './remembered.ts'

const COSIGNED_HOURS = 48

export const database = ({ engine }: Store, { version }: StoreCondition): DoctorLine => ({
  topic: 'database',
  state: 'ok',
  code: 'databaseOpened',
  data: { engine: engine === 'sqlite' ? 'SQLite' : 'PostgreSQL', version },
})

/** Against the database's own clock where it has one, and against the newest security event, which bears its moment. */
export async function clockAgainst(store: Store, { clock }: StoreCondition, now: Instant): Promise<DoctorLine[]> {
  const lines: DoctorLine[] = []
  if (clock && Math.abs(Date.parse(clock) - Date.parse(now)) > CLOCK_TOLERANCE_MS)
    lines.push({ topic: 'clock', state: 'problem', code: 'clockDiffersFromDatabase', data: { at: clock, now } })
  const [newest] = await store.securityEvents(null, 1)
  if (newest && Date.parse(newest.at) > Date.parse(now) + CLOCK_TOLERANCE_MS)
    lines.push({ topic: 'clock', state: 'problem', code: 'clockBehindEvent', data: { at: newest.at, now } })
  return lines
}

export function guards({ missingGuards, ownsGuards }: StoreCondition): DoctorLine[] {
  if (missingGuards.length > 0)
    return [{ topic: 'guards', state: 'problem', code: 'guardsMissing', data: { names: missingGuards.join(', ') } }]
  if (ownsGuards) return [{ topic: 'guards', state: 'warning', code: 'roleOwnsGuards', data: {} }]
  return [{ topic: 'guards', state: 'ok', code: 'guardsStand', data: {} }]
}

export async function heads(store: Store, vkeys: Readonly<Record<TrailName, string>>): Promise<DoctorLine[]> {
  const lines: DoctorLine[] = []
  for (const trail of ['register', 'security'] as const) {
    const head = await headHealth(store, trail, vkeys[trail])
    lines.push(
      head.ok
        ? { topic: trail, state: 'ok', code: 'headStands', data: { size: head.size } }
        : { topic: trail, state: 'problem', code: head.problem, data: {} },
    )
  }
  return lines
}

export const rollback = (rolledBack: RolledBack | null): DoctorLine =>
  rolledBack
    ? {
        topic: 'published',
        state: 'problem',
        code: 'rolledBack',
        data: { trail: rolledBack.trail, published: rolledBack.publishedSize ?? '?', found: rolledBack.foundSize },
      }
    : { topic: 'published', state: 'ok', code: 'continuesPublished', data: {} }

export async function lastRuns(dataFolder: string, now: Instant): Promise<DoctorLine[]> {
  return [await runLine(dataFolder, now, 'backup'), await runLine(dataFolder, now, 'check')]
}

async function runLine(dataFolder: string, now: Instant, run: Run): Promise<DoctorLine> {
  const last = await runState({ dataFolder, now: () => now }, run)
  if (!last) return { topic: run, state: 'warning', code: `${run}Never`, data: {} }
  const data = { at: last.at, hours: last.ageHours }
  if (!last.ok) return { topic: run, state: 'problem', code: `${run}Failed`, data }
  return last.overdue
    ? { topic: run, state: 'warning', code: `${run}Old`, data }
    : { topic: run, state: 'ok', code: `${run}Recent`, data }
}

export async function witnesses(store: Store, now: Instant, asked: boolean): Promise<DoctorLine> {
  const cosigned = await cosignedState(store, 'register', now)
  if (!asked && !cosigned) return { topic: 'witnesses', state: 'ok', code: 'witnessesNone', data: {} }
  if (!cosigned) return { topic: 'witnesses', state: 'warning', code: 'witnessesNever', data: {} }
  const { size, by, ageHours } = cosigned
  const data = { size, by: by.join(', '), hours: ageHours }
  return ageHours > COSIGNED_HOURS
    ? { topic: 'witnesses', state: 'warning', code: 'witnessesOld', data }
    : { topic: 'witnesses', state: 'ok', code: 'witnessesRecent', data }
}
