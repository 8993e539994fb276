/**
 * The list, a record, searches and the first page, as the handler and an officer of a bureau with many records see them, over HTTP.
 *
 *     npm run bench -- lists [--to 10000] [--in FOLDER]
 *
 * `--to 100000` is the full length. With `--in` the register is kept in the folder and measured again by the next run (its sessions last
 * two hours). Between two looks somebody registers, so that each look has something to bring up to date (`--quiet 1`: nobody does), and
 * before each first look somebody asks the server every few milliseconds how it is: the longest answer is how long others are held up.
 *
 * The reference is what a register without secrets would do: the newest 25 rows by an index, and their count. Processor time is the
 * server's, all threads.
 */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { resolveSession } from '../src/app/accounts/sessions.ts'
import type { AppContext, Viewer } from '../src/app/context.ts'
import { registerContent } from '../src/app/inquiries/registering.ts'
import { contentFromDraft } from '../src/domain/inquiry-record/draft.ts'
import { dayOf } from '../src/kit/calendar.ts'
import { benchBureau, benchRegistry, type SignedIn, typedFields } from './support/bureau.ts'
import {
  costOf,
  numberOption,
  option,
  print,
  printMachine,
  ratio,
  percentile,
  short,
  timed,
} from './support/figures.ts'
import { built, serve, temporaryFolder, type Server } from './support/process.ts'

const OFFICERS = 50
const TOGETHER = 64
const LOOKS = 60
/** One that lasts longer than this is measured fewer times. */
const PATIENCE_MS = 20_000
/** How often somebody else asks while an account looks for the first time. */
const OTHERS_EVERY_MS = 5

/** What a run leaves for the next: whose sessions, a record of the officer's, how many there are. */
type Kept = {
  readonly handler: string
  readonly officer: string
  /** Registers between two looks. */
  readonly other: string
  readonly number: string
  readonly count: number
}

async function registerOne(context: AppContext, viewer: Viewer, n: number): Promise<string> {
  const day = dayOf(context.now())
  const fields = typedFields(n, day)
  const content = contentFromDraft({ fields, evidence: [] }, await context.store.organisation(), day)
  const signing = { declaredTruthful: true, signature: { kind: 'typed' } } as const
  const registered = await registerContent(context, viewer, content, signing, randomUUID())
  if (!registered.ok) throw new Error(registered.refusal.code)
  return registered.value.number
}

/** Straight through the use case, without the page. The officers take turns. Answers a record of the first. */
async function register(context: AppContext, officers: readonly SignedIn[], from: number, to: number): Promise<string> {
  let number = ''
  for (let start = from; start < to; start += TOGETHER)
    await Promise.all(
      Array.from({ length: Math.min(TOGETHER, to - start) }, async (_, k) => {
        const n = start + k
        const registered = await registerOne(context, (officers[n % officers.length] as SignedIn).viewer, n)
        if (n % officers.length === 0) number = registered
      }),
    )
  return number
}

async function ask(server: Server, cookie: string, path: string): Promise<number> {
  const [ms, answer] = await timed(() => server.ask('GET', path, { headers: { cookie } }))
  if (answer.status !== 200 && answer.status !== 303) throw new Error(`${path} answered ${answer.status}`)
  return ms
}

/** A connection that idled while the server was busy may be closed just then. */
const answered = async (server: Server): Promise<unknown> => server.ask('GET', '/healthz').catch(() => answered(server))

/** The account's first look, and how long others had to wait meanwhile. */
async function firstLook(server: Server, cookie: string, path: string): Promise<void> {
  const cpu = server.cpuMs()
  const waits: number[] = []
  const over = new AbortController()
  const others = (async () => {
    while (!over.signal.aborted) {
      waits.push((await timed(() => answered(server)))[0])
      await sleep(OTHERS_EVERY_MS)
    }
  })()
  // Whoever waits longer than the server lets him asks again: what was done meanwhile is kept.
  const look = async (): Promise<unknown> => ask(server, cookie, path).catch(look)
  const [ms] = await timed(look)
  over.abort()
  await others
  print(
    `  the first look ${short(ms / 1000)} s, processor ${short((server.cpuMs() - cpu) / 1000)} s; ` +
      `others waited p99 ${short(percentile(waits, 0.99))} ms, at most ${short(Math.max(...waits))} ms`,
  )
}

type Looks = { readonly p50: number; readonly p95: number; readonly cpuMs: number }

async function look(server: Server, cookie: string, path: string, between: () => Promise<unknown>): Promise<Looks> {
  const times: number[] = []
  const cpu = server.cpuMs()
  for (let spent = 0; times.length < LOOKS && spent < PATIENCE_MS; spent += times.at(-1) ?? 0) {
    await between()
    times.push(await ask(server, cookie, path))
  }
  const cpuMs = (server.cpuMs() - cpu) / times.length
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95), cpuMs }
}

/** For the sweep nothing is due: a bureau does not leave all its records to one day, and the sweep of them is not what is measured here. */
function nothingIsDue(folder: string): void {
  const database = new DatabaseSync(join(folder, 'register.db'), { timeout: 5000 })
  database.exec('update dossiers set due_on = null')
  database.close()
}

/** The rows in the clear, under an index. */
function bareSelect(folder: string, count: number): () => unknown {
  const database = new DatabaseSync(join(folder, 'bare.db'))
  database.exec(`drop table if exists records;
    create table records (n integer primary key, title text, registered_at text);
    create index records_registered on records (registered_at desc); begin`)
  const insert = database.prepare('insert into records (title, registered_at) values (?, ?)')
  for (let n = 0; n < count; n += 1) insert.run(`第${n}号商铺占道经营、乱堆物料案`, String(n).padStart(9, '0'))
  database.exec('commit')
  const list = database.prepare('select * from records order by registered_at desc limit 25')
  const all = database.prepare('select count(*) as count from records')
  return () => [list.all(), all.get()]
}

const search = (text: string): string => `/records?q=${encodeURIComponent(text)}`

async function measure(folder: string, kept: Kept, somebodyRegisters: () => Promise<unknown>): Promise<void> {
  const server = await serve(folder, option('node')?.split(' '))
  const select = bareSelect(folder, kept.count)
  const bare = []
  for (let n = 0; n < 50; n += 1) bare.push(await costOf(select))
  const bareP95 = percentile(
    bare.map(({ wallMs }) => wallMs),
    0.95,
  )
  print(`${short(kept.count)} records; a bare indexed select p95 ${short(bareP95)} ms`)
  const between = option('quiet') ? async () => {} : somebodyRegisters
  for (const role of ['handler', 'officer'] as const) {
    await firstLook(server, kept[role], '/records')
    for (const [what, path] of [
      ['list', '/records'],
      ['the fortieth page', '/records?page=40'],
      ['search, often', search('商铺占道')],
      ['search, once', search('第777号商铺')],
      ['search, nowhere', search('没有这样的词语')],
      ['search, on each page once', search('99号商')],
      // From a task, whoever handles it is not asked what for: the page itself, and the look's event.
      ['open', `/records/${kept.number}?task=1`],
      ['the first page', '/home'],
    ] as const) {
      const { p50, p95, cpuMs } = await look(server, kept[role], path, between)
      print(
        `  ${role} ${what.padEnd(26)} p50 ${short(p50)}  p95 ${short(p95)} ms = ${ratio(p95, bareP95, 'bare')}` +
          `   processor ${short(cpuMs)} ms   memory ${short(server.residentMiB())} MiB`,
      )
    }
  }
  await server.stop()
}

printMachine('lists')
await built()
const folder = option('in') ?? temporaryFolder()
mkdirSync(folder, { recursive: true })
const keptFile = join(folder, 'bench-lists.json')
if (existsSync(keptFile)) {
  const kept = JSON.parse(readFileSync(keptFile, 'utf8')) as Kept
  const registry = await benchRegistry(folder)
  const viewer = await resolveSession(registry.context, kept.other.replace('liuhen=', ''))
  if (!viewer) throw new Error('the sessions of the kept register have ended')
  let { count } = kept
  await measure(folder, kept, () => registerOne(registry.context, viewer, count++))
  await registry.close()
} else {
  const bureau = await benchBureau(folder, OFFICERS)
  const { context, handler, officers } = bureau
  await context.store.saveSetting('session.idleMinutes', '120')
  const [officer, other] = officers as [SignedIn, SignedIn]
  let count = 0
  for (const wanted of [1000, 10_000, 100_000].filter((each) => each <= numberOption('to', 10_000))) {
    const [ms, number] = await timed(() => register(context, officers, count, wanted))
    print(`${short(wanted - count)} registrations in ${short(ms / 1000)} s, ${TOGETHER} at a time`)
    count = wanted
    nothingIsDue(folder)
    const kept: Kept = { handler: handler.cookie, officer: officer.cookie, other: other.cookie, number, count }
    writeFileSync(keptFile, JSON.stringify(kept))
    await measure(folder, kept, () => registerOne(context, other.viewer, count++))
  }
  await bureau.close()
}
