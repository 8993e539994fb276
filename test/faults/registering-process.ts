/**
 * An officer who registers without pause, as a process of its own: told on the command line (JSON) where and as whom, it
 * prints `ready`, and `<key> <register number>` for each registration as soon as it is acknowledged. It never ends by itself
 * before all are done.
 */
import { registerContent } from '../../src/app/inquiries/registering.ts'
import { openStore } from '../../src/store/open.ts'
import { testTrailWork } from '../support/trail-work.ts'
import { aContent, type Assignment, contextFor, signing, viewerFrom } from './assignment.ts'

const { store: options, officer, keys, atOnce } = JSON.parse(process.argv[2] ?? '{}') as Assignment
const context = contextFor(await openStore(options, testTrailWork))
const viewer = viewerFrom(officer)
const content = aContent()
console.log('ready')

const waiting = [...keys]
async function registerInTurn(): Promise<void> {
  for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
    const registered = await registerContent(context, viewer, content, signing, key)
    if (!registered.ok) throw new Error(`refused: ${registered.refusal.code}`)
    console.log(`${key} ${registered.value.number}`)
  }
}
await Promise.all(Array.from({ length: atOnce }, registerInTurn))
await context.store.close()
