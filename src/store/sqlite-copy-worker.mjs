/**
 * Copies a SQLite file, or looks whether one is whole, away from the thread that serves. «vacuum into» sees one moment of
 * the database and hinders nobody's writing for longer than a commit.
 */
import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'

const { from, to } = workerData

if (from !== null) {
  const source = new DatabaseSync(from, { readOnly: true, timeout: 30_000 })
  source.prepare('vacuum into ?').run(to)
  source.close()
}
const copy = new DatabaseSync(to, { readOnly: true })
const problems = copy.prepare('pragma integrity_check').all().flatMap(Object.values)
copy.close()
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port, not a window
parentPort.postMessage(problems.length === 1 && problems[0] === 'ok' ? null : problems.slice(0, 3).join('; '))
