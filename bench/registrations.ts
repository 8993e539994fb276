/**
 * Registrations a second through the whole product: a server process, officers who are signed in, the form posted with its token, sealed
 * event, grants, snapshot, leaf, checkpoint, all on the disk before the answer.
 *
 *     npm run bench -- registrations [--each 960] [--clients 16]
 *
 * The reference is the least that durable keeping costs: rows of the same size, each flushed before the next, in SQLite and in a bare file.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { closeSync, fdatasyncSync, openSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { DatabaseSync } from 'node:sqlite'
import { tokenFor } from '../src/http/pipeline/csrf.ts'
import { benchBureau, readyDraft, type BenchBureau, type ReadyDraft, type SignedIn } from './support/bureau.ts'
import { numberOption, print, printMachine, ratio, short, spread } from './support/figures.ts'
import { built, serve, temporaryFolder, type Server } from './support/process.ts'

const CLIENTS = [1, 4, 16, 64].filter((clients) => [0, clients].includes(numberOption('clients', 0)))
const DRAFTS_EACH = 15
const OFFICERS = 64

type Waiting = { readonly officer: SignedIn; readonly draft: ReadyDraft; readonly csrf: string }

/** Officers in turns, so that clients of one run are different people. */
async function prepare(bureau: BenchBureau, count: number, from: number): Promise<Waiting[]> {
  const waiting: Waiting[] = []
  for (let n = 0; n < count; n += 1) {
    const officer = bureau.officers[n % bureau.officers.length] as SignedIn
    const csrf = tokenFor(bureau.context.hostSecret, officer.viewer)
    waiting.push({ officer, draft: await readyDraft(bureau, officer, from + n), csrf })
  }
  return waiting
}

async function register(server: Server, { officer, draft, csrf }: Waiting): Promise<boolean> {
  const form = { csrf, draftVersion: String(draft.version), declared: 'yes', signatureKind: 'typed' }
  const answer = await server.ask('POST', `/drafts/${draft.id}/sign`, {
    headers: {
      cookie: officer.cookie,
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
    },
    body: new URLSearchParams({ ...form, idempotencyKey: randomUUID() }).toString(),
  })
  return answer.status === 303 && String(answer.headers.location).startsWith('/records/')
}

type Run = { readonly perSecond: number; readonly latencies: readonly number[]; readonly failed: number }

async function run(server: Server, waiting: readonly Waiting[], clients: number): Promise<Run> {
  const latencies: number[] = []
  let [next, failed] = [0, 0]
  const client = async (): Promise<void> => {
    for (let own = waiting[next++]; own; own = waiting[next++]) {
      const start = performance.now()
      const kept = await register(server, own).catch(() => false)
      latencies.push(performance.now() - start)
      if (!kept) failed += 1
    }
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: clients }, client))
  return { perSecond: waiting.length / ((performance.now() - start) / 1000), latencies, failed }
}

/** Rows a second, one flush each. */
function bareSqlite(folder: string, bytes: number): number {
  const database = new DatabaseSync(join(folder, 'bare.db'))
  database.exec(
    'pragma journal_mode = wal; pragma synchronous = full; create table rows (n integer primary key, b blob)',
  )
  const insert = database.prepare('insert into rows (b) values (?)')
  const row = randomBytes(bytes)
  const perSecond = inOneSecond(() => insert.run(row))
  database.close()
  return perSecond
}

function bareFile(folder: string, bytes: number): number {
  const file = openSync(join(folder, 'bare.log'), 'a')
  const row = randomBytes(bytes)
  const perSecond = inOneSecond(() => {
    writeSync(file, row)
    fdatasyncSync(file)
  })
  closeSync(file)
  return perSecond
}

function inOneSecond(work: () => unknown): number {
  const start = performance.now()
  let count = 0
  for (; performance.now() - start < 1000; count += 1) work()
  return count / ((performance.now() - start) / 1000)
}

printMachine('registrations')
await built()
const folder = temporaryFolder()
const bureau = await benchBureau(folder, OFFICERS)
const server = await serve(
  folder,
  process.env['BENCH_PROF'] ? ['--cpu-prof', '--cpu-prof-dir', process.env['BENCH_PROF']] : [],
)
const each = numberOption('each', OFFICERS * DRAFTS_EACH)

const size = (): number => statSync(join(folder, 'register.db')).size
const before = size()
await run(server, await prepare(bureau, 320, 0), 16) // To warm up: the first hundreds are compiled on the way.
const bytes = Math.max(4096, Math.round((size() - before) / 320))
const references = { sqlite: bareSqlite(folder, bytes), file: bareFile(folder, bytes) }
print(`one registration keeps ${short(bytes)} bytes`)
print(
  `bare rows of that size, one flush each: SQLite ${short(references.sqlite)}/s, a file ${short(references.file)}/s\n`,
)

let from = 1000
for (const clients of CLIENTS) {
  // Every client has its connection, as behind a proxy: Node takes one new connection a turn, so that under load the last of 64 waits seconds.
  await Promise.all(Array.from({ length: clients }, () => server.ask('GET', '/healthz')))
  const waiting = await prepare(bureau, clients === 1 ? Math.min(each, 320) : each, from)
  from += each
  const [cpuBefore, mainBefore] = [server.cpuMs(), server.mainThreadMs()]
  const { perSecond, latencies, failed } = await run(server, waiting, clients)
  const cpuEach = (server.cpuMs() - cpuBefore) / waiting.length
  const mainEach = (server.mainThreadMs() - mainBefore) / waiting.length
  print(
    `${String(clients).padStart(2)} clients: ${short(perSecond).padStart(5)}/s = ` +
      `${ratio(perSecond, references.sqlite, 'bare SQLite')}   ${spread(latencies)}   failed ${failed} of ${waiting.length}   ` +
      `server ${short(cpuEach)} ms of processor each, ${short(mainEach)} of them in the thread that answers`,
  )
}
print(`\nmemory of the server afterwards: ${short(server.residentMiB())} MiB`)
await server.stop()
await bureau.close()
