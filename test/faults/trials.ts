/** Trials: writers that are interrupted, and the judgement afterwards: what was acknowledged is there, once, and all is whole. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect } from 'vitest'
import { checkRegistry } from '../../src/app/check/check-registry.ts'
import type { AppContext, Viewer } from '../../src/app/context.ts'
import { openableRecords } from '../../src/app/inquiries/listing.ts'
import { registerContent } from '../../src/app/inquiries/registering.ts'
import { accepted } from '../support/registry.ts'
import { testVkeys } from '../support/trail-work.ts'
import { aContent, type Assignment, signing } from './assignment.ts'

/** `npm run faults` runs all of it; the suite a short form. */
export const inFull = process.env['LIUHEN_FAULTS'] === 'full'

/** Under key the register number that was acknowledged. */
export type Acknowledged = Map<string, string>

export type RegisteringProcess = {
  readonly child: ChildProcess
  readonly acknowledged: Acknowledged
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string | null>
}

/** Answers when it has begun to write. `quiet` where its last words, when the ground is taken away, are of no interest. */
export async function registeringProcess(assignment: Assignment, quiet = false): Promise<RegisteringProcess> {
  const program = join(import.meta.dirname, 'registering-process.ts')
  const child = spawn(process.execPath, ['--no-warnings', program, JSON.stringify(assignment)], {
    stdio: ['ignore', 'pipe', quiet ? 'ignore' : 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  const acknowledged: Acknowledged = new Map()
  const ended = new Promise<number | string | null>((resolve) => {
    // Not `exit`, which comes while its last words may still be under way.
    child.once('close', (code, signal) => resolve(code ?? signal))
  })
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === 'ready') return resolve()
      const [key = '', number = ''] = line.split(' ')
      acknowledged.set(key, number)
    })
  })
  await Promise.race([ready, ended])
  return { child, acknowledged, ended }
}

export const keysOf = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${name}-${i}`)

/** Each acknowledged registration is answered again with its number: it was kept, and asking twice does not double it. */
export async function expectKept(context: AppContext, viewer: Viewer, acknowledged: Acknowledged): Promise<void> {
  const content = aContent()
  for (const [key, number] of acknowledged) {
    const again = accepted(await registerContent(context, viewer, content, signing, key))
    expect([key, again.number]).toEqual([key, number])
  }
}

/** The viewer, who recorded all of it, can open as many records as keys were ever used; and the registry is whole. */
export async function expectWhole(context: AppContext, viewer: Viewer, allKeys: Iterable<string>): Promise<void> {
  const content = aContent()
  const numbers = new Set<string>()
  for (const key of allKeys) numbers.add(accepted(await registerContent(context, viewer, content, signing, key)).number)
  const listed = await openableRecords(context, viewer)
  expect(new Set(listed.map(({ record }) => record.registerNumber))).toEqual(numbers)
  expect(listed).toHaveLength(numbers.size)
  await expectSound(context)
}

export async function expectSound(context: AppContext): Promise<void> {
  expect(await checkRegistry(context, { vkeys: testVkeys })).toMatchObject({ ok: true })
}
