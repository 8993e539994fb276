/** When something was last done, in a small file of the data folder, so that `liuhen doctor` can say that it is too long ago. */
import { join } from 'node:path'
import { instant, type Instant } from '../../kit/calendar.ts'
import { readIfThere } from '../made-once.ts'
import { writeDurably } from './durable-files.ts'

export type Run = 'backup' | 'check'
export type RememberedRun = { readonly at: Instant; readonly ok: boolean }
export type RunState = RememberedRun & { readonly ageHours: number; readonly overdue: boolean }

/** A backup every day and a check every week, and some grace. */
const allowedHours = { backup: 36, check: 8 * 24 } as const

type Place = { readonly dataFolder: string; readonly now: () => Instant }

export async function rememberRun({ dataFolder, now }: Place, run: Run, { ok }: { ok: boolean }): Promise<void> {
  await writeDurably(join(dataFolder, `last-${run}`), `${now()} ${ok ? 'ok' : 'failed'}\n`)
}

/** Null when it was never done, or when nobody can read what is written there. */
export async function lastRun(dataFolder: string, run: Run): Promise<RememberedRun | null> {
  const [at = '', outcome] = ((await readIfThere(join(dataFolder, `last-${run}`))) ?? '').trim().split(' ')
  try {
    return { at: instant(at), ok: outcome === 'ok' }
  } catch {
    return null
  }
}

/** The same with its age. Null when it was never done. */
export async function runState({ dataFolder, now }: Place, run: Run): Promise<RunState | null> {
  const last = await lastRun(dataFolder, run)
  if (!last) return null
  const ageHours = Math.max(0, Math.floor((Date.parse(now()) - Date.parse(last.at)) / 3_600_000))
  return { ...last, ageHours, overdue: ageHours > allowedHours[run] }
}
