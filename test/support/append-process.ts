/** A process of its own that appends dossiers to a SQLite registry: `node append-process.ts <file> <name> <count>`. */
import { openStore } from '../../src/store/open.ts'
import { aCommand } from './store-builders.ts'
import { testTrailWork } from './trail-work.ts'

const [file = '', name = '', count = '0'] = process.argv.slice(2)
const store = await openStore({ file }, testTrailWork)
// In small groups, so that both processes come to write in turns.
for (let i = 0; i < Number(count); i += 5) {
  const group = Array.from({ length: Math.min(5, Number(count) - i) }, (_, k) => aCommand({ id: `${name}-${i + k}` }))
  const results = await Promise.all(group.map((command) => store.append(command)))
  if (results.some((result) => result.kind !== 'appended')) throw new Error('an append was refused')
}
await store.close()
