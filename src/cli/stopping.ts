/** Runs `work` with a signal that SIGTERM and Ctrl-C set off. */
export async function untilStopped(work: (stopping: AbortSignal) => Promise<void>): Promise<void> {
  const stopping = new AbortController()
  const stop = (): void => stopping.abort()
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  try {
    await work(stopping.signal)
  } finally {
    process.off('SIGTERM', stop)
    process.off('SIGINT', stop)
  }
}
