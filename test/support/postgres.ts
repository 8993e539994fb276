/**
 * A PostgreSQL of the suite's own: started by the first test that asks, on loopback with a free port, in a folder that
 * goes away afterwards. The flush to disk stays on, as in service. Where PostgreSQL is not installed, says so loudly.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inject } from 'vitest'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresFolder: string
  }
}

const OLDEST_VERSION = 15

/** The newest installed server programs that we support, or null. */
export function postgresPrograms(): string | null {
  const parent = '/usr/lib/postgresql'
  const versions = existsSync(parent) ? readdirSync(parent).map(Number) : []
  const newest = versions.filter((version) => version >= OLDEST_VERSION).sort((a, b) => b - a)[0]
  const folder = process.env.LIUHEN_TEST_POSTGRES_PROGRAMS ?? (newest ? join(parent, String(newest), 'bin') : null)
  return folder && existsSync(join(folder, 'initdb')) ? folder : null
}

/** Where the cluster will be; made by the global set-up, before any test runs. */
export const preparePostgresFolder = (): string => mkdtempSync(join(tmpdir(), 'liuhen-postgres-'))

/** The DSN of the suite's cluster, which the first caller of all workers starts. */
export async function postgresUrl(): Promise<string> {
  const folder = inject('postgresFolder')
  const urlFile = join(folder, 'url')
  try {
    mkdirSync(join(folder, 'starting')) // Of all workers only one succeeds.
  } catch {
    for (let waited = 0; !existsSync(urlFile); waited += 50) {
      if (waited > 55_000) throw new Error('PostgreSQL did not start in another worker')
      await sleep(50)
    }
    return readFileSync(urlFile, 'utf8')
  }
  const url = await startCluster(folder)
  writeFileSync(`${urlFile}.new`, url, { mode: 0o600 })
  execFileSync('mv', [`${urlFile}.new`, urlFile]) // Appears at once or not at all.
  return url
}

/** Stops the cluster by its own process id, if a test started it, and removes its folder. */
export async function stopPostgres(folder: string): Promise<void> {
  const pidFile = join(folder, 'data', 'postmaster.pid')
  if (existsSync(pidFile)) {
    process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGINT') // The fast shutdown.
    for (let waited = 0; existsSync(pidFile) && waited < 10_000; waited += 50) await sleep(50)
  }
  rmSync(folder, { recursive: true, force: true })
}

/** A cluster in a folder of its own. Answers its DSN. */
export async function startCluster(folder: string): Promise<string> {
  const owner = unprivilegedUser()
  if (owner) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const password = randomBytes(16).toString('hex')
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (owner) chownSync(passwordFile, owner.uid, owner.gid)
  runIn(
    folder,
    'initdb',
    '-D',
    data,
    '-U',
    'liuhen',
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--locale-provider=icu',
    '--icu-locale=zh-CN',
  )
  const port = await freePort()
  writeFileSync(join(folder, 'port'), String(port))
  launch(folder)
  return `postgres://liuhen:${password}@127.0.0.1:${port}/postgres`
}

/** Ends the server of a cluster at once, as a crash does: nothing is flushed that was not. */
export async function crashPostgres(folder: string): Promise<void> {
  const pidFile = join(folder, 'data', 'postmaster.pid')
  process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGQUIT')
  for (let waited = 0; existsSync(pidFile) && waited < 10_000; waited += 20) await sleep(20)
}

/** Starts the server of a cluster that is there, on its port. */
export function launch(folder: string): void {
  const port = readFileSync(join(folder, 'port'), 'utf8')
  const settings = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories= -c max_connections=100`
  runIn(folder, 'pg_ctl', 'start', '-w', '-D', join(folder, 'data'), '-l', join(folder, 'log'), '-o', settings)
}

/** Runs a program of PostgreSQL as whoever owns the cluster. */
function runIn(folder: string, program: string, ...args: string[]): void {
  const programs = postgresPrograms()
  if (!programs) throw new Error('PostgreSQL is not installed')
  const owner = unprivilegedUser()
  const command = owner
    ? ['setpriv', `--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups', join(programs, program), ...args]
    : [join(programs, program), ...args]
  // Not piped: the server would inherit the pipe and keep us waiting for its end.
  const { status, error } = spawnSync(command[0] as string, command.slice(1), { stdio: 'ignore', cwd: folder })
  if (error ?? status !== 0) throw new Error(`${program} failed; see ${join(folder, 'log')}`, { cause: error })
}

/** PostgreSQL refuses to run as root; then it runs as whoever is there for such purposes. */
function unprivilegedUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  for (const name of ['postgres', 'nobody']) {
    const { status, stdout } = spawnSync('getent', ['passwd', name], { encoding: 'utf8' })
    const [, , uid, gid] = stdout.split(':')
    if (status === 0 && uid && gid) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error('Running as root, and there is no user postgres or nobody to run PostgreSQL')
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
