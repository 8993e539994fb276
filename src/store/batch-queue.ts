/**
 * One batch at a time: what arrives while a batch is in flight goes into the next. The price of a flush to disk is thus
 * paid once for many, and a registry's transactions never wait for one another inside one process.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { LiuhenError } from '../kit/liuhen-error.ts'

type Waiting<Item, Result> = {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/** Bounds how long a single append can wait for its batch mates. */
const LARGEST_BATCH = 500

export class BatchQueue<Item, Result> {
  readonly #run: (items: readonly Item[]) => Promise<readonly Result[]>
  #waiting: Waiting<Item, Result>[] = []
  #working: Promise<void> | null = null

  /** `run` keeps all of a batch or throws; it answers in the order of the items. */
  constructor(run: (items: readonly Item[]) => Promise<readonly Result[]>) {
    this.#run = run
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      this.#working ??= this.#work()
    })
  }

  /** Resolves when everything added so far has been answered. */
  async idle(): Promise<void> {
    while (this.#working) await this.#working
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      // One turn of the event loop later, so that what arrives together is written together: a synchronous engine gives no other
      // occasion to take in the requests that wait at the door.
      await nextTurn()
      const batch = this.#waiting.slice(0, LARGEST_BATCH)
      this.#waiting = this.#waiting.slice(LARGEST_BATCH)
      await this.#answer(batch)
    }
    this.#working = null
  }

  async #answer(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#run(batch.map(({ item }) => item))
      batch.forEach(({ resolve }, i) => resolve(results[i] as Result))
    } catch (error) {
      // A LiuhenError is the engine's trouble and concerns everybody; anything else may be the fault of one member.
      if (batch.length === 1 || error instanceof LiuhenError) for (const { reject } of batch) reject(error)
      else for (const member of batch) await this.#answer([member])
    }
  }
}
