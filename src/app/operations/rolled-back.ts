import type { TrailName } from '../../store/store.ts'

/** What the database lacks of what was published. */
export type RolledBack = {
  readonly trail: TrailName
  /** Null when what was kept is not signed by this registry's key. */
  readonly publishedSize: number | null
  readonly publishedRoot: string | null
  readonly foundSize: number
}
