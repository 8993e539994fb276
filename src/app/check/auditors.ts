/**
 * The threads of a check. Each has a connection of its own and takes the next task when it is done with one, so that none waits for the
 * slowest. What takes less time than a thread takes to start is done here.
 */
import { once } from 'node:events'
import { getCompileCacheDir } from 'node:module'
import { availableParallelism } from 'node:os'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type AuditRows, type AuditSource, openAuditRows } from '../../store/audit-rows.ts'
import type { SlotRange, SlotReport } from './audit-slots.ts'
import type { Stretch, StretchReport } from './audit-stretch.ts'
import { type AuditReport, type AuditTask, auditTask } from './audit-task.ts'

/** Entries or slots: fewer are read before a thread has started. */
const LEAST_FOR_THREADS = 20_000
const MOST_THREADS = 8
const program = new URL('audit-worker.ts', import.meta.url)

export class Auditors {
  readonly #source: AuditSource
  readonly #threads: Worker[] = []
  #rows: Promise<AuditRows> | null = null

  constructor(source: AuditSource) {
    this.#source = source
  }

  /** The reports in the order of the ranges; null as soon as one finds what does not fit. */
  stretches(ranges: readonly Stretch[]): Promise<StretchReport[] | null> {
    const tasks = ranges.map((range) => ({ kind: 'entries', range }) as const)
    return this.#reports<StretchReport>(tasks, ranges.at(-1)?.to ?? 0)
  }

  slots(ranges: readonly SlotRange[]): Promise<SlotReport[] | null> {
    const tasks = ranges.map((range) => ({ kind: 'slots', range }) as const)
    return this.#reports<SlotReport>(tasks, ranges.at(-1)?.last ?? 0)
  }

  /** For what one thread reads best. */
  rows(): Promise<AuditRows> {
    this.#rows ??= openAuditRows(this.#source)
    return this.#rows
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()))
    const rows = await this.#rows?.catch(() => null)
    await rows?.close()
  }

  async #reports<Report extends AuditReport>(tasks: readonly AuditTask[], size: number): Promise<Report[] | null> {
    const reports: AuditReport[] = []
    let next = 0
    const takeAll = async (work: (task: AuditTask) => Promise<AuditReport | null>): Promise<void> => {
      for (;;) {
        const index = next
        const task = tasks[index]
        if (!task) return
        next += 1
        const report = await work(task)
        if (report) reports[index] = report
        else next = Infinity
      }
    }
    if (size < LEAST_FOR_THREADS) {
      const rows = await this.rows()
      await takeAll((task) => auditTask(rows, task))
    } else {
      const count = Math.min(availableParallelism(), MOST_THREADS, tasks.length)
      await Promise.all(Array.from({ length: count }, (_, n) => takeAll((task) => this.#inThread(n, task))))
    }
    return next === tasks.length ? (reports as Report[]) : null
  }

  async #inThread(n: number, task: AuditTask): Promise<AuditReport | null> {
    const thread = (this.#threads[n] ??= startThread(this.#source))
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
    thread.postMessage(task)
    const [report] = (await once(thread, 'message')) as [AuditReport | null]
    return report
  }
}

/** With the code that this process keeps compiled: a thread does not take that over by itself, and starts in half the time with it. */
function startThread(source: AuditSource): Worker {
  const compiled = getCompileCacheDir()
  const env = compiled ? { ...process.env, NODE_COMPILE_CACHE: dirname(compiled) } : process.env
  return new Worker(program, { workerData: source, env })
}

/** Null also when a thread failed: the slow way meets the same fault, and says it in the words of the store. */
export const quickOrNull = <Result>(quick: () => Promise<Result | null>): Promise<Result | null> =>
  quick().catch(() => null)
