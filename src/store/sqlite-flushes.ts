/**
 * Flushing the log of a SQLite file beside the thread that answers requests. SQLite itself would hold that thread up until the disk has
 * answered (synchronous=FULL); with synchronous=NORMAL it writes a commit to the log and leaves the flush to us, and still flushes around its
 * checkpoints, so that a power cut can take the last commits and nothing else (sqlite.org/wal.html, 3.2).
 *
 * We flush after each commit. Until then whoever committed is not told, and nobody reads: what anybody has seen, a checkpoint above all, is
 * on the disk.
 */
import { closeSync, fdatasync, openSync } from 'node:fs'
import { promisify } from 'node:util'
import { LiuhenError } from '../kit/liuhen-error.ts'

const flush = promisify(fdatasync)

export class Flushes {
  readonly #log: string
  #file: number | null = null
  /** The newest flush; null when it is done. One that failed stays. */
  #newest: Promise<void> | null = null

  /** `log` is the file's write-ahead log; it is there once something was written. */
  constructor(log: string) {
    this.#log = log
  }

  /**
   * To be called in the turn of the commit. Rejects with `registryBroken` when the disk does not take it, and from then on always: what a
   * failed flush has lost, a later one does not bring back.
   */
  begin(): Promise<void> {
    const flushed = this.#after(this.#newest)
    this.#newest = flushed
    void this.#forgetWhenDone(flushed)
    return flushed
  }

  /** Null when all that was committed is on the disk. Rejects like `begin`: nobody reads what may be gone after a power cut. */
  done(): Promise<void> | null {
    return this.#newest
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file)
    this.#file = null
  }

  async #forgetWhenDone(flushed: Promise<void>): Promise<void> {
    try {
      await flushed
      if (this.#newest === flushed) this.#newest = null
    } catch {
      // Whoever waits for it learns of it.
    }
  }

  async #after(before: Promise<void> | null): Promise<void> {
    await before
    try {
      this.#file ??= openSync(this.#log, 'r+')
      await flush(this.#file)
    } catch (cause) {
      throw new LiuhenError(
        'registryBroken',
        'The disk did not take what was written; a restart finds out what it kept',
        {
          cause,
        },
      )
    }
  }
}
