/** Once before all browser tests: the product built and the demonstration made, from which every worker takes its own copy. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where the workers find it. */
export const PREPARED = 'LIUHEN_E2E_DEMO'

export const project = resolve(import.meta.dirname, '..', '..')
export const program = join(project, 'bin', 'liuhen.mjs')

export default function prepare(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-demo-'))
  const made = spawnSync(process.execPath, [program, 'demo', '--prepare-only', '--data', folder], { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`the demonstration could not be prepared:\n${made.stdout}\n${made.stderr}`)
  process.env[PREPARED] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
