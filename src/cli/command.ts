/** What a command of the command line is. */
import type { Language } from './text.ts'

export type Command = {
  readonly summary: Readonly<Record<Language, string>>
  readonly help: Readonly<Record<Language, string>>
  /** Answers the exit code. Throws a LiuhenError for what a person must repair, a UsageError for a wrong command line. */
  readonly run: (args: readonly string[], language: Language) => Promise<number>
}

export class UsageError extends Error {}

/** Where the registry lies, as options or environment say. Options win. */
export const registryPlace = (values: { data?: string | undefined }): { dataFolder: string; databaseUrl?: string } => ({
  dataFolder: values.data ?? (process.env['LIUHEN_DATA'] || './data'),
  ...(process.env['DATABASE_URL'] ? { databaseUrl: process.env['DATABASE_URL'] } : {}),
})

export function portIn(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new UsageError(`PORT: ${text}?`)
  return port
}
