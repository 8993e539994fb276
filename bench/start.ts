/**
 * From nothing to an answer: the start of a registry with a year of records, and the memory it holds, idle and after work.
 *
 *     npm run bench -- start [--rounds 7] [--requests 3000] [--data a folder where the demonstration was made before]
 *
 * The reference is the start of Node itself with nothing to do.
 */
import { spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { demonstration } from './support/demonstration.ts'
import { median, numberOption, print, printMachine, ratio, short, spread, timed } from './support/figures.ts'
import { built, serve } from './support/process.ts'

const IDLE_MS = 3000
const PAGES = ['/sign-in', '/check', '/trail/checkpoint', '/healthz']

printMachine('start')
await built()
const folder = await demonstration()
const starts: number[] = []
const bare: number[] = []
const cpu: number[] = []
const idle: number[] = []
for (let round = 0; round < numberOption('rounds', 7); round += 1) {
  bare.push((await timed(() => spawnSync(process.execPath, ['-e', '0'])))[0])
  const server = await serve(folder)
  starts.push(server.readyAfterMs)
  cpu.push(server.cpuMs())
  if (round < 2) {
    await sleep(IDLE_MS)
    idle.push(server.residentMiB())
  }
  await server.stop()
}
print(`start to the first answer   ${spread(starts)} = ${ratio(median(starts), median(bare), 'the start of Node')}`)
print(`processor time of it        ${short(median(cpu))} ms`)
print(`start of Node               ${spread(bare)}`)
print(`memory, idle                ${short(Math.max(...idle))} MiB`)

const server = await serve(folder)
const requests = numberOption('requests', 3000)
let failed = 0
for (let n = 0; n < requests; n += 8) {
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, k) => server.ask('GET', PAGES[(n + k) % PAGES.length] as string)),
  )
  failed += answers.filter(({ status }) => status !== 200 && status !== 429).length
}
print(`memory after ${short(requests)} pages   ${short(server.residentMiB())} MiB (failed ${failed})`)
await server.stop()
