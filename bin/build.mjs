/**
 * Builds the browser part and the server part into dist/, when the sources have changed since the last time.
 *
 * Two starts at once are safe: one builds, the other waits. The build happens beside dist/ and takes its place in one
 * rename, so that a build that was interrupted leaves the last good one standing.
 *
 *     node bin/build.mjs               builds
 *     node bin/build.mjs --if-needed   builds when dist/ does not match the sources
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const project = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(project, 'dist')
const stampFile = join(dist, 'stamp')
const cache = join(project, '.cache')
const lock = join(cache, 'build.lock')

export const SERVER_ENTRY = join(dist, 'server', 'main.js')

/** Whether dist/ was built from the sources as they are now. */
export const isBuilt = () =>
  existsSync(SERVER_ENTRY) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp()

/** Changes whenever a source file, a build configuration or a dependency changes. */
function stamp() {
  const digest = createHash('sha256')
  const files = ['package-lock.json', 'vite.config.ts', 'vite.server.config.ts', 'bin/build.mjs']
  for (const name of [...files, ...sourcesBelow(join(project, 'src'))]) {
    const file = join(project, name)
    if (!existsSync(file)) continue
    const { size, mtimeMs } = statSync(file)
    digest.update(`${name} ${size} ${mtimeMs}\n`)
  }
  return digest.digest('hex')
}

function sourcesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => relative(project, join(entry.parentPath, entry.name)))
    .sort()
}

async function build() {
  const { build: viteBuild } = await import('vite')
  const started = performance.now()
  const fresh = join(cache, `build-${process.pid}`)
  rmSync(fresh, { recursive: true, force: true })
  const builtFrom = stamp()
  const common = { root: project, mode: 'production', logLevel: 'warn' }
  const outDir = (name) => ({ outDir: join(fresh, name), emptyOutDir: true })
  if (existsSync(join(project, 'vite.config.ts')))
    await viteBuild({ ...common, configFile: join(project, 'vite.config.ts'), build: outDir('assets') })
  await viteBuild({ ...common, configFile: join(project, 'vite.server.config.ts'), build: outDir('server') })
  compressAssets(join(fresh, 'assets'))
  writeFileSync(join(fresh, 'stamp'), builtFrom)

  const old = join(cache, `old-${process.pid}`)
  if (existsSync(dist)) renameSync(dist, old)
  renameSync(fresh, dist)
  rmSync(old, { recursive: true, force: true })
  console.error(`liuhen: built in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

/** Writes `.br` and `.gz` beside every text asset, so that the server compresses nothing while it serves. */
function compressAssets(folder) {
  if (!existsSync(folder)) return
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css|svg|json|webmanifest)$/.test(entry.name)) continue
    const file = join(entry.parentPath, entry.name)
    const bytes = readFileSync(file)
    const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }))
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
  }
}

/** Runs `work` while no other process of this project builds. A lock whose holder is dead is taken over. */
async function alone(work) {
  mkdirSync(cache, { recursive: true })
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (!isHeld()) rmSync(lock, { force: true })
      else await sleep(200)
    }
  }
  try {
    await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function isHeld() {
  try {
    const holder = Number(readFileSync(lock, 'utf8'))
    // Between creating and writing the file it is empty for a moment: then it is held.
    if (holder === 0) return Date.now() - statSync(lock).mtimeMs < 10_000
    process.kill(holder, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  const onlyIfNeeded = process.argv.includes('--if-needed')
  await alone(async () => {
    if (!onlyIfNeeded || !isBuilt()) await build()
  })
}
