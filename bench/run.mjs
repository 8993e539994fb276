/** `npm run bench -- NAME [options]`: one benchmark, on the Node that npm put here, with compiled code kept as the product keeps it. */
import { readdirSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

enableCompileCache(join(import.meta.dirname, '..', '.cache', 'compiled'))

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
const [, , name, ...options] = process.argv
if (name === undefined || !names.includes(name)) {
  console.error(`npm run bench -- NAME, one of: ${names.join(', ')}`)
  process.exitCode = 2
} else {
  process.argv.splice(2, process.argv.length, ...options)
  await import(`./${name}.ts`)
}
