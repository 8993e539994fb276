/**
 * Browser tests in a real Chromium 86, the oldest engine we serve:
 *
 *     npm run old-browser              or: npm run old-browser -- drafts evidence --project phone
 *
 * Fetches that engine once, as a package of the npm registry whose contents are checked, into .cache; it is no dependency of the project. Needs
 * the libraries of NSS (Debian: libnss3) and Chinese fonts. Left out are tests that download files or print: Playwright of today cannot watch
 * that in an engine of 2020.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync } from 'node:zlib'

const project = fileURLToPath(new URL('..', import.meta.url))
const PACKAGE = 'chrome-aws-lambda@5.3.1'
const SHA512 = 'KklZTy2p2U/86cCh1hKL3PGDqoirQCAg7uejvNIn0rDBkWj4Su4GOjYMRVB3kthLwmnWhh3x63RDBTCAaQ9Q3Q=='
const SPECS = [
  'drafts',
  'evidence',
  'check-proof',
  'keyboard',
  'named-later',
  'no-script',
  'people',
  'permits',
  'english',
]

const folder = join(project, '.cache', 'chromium-86')
const chromium = join(folder, 'chromium')
if (!existsSync(chromium)) fetchEngine()

const asked = process.argv.slice(2)
const named = asked.length > 0 && !asked[0].startsWith('-')
const { status } = spawnSync('npx', ['playwright', 'test', ...(named ? [] : SPECS), ...asked], {
  cwd: project,
  stdio: 'inherit',
  env: {
    ...process.env,
    CHROMIUM_PATH: chromium,
    NODE_OPTIONS: `--require ${JSON.stringify(join(project, 'test/old-browser/help-playwright.cjs'))}`,
  },
})
process.exit(status ?? 1)

function fetchEngine() {
  const fetched = `${folder}.new`
  rmSync(fetched, { recursive: true, force: true })
  mkdirSync(fetched, { recursive: true })
  run('npm', ['pack', '--silent', '--pack-destination', fetched, PACKAGE])
  const archive = join(fetched, `${PACKAGE.replace('@', '-')}.tgz`)
  const found = createHash('sha512').update(readFileSync(archive)).digest('base64')
  if (found !== SHA512) fail(`${PACKAGE} is not what it was: sha512-${found}`)
  run('tar', ['xzf', archive, '-C', fetched, '--strip-components=2', 'package/bin'])
  writeFileSync(join(fetched, 'chromium'), brotliDecompressSync(readFileSync(join(fetched, 'chromium.br'))))
  chmodSync(join(fetched, 'chromium'), 0o755)
  // What draws without a graphics card lies beside the program.
  writeFileSync(
    join(fetched, 'swiftshader.tar'),
    brotliDecompressSync(readFileSync(join(fetched, 'swiftshader.tar.br'))),
  )
  run('tar', ['xf', join(fetched, 'swiftshader.tar'), '-C', fetched])
  const { stdout, stderr } = spawnSync(
    join(fetched, 'chromium'),
    ['--no-sandbox', '--headless', '--dump-dom', 'about:blank'],
    {
      encoding: 'utf8',
    },
  )
  if (!stdout?.includes('<html>')) fail(`Chromium 86 does not start; is libnss3 installed?\n${stderr}`)
  rmSync(folder, { recursive: true, force: true })
  renameSync(fetched, folder)
}

function run(program, args) {
  const { status } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) fail(`${program} ${args.join(' ')} failed`)
}

function fail(why) {
  console.error(why)
  process.exit(1)
}
