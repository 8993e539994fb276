#!/usr/bin/env node
/**
 * The first file that runs. Plain JavaScript, because it must work on the Node that happens to be there: it finds the
 * Node that package-lock.json pins, builds what is not built yet, and hands over to the command line.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const OLDEST_MAJOR = 24
const project = dirname(dirname(fileURLToPath(import.meta.url)))
const major = Number(process.versions.node.split('.')[0])

if (major >= OLDEST_MAJOR) await start()
else handOver(pinnedNode())

async function start() {
  const { boundHeap } = await import('./heap.mjs')
  boundHeap()
  // What was compiled once is kept beside the build: the next start takes half the time. A folder that cannot be written to costs just that.
  const { enableCompileCache } = await import('node:module')
  enableCompileCache(join(project, '.cache', 'compiled'))
  const { isBuilt, SERVER_ENTRY } = await import('./build.mjs')
  if (!isBuilt()) {
    // In a process of its own, so that the bundler's memory is given back before the server starts.
    const built = spawnSync(process.execPath, [join(project, 'bin', 'build.mjs'), '--if-needed'], {
      cwd: project,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    if (built.status !== 0) process.exit(built.status ?? 1)
  }
  const { main } = await import(pathToFileURL(SERVER_ENTRY).href)
  process.exitCode = await main(process.argv.slice(2))
}

/** The Node that npm put beside us, or null. */
function pinnedNode() {
  const file = process.platform === 'win32' ? 'node.exe' : 'node'
  const folders = [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`]
  if (process.platform === 'win32') folders.push(`node-win-${process.arch}`)
  const candidates = [
    join(project, 'node_modules', '.bin', file),
    ...folders.map((folder) => join(project, 'node_modules', folder, 'bin', file)),
  ]
  return candidates.find((candidate) => existsSync(candidate)) ?? null
}

/** Runs this file again under `node`, with the same arguments, terminal, signals and exit code. */
function handOver(node) {
  if (!node) {
    console.error(
      `liuhen: Node ${OLDEST_MAJOR} or newer is needed and this is ${process.versions.node}; ` +
        `run «npm ci» in ${project}, which brings the right one. 请先在该目录运行 npm ci。`,
    )
    process.exit(1)
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`liuhen: ${node} cannot be started (${error.message}); run «npm ci» again.`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
