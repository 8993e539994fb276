/** Runs tasks of the same name one after another, in the order they came. A task that fails does not stop the next. */
const last = new Map<string, Promise<unknown>>()

export async function inTurn<Result>(name: string, task: () => Promise<Result>): Promise<Result> {
  const before = last.get(name) ?? Promise.resolve()
  const run = before.then(task, task)
  last.set(name, run)
  try {
    return await run
  } finally {
    if (last.get(name) === run) last.delete(name)
  }
}
