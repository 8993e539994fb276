/** The product calls nobody: no address of another host stands in what runs, and a network that is not there is not missed (R90). */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const project = resolve(import.meta.dirname, '..')

/** Names that are not addresses: XML namespaces, and our own machine. */
const harmless =
  /^(www\.w3\.org|ns\.adobe\.com|www\.aiim\.org|schemas\.openxmlformats\.org|127\.0\.0\.1|localhost|\[::1\])$/

it('R90: no source names a host to call', () => {
  const found: string[] = []
  for (const entry of readdirSync(join(project, 'src'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(ts|tsx|mjs|css|typ)$/.test(entry.name) || entry.name.includes('.test.')) continue
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8')
    // Comments may cite; what is quoted may run.
    for (const [, host = ''] of text.matchAll(/['"`(]https?:\/\/([^/'"`\s:)$]+)/g))
      if (!harmless.test(host)) found.push(`${entry.name}: ${host}`)
  }
  expect(found).toEqual([])
})

it('R90: mail leaves through the server that an operator set, and nothing else speaks to a mail server', () => {
  const users = readdirSync(join(project, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .filter((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').includes("'nodemailer'"))
  expect(users.map(({ name }) => name)).toEqual(['smtp.ts'])
})

const isolated = spawnSync('unshare', ['--net', '--map-root-user', 'true']).status === 0
if (!isolated)
  console.warn('\n*** no network namespaces here: THAT THE PRODUCT RUNS WITHOUT A NETWORK IS NOT TESTED ***\n')

it.skipIf(!isolated)(
  'R90: the demonstration is made and checked where there is no network at all',
  { timeout: 180_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'liuhen-offline-'))
    try {
      const run = (...args: readonly string[]) =>
        spawnSync(
          'unshare',
          ['--net', '--map-root-user', process.execPath, join(project, 'bin', 'liuhen.mjs'), ...args, '--data', folder],
          { encoding: 'utf8' },
        )
      const made = run('demo', '--prepare-only')
      expect(made.status, made.stderr).toBe(0)
      const checked = run('check')
      expect(checked.status, checked.stdout + checked.stderr).toBe(0)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
