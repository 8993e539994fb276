/** A PostgreSQL of a benchmark's own, which goes away with it. */
import type { StoreOptions } from '../../src/store/open.ts'
import { preparePostgresFolder, startCluster, stopPostgres } from '../../test/support/postgres.ts'

export async function postgresFor(): Promise<{ readonly options: StoreOptions; stop(): Promise<void> }> {
  const folder = preparePostgresFolder()
  const url = await startCluster(folder)
  return { options: { url }, stop: () => stopPostgres(folder) }
}
