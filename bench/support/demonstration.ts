/** A data folder with the demonstration's year of records: the one given with `--data`, or one made for this run. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { option } from './figures.ts'
import { temporaryFolder } from './process.ts'

export async function demonstration(): Promise<string> {
  const given = option('data')
  if (given) return given
  const made = temporaryFolder()
  const liuhen = join(resolve(import.meta.dirname, '../..'), 'bin/liuhen.mjs')
  const making = spawn(process.execPath, [liuhen, 'demo', '--prepare-only', '--data', made], { stdio: 'ignore' })
  const [code] = (await once(making, 'exit')) as [number]
  if (code !== 0) throw new Error('the demonstration was not made')
  return made
}
