/**
 * The list, a record, searches and the first page, as the handler and an officer of a bureau with many records see them, over HTTP.
 *
 *     npm run bench -- lists [--to 10000] [--in FOLDER]
 *
 * `--to 100000` is the full length. With `--in` the register is kept in the folder and measured again by the next run, as it is (its sessions
 * last two hours). Between two looks somebody registers, so that each look has something to bring up to date (`--quiet 1`: nobody does).
 *
 * The reference is what a register without secrets would do: the newest 25 rows by an index, and their count. Processor time is the
 * server's, all threads.
 */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { registerContent } from '../src/app/inquiries/registering.ts'
import { contentFromDraft } from '../src/domain/inquiry-record/draft.ts'
import { dayOf } from '../src/kit/calendar.ts'
import { benchBureau, type BenchBureau, type SignedIn, typedFields } from './support/bureau.ts'
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
const LOOKS = 20
/** One that lasts longer than this is measured fewer times. */
const PATIENCE_MS = 20_000

/** What a run leaves for the next: whose sessions, a record of the officer's, how many there are. */
type Kept = { readonly handler: string; readonly officer: string; readonly number: string; readonly count: number }

/** Straight through the use case, without the page. The officers take turns. Answers a record of the first. */
async function register({ context, officers }: BenchBureau, from: number, to: number): Promise<string> {
  const organisation = await context.store.organisation()
  const day = dayOf(context.now())
  let number = ''
  for (let start = from; start < to; start += TOGETHER)
    await Promise.all(
      Array.from({ length: Math.min(TOGETHER, to - start) }, async (_, k) => {
        const n = start + k
        const content = contentFromDraft({ fields: typedFields(n, day), evidence: [] }, organisation, day)
        const { viewer } = officers[n % officers.length] as SignedIn
        const signing = { declaredTruthful: true, signature: { kind: 'typed' } } as const
        const registered = await registerContent(context, viewer, content, signing, randomUUID())
        if (!registered.ok) throw new Error(registered.refusal.code)
        if (n % officers.length === 0) number = registered.value.number
      }),
    )
  return number
}

type Looks = { readonly firstMs: number; readonly p50: number; readonly p95: number; readonly cpuMs: number }

async function look(server: Server, cookie: string, path: string, between: () => Promise<unknown>): Promise<Looks> {
  const ask = async (): Promise<number> => {
    const [ms, answer] = await timed(() => server.ask('GET', path, { headers: { cookie } }))
    if (answer.status !== 200 && answer.status !== 303) throw new Error(`${path} answered ${answer.status}`)
    return ms
  }
  const firstMs = await ask()
  const times: number[] = []
  const cpu = server.cpuMs()
  for (let spent = 0; times.length < LOOKS && spent < PATIENCE_MS; spent += times.at(-1) ?? 0) {
    await between()
    times.push(await ask())
  }
  const cpuMs = (server.cpuMs() - cpu) / times.length
  return { firstMs, p50: percentile(times, 0.5), p95: percentile(times, 0.95), cpuMs }
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

/** `somebodyRegisters`: null where nobody is to. */
async function measure(folder: string, kept: Kept, somebodyRegisters: (() => Promise<unknown>) | null): Promise<void> {
  const server = await serve(folder)
  const select = bareSelect(folder, kept.count)
  const bare = []
  for (let n = 0; n < 50; n += 1) bare.push(await costOf(select))
  const bareP95 = percentile(
    bare.map(({ wallMs }) => wallMs),
    0.95,
  )
  print(`${short(kept.count)} records; a bare indexed select p95 ${short(bareP95)} ms`)
  for (const role of ['handler', 'officer'] as const)
    for (const [what, path] of [
      ['list', '/records'],
      ['the fortieth page', '/records?page=40'],
      ['search, often', search('商铺占道')],
      ['search, once', search('第777号商铺')],
      ['search, nowhere', search('没有这样的词语')],
      ['search, on each page once', search('99号商')],
      ['open', `/records/${kept.number}`],
      ['the first page', '/home'],
    ] as const) {
      const between = somebodyRegisters && what === 'list' ? somebodyRegisters : async () => {}
      const { firstMs, p50, p95, cpuMs } = await look(server, kept[role], path, between)
      print(
        `  ${role} ${what.padEnd(26)} p50 ${short(p50)}  p95 ${short(p95)} ms = ${ratio(p95, bareP95, 'bare')}` +
          `   processor ${short(cpuMs)} ms   (the first ${short(firstMs)} ms)`,
      )
    }
  print(`  memory of the server ${short(server.residentMiB())} MiB`)
  await server.stop()
}

printMachine('lists')
await built()
const folder = option('in') ?? temporaryFolder()
mkdirSync(folder, { recursive: true })
const keptFile = join(folder, 'bench-lists.json')
if (existsSync(keptFile)) {
  await measure(folder, JSON.parse(readFileSync(keptFile, 'utf8')) as Kept, null)
} else {
  const bureau = await benchBureau(folder, OFFICERS)
  await bureau.context.store.saveSetting('session.idleMinutes', '120')
  let count = 0
  const registering = async (): Promise<unknown> => register(bureau, count, (count += 1))
  for (const wanted of [1000, 10_000, 100_000].filter((each) => each <= numberOption('to', 10_000))) {
    const [ms, number] = await timed(() => register(bureau, count, wanted))
    print(`${short(wanted - count)} registrations in ${short(ms / 1000)} s, ${TOGETHER} at a time`)
    count = wanted
    const kept: Kept = {
      handler: bureau.handler.cookie,
      officer: (bureau.officers[0] as SignedIn).cookie,
      number,
      count,
    }
    await measure(folder, kept, option('quiet') ? null : registering)
    writeFileSync(keptFile, JSON.stringify({ ...kept, count }))
  }
  await bureau.close()
}
