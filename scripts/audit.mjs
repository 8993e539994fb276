/**
 * Known weaknesses in what we ship, as the registry's audit endpoint knows them. Ends with 0 when there are none or when nobody can be asked
 * (no network, a mirror without that endpoint), which is said loudly and counted as skipped; with 1 when there is one.
 *
 *     node scripts/audit.mjs [--level high]
 */
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'

const levels = ['low', 'moderate', 'high', 'critical']
const { values } = parseArgs({ options: { level: { type: 'string', default: 'moderate' } } })

/** `clean`, `skipped` with the reason, or `found` with a line for each package. */
export function audited(output, level) {
  let report
  try {
    report = JSON.parse(output)
  } catch {
    return { outcome: 'skipped', lines: ['the registry did not answer'] }
  }
  // npm answers `{ message }` or `{ error }` when the endpoint is not there.
  if (!report?.vulnerabilities) {
    const { error, message } = report ?? {}
    return { outcome: 'skipped', lines: [String(error?.summary || message || 'the registry has no audit endpoint')] }
  }
  const lines = Object.values(report.vulnerabilities)
    .filter(({ severity }) => levels.indexOf(severity) >= levels.indexOf(level))
    .map(({ name, severity, range }) => `${severity}: ${name} ${range}`)
  return { outcome: lines.length > 0 ? 'found' : 'clean', lines }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!levels.includes(values.level)) throw new Error(`--level: one of ${levels.join(', ')}`)
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=20000'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
  })
  const { outcome, lines } = audited(stdout ?? '', values.level)
  if (outcome === 'clean') console.log('audit: no known weakness in what we ship')
  if (outcome === 'skipped') {
    const rule = '!'.repeat(100)
    console.error(
      `${rule}\n!! DEPENDENCY AUDIT SKIPPED: ${lines.join(' ')}\n!! This run says nothing about known weaknesses.\n${rule}`,
    )
  }
  if (outcome === 'found') console.error(`audit: known weaknesses\n${lines.join('\n')}`)
  // 3 is «skipped» for scripts/test.mjs; by itself the program ends well.
  process.exit(outcome === 'found' ? 1 : outcome === 'skipped' && process.env.LIUHEN_AUDIT_CODES ? 3 : 0)
}
