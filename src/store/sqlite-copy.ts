/** A whole copy of a SQLite registry while others write to it. Plain file copying would tear it from its WAL. */
import { once } from 'node:events'
import { chmod, open } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { LiuhenError } from '../kit/liuhen-error.ts'

/** Plain JavaScript, because a worker starts from a file and a build leaves such files where they are. */
const program = new URL('sqlite-copy-worker.mjs', import.meta.url)

/**
 * Copies to a file that does not exist yet; flushed and with its integrity checked when it returns. Throws a LiuhenError
 * `diskFull`, or `backupBroken` when the copy is not whole.
 */
export async function copySqlite(from: string, to: string): Promise<void> {
  const problem = await asked({ from, to })
  await chmod(to, 0o600)
  const file = await open(to, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
  if (problem !== null) throw broken(to, problem)
}

/** Throws a LiuhenError `backupBroken` when SQLite finds the file damaged. */
export async function checkSqlite(file: string): Promise<void> {
  const problem = await asked({ from: null, to: file })
  if (problem !== null) throw broken(file, problem)
}

async function asked(work: { from: string | null; to: string }): Promise<string | null> {
  const worker = new Worker(program, { workerData: work })
  try {
    const [problem] = (await once(worker, 'message')) as [string | null]
    return problem
  } catch (cause) {
    const full = (cause as { errcode?: number }).errcode === 13 || /disk is full/.test(String(cause))
    if (full) throw new LiuhenError('diskFull', 'There is no room for the copy of the database', { cause })
    throw new LiuhenError('backupBroken', `${work.to} could not be copied or read`, { cause })
  } finally {
    await worker.terminate()
  }
}

const broken = (file: string, problem: string): LiuhenError =>
  new LiuhenError('backupBroken', `${file} is damaged: ${problem}`)
