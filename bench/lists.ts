/**
 * The list, a record, and a search, as the handler and an officer of a bureau with many records see them, over HTTP.
 *
 *     npm run bench -- lists [--to 10000]        100,000 for the full length
 *
 * The reference is what a register without secrets would do: the newest 25 rows by an index, and their count.
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { registerContent } from '../src/app/inquiries/registering.ts'
import { contentFromDraft } from '../src/domain/inquiry-record/draft.ts'
import { dayOf } from '../src/kit/calendar.ts'
import { benchBureau, type BenchBureau, type SignedIn, typedFields } from './support/bureau.ts'
import { numberOption, print, printMachine, ratio, percentile, short, timed } from './support/figures.ts'
import { built, serve, temporaryFolder, type Server } from './support/process.ts'

const OFFICERS = 50
const TOGETHER = 32
const LOOKS = 12
/** One that lasts longer than this is measured fewer times. */
const PATIENCE_MS = 20_000

/** Through the use case, without the page. The officers take turns. */
async function register(bureau: BenchBureau, from: number, to: number): Promise<string> {
  const { context, officers } = bureau
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

async function look(server: Server, who: SignedIn, path: string): Promise<{ first: number; p95: number }> {
  const ask = async (): Promise<number> => {
    const [ms, answer] = await timed(() => server.ask('GET', path, { headers: { cookie: who.cookie } }))
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
    return ms
  }
  const first = await ask()
  const times: number[] = []
  for (let spent = 0; times.length < LOOKS && spent < PATIENCE_MS; spent += times.at(-1) ?? 0) times.push(await ask())
  return { first, p95: percentile(times, 0.95) }
}

/** The rows in the clear, under an index. */
function bareSelect(folder: string, count: number): () => unknown {
  const database = new DatabaseSync(join(folder, `bare-${count}.db`))
  database.exec(`create table records (n integer primary key, title text, registered_at text);
    create index records_registered on records (registered_at desc); begin`)
  const insert = database.prepare('insert into records (title, registered_at) values (?, ?)')
  for (let n = 0; n < count; n += 1) insert.run(`第${n}号商铺占道经营、乱堆物料案`, String(n).padStart(9, '0'))
  database.exec('commit')
  const list = database.prepare('select * from records order by registered_at desc limit 25')
  const all = database.prepare('select count(*) as count from records')
  return () => [list.all(), all.get()]
}

printMachine('lists')
await built()
const folder = temporaryFolder()
const bureau = await benchBureau(folder, OFFICERS)
const server = await serve(folder)
let there = 0
for (const count of [1000, 10_000, 100_000].filter((each) => each <= numberOption('to', 10_000))) {
  const number = await register(bureau, there, count)
  there = count
  const select = bareSelect(folder, count)
  const bare: number[] = []
  for (let n = 0; n < 50; n += 1) bare.push((await timed(select))[0])
  print(`${short(count)} records; a bare indexed select p95 ${short(percentile(bare, 0.95))} ms`)
  for (const [role, who] of [
    ['handler', bureau.handler],
    ['officer', bureau.officers[0] as SignedIn],
  ] as const)
    for (const [what, path] of [
      ['list', '/records'],
      ['search', `/records?q=${encodeURIComponent('商铺占道')}`],
      ['open', `/records/${number}`],
    ] as const) {
      const { first, p95 } = await look(server, who, path)
      print(
        `  ${role} ${what.padEnd(6)} p95 ${short(p95)} ms = ${ratio(p95, percentile(bare, 0.95), 'bare')}` +
          `   (the first ${short(first)} ms)`,
      )
    }
  print(`  memory of the server ${short(server.residentMiB())} MiB`)
}
await server.stop()
await bureau.close()
