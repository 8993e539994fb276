/** What every benchmark prints: figures with their percentiles, ratios against a reference of the same run, and the machine. */
import { cpus, release, totalmem } from 'node:os'
import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'

/** The value below which a share of the values lies; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

export const print = (line = ''): void => void process.stdout.write(`${line}\n`)

/** Three significant digits: no run repeats the fourth. */
export const short = (value: number): string =>
  Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)))

/** `our figure = ratio × reference`, so that the machine cancels out. */
export const ratio = (ours: number, reference: number, of: string): string => `${short(ours / reference)} × ${of}`

export const spread = (milliseconds: readonly number[]): string =>
  `p50 ${short(percentile(milliseconds, 0.5))}  p95 ${short(percentile(milliseconds, 0.95))}  ` +
  `p99 ${short(percentile(milliseconds, 0.99))} ms`

/** The first line of every benchmark. The load tells whether the machine was ours alone. */
export function printMachine(name: string): void {
  const all = cpus()
  const load = readFileSync('/proc/loadavg', 'utf8').split(' ')[0] ?? '?'
  print(
    `${name}: ${all.length} × ${all[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 1024 ** 3)} GB, ` +
      `Linux ${release()}, Node ${process.versions.node}, load at the start ${load}\n`,
  )
}

export async function timed<Result>(work: () => Promise<Result> | Result): Promise<[number, Result]> {
  const start = performance.now()
  const result = await work()
  return [performance.now() - start, result]
}

export type Cost = { readonly wallMs: number; readonly cpuMs: number }

/** Wall time and the processor time of this process: the second says the same on a machine that others use too. */
export async function costOf(work: () => unknown): Promise<Cost> {
  const cpu = process.cpuUsage()
  const [wallMs] = await timed(work)
  const { user, system } = process.cpuUsage(cpu)
  return { wallMs, cpuMs: (user + system) / 1000 }
}

const medianCost = (costs: readonly Cost[]): Cost => ({
  wallMs: median(costs.map(({ wallMs }) => wallMs)),
  cpuMs: median(costs.map(({ cpuMs }) => cpuMs)),
})

/** Both sides once to warm up, then in turns; whoever goes first changes. Answers the medians of each. */
export async function inTurns(
  rounds: number,
  ours: () => unknown,
  reference: () => unknown,
): Promise<{ readonly ours: Cost; readonly reference: Cost }> {
  const costs = { ours: [] as Cost[], reference: [] as Cost[] }
  const sides = [
    ['ours', ours],
    ['reference', reference],
  ] as const
  for (const [, work] of sides) await work()
  for (let round = 0; round < rounds; round += 1)
    for (const [side, work] of round % 2 === 0 ? sides : sides.toReversed()) costs[side].push(await costOf(work))
  return { ours: medianCost(costs.ours), reference: medianCost(costs.reference) }
}

/** `--name value` on the command line. */
export function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`)
  return at === -1 ? undefined : process.argv[at + 1]
}

export const numberOption = (name: string, fallback: number): number => Number(option(name) ?? fallback)
