/**
 * Writes docs/acceptance.md: a row for each requirement, with the tests that accept it and the screens that show it.
 *
 * A test accepts a requirement by the beginning of its title: `R21: …`, `R21, R38: …`. Only tests that passed in the
 * last run count (.cache/unit.json, .cache/e2e.json). The same run gives the same bytes.
 *
 *     node scripts/acceptance.mjs           writes the table
 *     node scripts/acceptance.mjs --check   writes nothing, and fails when the table is not what it should be
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { testsOfPlaywright, testsOfVitest } from './reports.mjs'
import { requirements } from './requirements.mjs'

/** How a title begins that accepts requirements: `R21: `, `R21, R38: ` or `R21 R38: `. */
const REQUIREMENTS = /^(R\d+(?:(?:, ?| )R\d+)*): /

const project = dirname(dirname(fileURLToPath(import.meta.url)))
const target = join(project, 'docs', 'acceptance.md')
const screensFolder = join(project, 'docs', 'screens')

const unit = read('unit.json')
const e2e = read('e2e.json')
if (!unit) fail('there is no .cache/unit.json: run npm test')
if (!e2e && hasBrowserTests()) {
  console.error('acceptance: the browser tests did not run, so docs/acceptance.md is left as it is')
  process.exit(0)
}

const tests = [...testsOfVitest(unit, project), ...(e2e ? testsOfPlaywright(e2e) : [])]
const screens = existsSync(screensFolder) ? readdirSync(screensFolder).sort() : []
const table = page(requirements.map((requirement) => rowOf(requirement, tests)))
const committed = existsSync(target) ? readFileSync(target, 'utf8') : ''
if (process.argv.includes('--check')) {
  // What this machine cannot run (an engine, a namespace) was run by whoever committed the table.
  const trusting = tests.map((test) => (test.outcome === 'skipped' ? { ...test, outcome: 'passed' } : test))
  const lenient = page(requirements.map((requirement) => rowOf(requirement, trusting)))
  if (!isBetween(committed, table, lenient))
    fail('docs/acceptance.md is not what the tests say: run npm test and commit it')
} else if (committed !== table) writeFileSync(target, table)

/** Every test of the narrow table is in the committed one, and nothing in it that the wide one has not. */
function isBetween(committed, narrow, wide) {
  const testsIn = (text) => new Set(text.split(/<br>(?!`)|\s\|\s/).filter((part) => part.includes('<br>`')))
  const [has, least, most] = [committed, narrow, wide].map(testsIn)
  return [...least].every((test) => has.has(test)) && [...has].every((test) => most.has(test))
}

function rowOf({ id, title }, tests) {
  const accepting = tests.filter(({ titles }) => titles.some((each) => idsIn(each).includes(id)))
  // A test that ran twice (two widths) is one; it passed when it passed each time.
  const failed = new Set(accepting.filter(({ outcome }) => outcome !== 'passed').map(keyOf))
  const passed = [...new Map(accepting.map((test) => [keyOf(test), test]))].filter(([key]) => !failed.has(key))
  const lines = passed.map(([, test]) => `${sentenceOf(test, id)} <br>\`${test.file}\``).sort()
  const shown = screens.filter((name) => new RegExp(`(^|[-_])${id}([-_.]|$)`).test(name))
  return { id, title, accepted: lines.length > 0, lines, shown }
}

function keyOf({ titles, file }) {
  return `${file}\n${titles.join('\n')}`
}

/** The requirements that a title begins with. */
function idsIn(title) {
  return REQUIREMENTS.exec(title)?.[1].split(/[, ]+/) ?? []
}

/** The part of the titles that carries the requirement, without its numbers. */
function sentenceOf({ titles }, id) {
  const from = titles.findIndex((each) => idsIn(each).includes(id))
  return escape(
    titles
      .slice(from)
      .map((each) => each.replace(REQUIREMENTS, ''))
      .join(' › '),
  )
}

function escape(text) {
  return text
    .replaceAll('|', String.raw`\|`)
    .replaceAll('<', '&lt;')
    .replaceAll('\n', ' ')
}

function page(rows) {
  const accepted = rows.filter((row) => row.accepted).length
  const lines = rows.map(({ id, title, lines, shown }) => {
    const screens = shown.map((name) => `[${name}](screens/${encodeURIComponent(name)})`).join('<br>')
    return `| ${id} | ${title} | ${lines.join('<br>') || '**no passing test yet**'} | ${screens} |`
  })
  return [
    '# Acceptance',
    '',
    'Which requirement is accepted by which test. Written by `npm test` from the titles of the tests that passed; do not edit.',
    '',
    `${accepted} of ${rows.length} requirements have a passing test.`,
    '',
    '| | Requirement | Accepted by | Screens |',
    '|---|---|---|---|',
    ...lines,
    '',
  ].join('\n')
}

function read(name) {
  const file = join(project, '.cache', name)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

function hasBrowserTests() {
  const folder = join(project, 'test', 'e2e')
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true }).some((name) => /\.(spec|test|e2e)\.ts$/.test(String(name)))
  )
}

function fail(message) {
  console.error(`acceptance: ${message}`)
  process.exit(1)
}
