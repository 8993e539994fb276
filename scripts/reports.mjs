/** Reads the JSON reports of Vitest and Playwright: every test as { titles, file, outcome }. */
import { relative } from 'node:path'

const outcomeOfVitest = { passed: 'passed', failed: 'failed' }

/** `titles` go from the outermost describe to the test's own. */
export function testsOfVitest(report, project) {
  return report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ ancestorTitles, title, status }) => ({
      titles: [...ancestorTitles, title],
      file: relative(project, name).replaceAll('\\', '/'),
      outcome: outcomeOfVitest[status] ?? 'skipped',
    })),
  )
}

const outcomeOfPlaywright = { expected: 'passed', flaky: 'passed', unexpected: 'failed' }

/** Every project (screen width) runs a test once; each run counts. */
export function testsOfPlaywright(report) {
  const below = (suite, titles) => [
    ...(suite.specs ?? []).flatMap((spec) =>
      spec.tests.map(({ status }) => ({
        titles: [...titles, spec.title],
        file: `test/e2e/${spec.file}`,
        outcome: outcomeOfPlaywright[status] ?? 'skipped',
      })),
    ),
    ...(suite.suites ?? []).flatMap((inner) => below(inner, [...titles, inner.title])),
  ]
  // The outermost suites are files: their titles say nothing.
  return report.suites.flatMap((file) => below(file, []))
}

export const tallyOfVitest = (report) => {
  const tally = tallyOf(testsOfVitest(report, '/'))
  // A file that does not load has no tests and fails all the same.
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return { ...tally, failed: tally.failed + unloaded.length }
}

export const tallyOfPlaywright = (report) => {
  const tally = tallyOf(testsOfPlaywright(report))
  return { ...tally, failed: tally.failed + (tally.failed === 0 ? report.errors.length : 0) }
}

function tallyOf(tests) {
  const tally = { passed: 0, failed: 0, skipped: 0 }
  for (const { outcome } of tests) tally[outcome] += 1
  return tally
}
