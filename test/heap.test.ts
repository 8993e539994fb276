/** A register at rest gives back what its work took (bin/heap.mjs). */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const heap = join(import.meta.dirname, '../bin/heap.mjs')

const GIVEN_BACK = 30 * 1024 * 1024

/** Works, rests, and says what it held before and after. V8 itself collects nothing while nobody asks for memory. */
const program = `
  import { setTimeout as sleep } from 'node:timers/promises'
  import { boundHeap } from ${JSON.stringify(heap)}
  boundHeap()
  let kept = []
  for (let n = 0; n < 800_000; n += 1) kept.push({ n, text: 'case ' + n })
  const worked = process.memoryUsage.rss()
  kept = null
  for (let waited = 0; waited < 200 && process.memoryUsage.rss() > worked - ${GIVEN_BACK}; waited += 1) await sleep(50)
  console.log(JSON.stringify({ worked, rested: process.memoryUsage.rss() }))
`

it('gives memory back when there is nothing to do', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (part: Buffer) => (said += part.toString()))
  const [code] = (await once(child, 'close')) as [number]
  expect(code).toBe(0)
  const { worked, rested } = JSON.parse(said) as { worked: number; rested: number }
  expect(worked - rested).toBeGreaterThan(GIVEN_BACK)
})
