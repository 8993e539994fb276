/** How often something happened within the current minute, by key. Bounded: a flood of keys pushes out the oldest. */

const WINDOW_MS = 60_000
export const MOST_KEYS = 20_000

type Window = { count: number; readonly endsAt: number }

export class Windows {
  readonly #clock: () => number
  /** In the order in which the windows began. */
  readonly #windows = new Map<string, Window>()

  /** `clock` in milliseconds; only differences matter. */
  constructor(clock: () => number) {
    this.#clock = clock
  }

  get size(): number {
    return this.#windows.size
  }

  /** Counts one more, and says when the window ends. */
  count(key: string): { readonly count: number; readonly waitSeconds: number } {
    const now = this.#clock()
    const window = this.#current(key, now)
    window.count += 1
    return { count: window.count, waitSeconds: Math.max(1, Math.ceil((window.endsAt - now) / 1000)) }
  }

  #current(key: string, now: number): Window {
    const known = this.#windows.get(key)
    if (known && known.endsAt > now) return known
    const begun: Window = { count: 0, endsAt: now + WINDOW_MS }
    this.#windows.delete(key)
    this.#windows.set(key, begun)
    const [oldest] = this.#windows.keys()
    if (this.#windows.size > MOST_KEYS && oldest !== undefined) this.#windows.delete(oldest)
    return begun
  }
}
