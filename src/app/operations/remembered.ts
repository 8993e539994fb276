/** When something was last done, in a small file of the data folder, so that `liuhen doctor` can say that it is too long ago. */
import { join } from 'node:path'
import { instant, type Instant } from '../../kit/calendar.ts'
import { readIfThere } from '../made-once.ts'
import { writeDurably } from './durable-files.ts'

export type Run = 'backup' | 'check'
export type RememberedRun = { readonly at: Instant; readonly ok: boolean }

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
