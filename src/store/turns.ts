/** One at a time, in the order in which they came: nobody is passed by, and only whoever is next is woken. */
export class Turns {
  #taken = false
  #waiting: (() => void)[] = []

  /** Resolves when it is the caller's turn, which ends with `release`. */
  async take(): Promise<void> {
    if (this.#taken) await new Promise<void>((next) => this.#waiting.push(next))
    this.#taken = true
  }

  release(): void {
    const next = this.#waiting.shift()
    // The turn is handed on, so that nobody who comes just now slips in between.
    if (next) next()
    else this.#taken = false
  }
}
