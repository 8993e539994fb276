/** Prepares what the whole suite shares, and takes it away again. PostgreSQL itself starts when a test first asks for it. */
import type { TestProject } from 'vitest/node'
import { postgresPrograms, preparePostgresFolder, stopPostgres } from './postgres.ts'

export default function setup({ provide }: TestProject): () => Promise<void> {
  const folder = preparePostgresFolder()
  provide('postgresFolder', folder)
  if (!postgresPrograms())
    console.warn('\n*** PostgreSQL 15 or newer is not installed: everything about PostgreSQL is SKIPPED. ***\n')
  return () => stopPostgres(folder)
}
