/**
 * Everything that must hold: formatting, lint and types; unit tests; browser tests; the acceptance table. Ends with one
 * plain line, `N passed, N failed, N skipped`, and a nonzero exit code when anything failed. The three checks before and
 * after the tests (lint, build, acceptance table) count as one each.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tallyOfPlaywright, tallyOfVitest } from './reports.mjs'

const project = dirname(dirname(fileURLToPath(import.meta.url)))
const cache = join(project, '.cache')
const unitReport = join(cache, 'unit.json')
const e2eReport = join(cache, 'e2e.json')
const total = { passed: 0, failed: 0, skipped: 0 }

mkdirSync(cache, { recursive: true })
rmSync(unitReport, { force: true })
rmSync(e2eReport, { force: true })

check('lint', 'npm', ['run', '--silent', 'lint'])

const unit = run('npx', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`])
count('unit', unit, unitReport, tallyOfVitest)

if (!hasBrowserTests()) console.log('\n== browser tests: there are none yet')
else if (!chromium()) skipBrowserTests()
else {
  check('build', process.execPath, [join('bin', 'build.mjs'), '--if-needed'])
  const e2e = run('npx', ['playwright', 'test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport })
  count('browser', e2e, e2eReport, tallyOfPlaywright)
}

audit()

check('acceptance table', process.execPath, [join('scripts', 'acceptance.mjs'), ...(process.env.CI ? ['--check'] : [])])

console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed > 0 ? 1 : 0)

function run(program, args, environment = {}) {
  console.log(`\n== ${program === process.execPath ? 'node' : program} ${args.join(' ')}`)
  const { status } = spawnSync(program, args, {
    cwd: project,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
    shell: process.platform === 'win32',
  })
  return status === 0
}

/** A step that either holds or does not. */
function check(name, program, args) {
  if (run(program, args)) total.passed += 1
  else {
    total.failed += 1
    console.error(`\n== ${name} FAILED`)
  }
}

/** A run that failed without a failing test (it crashed, or wrote no report) counts as one failure. */
function count(name, succeeded, report, tallyOf) {
  const tally = existsSync(report)
    ? tallyOf(JSON.parse(readFileSync(report, 'utf8')))
    : { passed: 0, failed: 0, skipped: 0 }
  if (!succeeded && tally.failed === 0) {
    console.error(`\n== the ${name} run FAILED outside its tests`)
    tally.failed = 1
  }
  for (const outcome of Object.keys(total)) total[outcome] += tally[outcome]
}

/** Where nobody can be asked, the run stays green and the audit counts as skipped. */
function audit() {
  const { status } = spawnSync(process.execPath, [join('scripts', 'audit.mjs')], {
    cwd: project,
    stdio: 'inherit',
    env: { ...process.env, LIUHEN_AUDIT_CODES: '1' },
  })
  total[status === 0 ? 'passed' : status === 3 ? 'skipped' : 'failed'] += 1
}

function hasBrowserTests() {
  const folder = join(project, 'test', 'e2e')
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true }).some((name) => /\.(spec|test|e2e)\.ts$/.test(String(name)))
  )
}

function chromium() {
  return [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find((path) => path && existsSync(path))
}

function skipBrowserTests() {
  const listed = spawnSync('npx', ['playwright', 'test', '--list'], { cwd: project, encoding: 'utf8' })
  const tests = Number(/Total: (\d+) tests?/.exec(listed.stdout)?.[1] ?? 1)
  total.skipped += tests
  const line = '!'.repeat(100)
  console.error(
    `\n${line}\n!! NO CHROMIUM: ${tests} browser tests are SKIPPED. Install the packages chromium, chromium-l10n and\n` +
      `!! fonts-noto-cjk, or set CHROMIUM_PATH. Without them this run says nothing about the pages.\n${line}`,
  )
}
