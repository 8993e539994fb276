/**
 * Seals new dossiers: here, in the thread that answers requests, or beside it in one of its own when many are registered at once
 * (decisions/0015). Sealing is a fifth of a registration's work and needs nothing else of it.
 *
 * The thread begins after a busy second and ends after some quiet ones, so that a register at rest holds no memory for it. It is a help and
 * no more: whatever it does not answer is sealed here.
 */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type NewDossier, type SealedDossier, sealNewDossier } from '../../vault/new-dossier.ts'

export type Sealer = {
  /** Rejects when a reading key is none. */
  readonly seal: (dossier: NewDossier) => Promise<SealedDossier>
  /** Whether a thread of its own is at work. */
  readonly hasThread: () => boolean
  readonly close: () => Promise<void>
}

/** What came together goes over together: waking a thread costs more than telling it. */
export type ToSeal = readonly { readonly id: number; readonly dossier: NewDossier }[]
export type Sealed = { readonly id: number; readonly sealed: SealedDossier }

type Waiting = {
  readonly dossier: NewDossier
  readonly answer: (sealed: SealedDossier) => void
  readonly fail: (error: unknown) => void
}

export type SealerOptions = {
  /** So many in one spell begin a thread: below that, sealing here costs nobody anything. */
  readonly busy?: number
  readonly spellMs?: number
  /** So many spells without any end it. */
  readonly quietSpells?: number
}

/** Small, because what passes through is. */
const resourceLimits = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 32 }
const THREAD = new URL('./sealing-thread.ts', import.meta.url)

export function createSealer({ busy = 50, spellMs = 1000, quietSpells = 10 }: SealerOptions = {}): Sealer {
  const helps = availableParallelism() > 1
  const waiting = new Map<number, Waiting>()
  let thread: Worker | null = null
  let spells: NodeJS.Timeout | null = null
  let [count, quiet, nextId] = [0, 0, 0]

  /** Whoever still waits is served here. */
  const giveUp = (worker: Worker): void => {
    if (thread === worker) thread = null
    for (const [id, { dossier, answer, fail }] of waiting) {
      waiting.delete(id)
      sealHere(dossier).then(answer, fail)
    }
  }

  const begin = (): Worker => {
    const worker = new Worker(THREAD, { resourceLimits })
    worker.unref()
    worker.on('message', ({ id, sealed }: Sealed) => {
      waiting.get(id)?.answer(sealed)
      waiting.delete(id)
    })
    // Whatever ended it, also an exit without an error.
    worker.on('error', () => giveUp(worker))
    worker.on('exit', () => giveUp(worker))
    return worker
  }

  const endOfSpell = (): void => {
    if (helps && !thread && count >= busy) thread = begin()
    quiet = count === 0 ? quiet + 1 : 0
    count = 0
    if (quiet < quietSpells) return
    if (spells) clearInterval(spells)
    spells = null
    void thread?.terminate()
  }

  let gathered: ToSeal[number][] = []
  const handOver = (): void => {
    const together = gathered
    gathered = []
    // Without a thread by now: `giveUp` has served them.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
    thread?.postMessage(together satisfies ToSeal)
  }

  return {
    async seal(dossier) {
      count += 1
      spells ??= setInterval(endOfSpell, spellMs).unref()
      if (!thread) return sealHere(dossier)
      if (gathered.length === 0) setImmediate(handOver)
      const id = nextId++
      gathered.push({ id, dossier })
      return new Promise((answer, fail) => waiting.set(id, { dossier, answer, fail }))
    },
    hasThread: () => thread !== null,
    async close() {
      if (spells) clearInterval(spells)
      spells = null
      await thread?.terminate()
    },
  }
}

const sealHere = async (dossier: NewDossier): Promise<SealedDossier> => sealNewDossier(dossier)
