/** The product as its users meet it: a process of its own behind HTTP. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

const project = resolve(import.meta.dirname, '../..')

/** A folder that is gone with the process. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const place = probe.address()
  probe.close()
  if (place === null || typeof place === 'string') throw new Error('no port was given')
  return place.port
}

export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

export type Server = {
  readonly address: string
  readonly process: ChildProcess
  /** From the start of the process to the first answer of /healthz. */
  readonly readyAfterMs: number
  /** What the process itself holds, without its children. */
  residentMiB(): number
  /** Processor time that the process has taken so far, all its threads: says the same on a machine that others use too. */
  cpuMs(): number
  /** The same of the thread that answers requests alone: what limits how many it answers, however many processors there are. */
  mainThreadMs(): number
  ask(method: string, path: string, options?: { headers?: Record<string, string>; body?: string }): Promise<Answer>
  stop(): Promise<void>
}

/** Builds what is not built yet, so that no start pays for it. */
export async function built(): Promise<void> {
  const child = spawn(process.execPath, [join(project, 'bin/build.mjs'), '--if-needed'], { stdio: 'inherit' })
  const [code] = (await once(child, 'exit')) as [number]
  if (code !== 0) throw new Error('the build failed')
}

/** `liuhen serve` on a data folder. */
export async function serve(dataFolder: string, nodeOptions: readonly string[] = []): Promise<Server> {
  const port = await freePort()
  const started = performance.now()
  const child = spawn(
    process.execPath,
    [...nodeOptions, join(project, 'bin/liuhen.mjs'), 'serve', '--data', dataFolder, '--port', String(port)],
    { stdio: ['ignore', 'ignore', process.env['BENCH_LOG'] ? 'inherit' : 'ignore'] },
  )
  const agent = new Agent({ keepAlive: true, maxSockets: 256 })
  const ask: Server['ask'] = (method, path, { headers = {}, body } = {}) =>
    new Promise((answered, failed) => {
      const asked = request({ agent, host: '127.0.0.1', port, method, path, headers }, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () =>
          answered({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
        )
        response.on('error', failed)
      })
      asked.on('error', failed)
      asked.end(body)
    })
  for (;;) {
    const health = await ask('GET', '/healthz').catch(() => null)
    if (health?.status === 200) break
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    await sleep(2)
  }
  return {
    address: `http://127.0.0.1:${port}`,
    process: child,
    readyAfterMs: performance.now() - started,
    residentMiB: () => residentMiB(child),
    cpuMs: () => cpuMs(`/proc/${child.pid}/stat`),
    mainThreadMs: () => cpuMs(`/proc/${child.pid}/task/${child.pid}/stat`),
    ask,
    async stop() {
      agent.destroy()
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

export function residentMiB({ pid }: { readonly pid?: number | undefined }): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024
}

/** User and system time, in ticks of a hundredth of a second (proc(5), fields 14 and 15). */
function cpuMs(file: string): number {
  const afterName = readFileSync(file, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(afterName[11]) + Number(afterName[12])) * 10
}
