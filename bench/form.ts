/**
 * The registration form as PDF/A: the first one of a process, one after another, and whether memory grows.
 *
 *     npm run bench -- form [--forms 1000]        10,000 for the full length
 *
 * The reference is a paper with nothing on it, set by the same compiler.
 */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Paper } from '../src/documents/paper.ts'
import { registrationForm } from '../src/documents/registration-form/registration-form.ts'
import { createRenderer, type Renderer } from '../src/documents/renderer.ts'
import { aForm } from '../test/support/a-form.ts'
import { median, numberOption, print, printMachine, ratio, short, spread, timed } from './support/figures.ts'
import { residentMiB, temporaryFolder } from './support/process.ts'

const COLD_ROUNDS = 5
const WARM = 200

const documents = resolve(import.meta.dirname, '../src/documents')

/** The product's own worker over a folder whose only template is empty. */
function emptyPapers(): Renderer {
  const assets = temporaryFolder()
  mkdirSync(join(assets, 'templates'))
  symlinkSync(join(documents, 'fonts'), join(assets, 'fonts'))
  writeFileSync(
    join(assets, 'templates/registration-form.typ'),
    '#set document(date: datetime(year: 2026, month: 1, day: 1), title: "-")\n#set text(lang: "zh")\n',
  )
  cpSync(join(documents, 'render-worker.mjs'), join(assets, 'render-worker.mjs'))
  return createRenderer({ assets, workerUrl: pathToFileURL(join(documents, 'render-worker.mjs')) })
}

const form = (n: number): Paper => registrationForm(aForm({ registerNumber: `2026-${String(n).padStart(6, '0')}` }))
const empty: Paper = { template: 'registration-form', data: {}, attachments: [] }

async function coldMs(open: () => Renderer, paper: Paper): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < COLD_ROUNDS; round += 1) {
    const renderer = open()
    times.push((await timed(() => renderer.render(paper)))[0])
    await renderer.close()
  }
  return median(times)
}

/** Of the children of this process: the one that sets papers. */
function childrenMiB(): number {
  const pids = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
  return Math.max(0, ...pids.map((pid) => residentMiB({ pid: Number(pid) })))
}

printMachine('form')
const cold = { form: await coldMs(createRenderer, form(0)), empty: await coldMs(emptyPapers, empty) }
print(`cold   ${short(cold.form)} ms = ${ratio(cold.form, cold.empty, `an empty paper (${short(cold.empty)} ms)`)}`)

const [renderer, bare] = [createRenderer(), emptyPapers()]
const times = { form: [] as number[], empty: [] as number[] }
for (let n = 0; n < 20; n += 1) await renderer.render(form(n))
for (let n = 0; n < WARM; n += 1) {
  times.form.push((await timed(() => renderer.render(form(n))))[0])
  times.empty.push((await timed(() => bare.render(empty)))[0])
}
await bare.close()
print(
  `warm   ${spread(times.form)} = ${ratio(median(times.form), median(times.empty), `an empty paper (${short(median(times.empty))} ms)`)}`,
)

const forms = numberOption('forms', 1000)
const memory: string[] = []
let failed = 0
for (let n = 1; n <= forms; n += 1) {
  await renderer.render(form(n)).catch(() => (failed += 1))
  if (n % Math.ceil(forms / 8) === 0) memory.push(short(childrenMiB()))
}
print(`memory of the setting process over ${short(forms)} forms: ${memory.join(', ')} MiB; failed ${failed}`)
await renderer.close()
