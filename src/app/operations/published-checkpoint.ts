/**
 * What this registry has shown to the outside, remembered beside the database: a database that comes back older than that was
 * rolled back, and going on with it would sign a second history (R26, architecture «The store»).
 *
 * Written after COMMIT, at most once a second, so a crash forgets a second at most. That loosens the guard, never the trail.
 */
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { equalBytes, toHex } from '../../kit/bytes.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import type { Store, TrailName } from '../../store/store.ts'
import { parseCheckpoint, type Checkpoint } from '../../trail/checkpoint.ts'
import { checkNote, parseNote } from '../../trail/note.ts'
import { parseVkey } from '../../trail/verifier-key.ts'
import { readIfThere } from '../made-once.ts'
import { rootAt } from '../trail-files.ts'
import { writeDurably } from './durable-files.ts'
import type { RolledBack } from './rolled-back.ts'

export const publishedFiles = { register: 'published-checkpoint', security: 'published-checkpoint.security' } as const
const trails = ['register', 'security'] as const
const REST_MS = 1000

/** Compares the database with what was published. Null when it goes on from there. */
export async function findRollback(
  store: Store,
  dataFolder: string,
  vkeys: Readonly<Record<TrailName, string>>,
): Promise<RolledBack | null> {
  for (const trail of trails) {
    const note = await readIfThere(join(dataFolder, publishedFiles[trail]))
    if (note === null) continue
    const { size } = await store.head(trail)
    const published = openSigned(note, vkeys[trail])
    if (published && (await continues(store, trail, published, size))) continue
    return {
      trail,
      publishedSize: published?.treeSize ?? null,
      publishedRoot: published ? toHex(published.root) : null,
      foundSize: size,
    }
  }
  return null
}

async function continues(store: Store, trail: TrailName, published: Checkpoint, size: number): Promise<boolean> {
  if (size < published.treeSize) return false
  try {
    return equalBytes(await rootAt(store, trail, published.treeSize, size), published.root)
  } catch {
    // Tiles that cannot be put together give no root: `liuhen check` says which.
    return false
  }
}

/** What a note says when this key signed it; null for anything else. */
export function openSigned(note: string, vkey: string): Checkpoint | null {
  try {
    const signed = checkNote(parseNote(note), [parseVkey(vkey)])
    return signed.ok ? parseCheckpoint(signed.text) : null
  } catch (error) {
    if (error instanceof LiuhenError) return null
    throw error
  }
}

export type Remembering = {
  /** The same store; what it appends is remembered. */
  readonly store: Store
  /** Remembers what is not yet on the disk. Never throws: a memory that is behind only guards less. */
  readonly flush: () => Promise<void>
}

export function rememberPublished(store: Store, dataFolder: string): Remembering {
  // Both before the first entry: a folder that was restored, or put its memory aside, has none of either.
  const changed = new Set<TrailName>(trails)
  let rest = new AbortController()
  let running: Promise<void> | null = null

  const keep = async (): Promise<void> => {
    const due = [...changed]
    for (const trail of due) {
      changed.delete(trail)
      const { size, checkpoint } = await store.head(trail)
      if (size > 0) await writeDurably(join(dataFolder, publishedFiles[trail]), checkpoint)
    }
  }
  const run = async (): Promise<void> => {
    while (changed.size > 0) {
      await keep().catch(() => {})
      await sleep(REST_MS, undefined, { signal: rest.signal, ref: false }).catch(() => {})
    }
    running = null
  }
  const note = (trail: TrailName): void => {
    changed.add(trail)
    running ??= run()
  }

  return {
    store: {
      ...store,
      async append(command) {
        const result = await store.append(command)
        if (result.kind === 'appended') note('register')
        return result
      },
      async appendSweep(command, mark) {
        const result = await store.appendSweep(command, mark)
        if (result.kind === 'appended') note('register')
        return result
      },
      async appendSecurityEvent(event) {
        const result = await store.appendSecurityEvent(event)
        note('security')
        return result
      },
      async rotateAccount(rotation) {
        await store.rotateAccount(rotation)
        note('security')
      },
      async changeBureau(change) {
        const kept = await store.changeBureau(change)
        if (kept && change.events.length > 0) note('security')
        return kept
      },
      async createAccount(account, event) {
        const created = await store.createAccount(account, event)
        if (created === 'created' && event) note('security')
        return created
      },
      async changeAccount(id, change, event) {
        await store.changeAccount(id, change, event)
        if (event) note('security')
      },
      async replaceSlots(slots, event) {
        await store.replaceSlots(slots, event)
        note('security')
      },
    },
    async flush() {
      rest.abort()
      await running
      rest = new AbortController()
    },
  }
}

/** Puts the memory aside, under a name that says until where it went: it is evidence. */
export async function setAsidePublished(dataFolder: string, suffix: string): Promise<void> {
  for (const trail of trails) {
    const file = join(dataFolder, publishedFiles[trail])
    if ((await readIfThere(file)) !== null) await rename(file, `${file}.${suffix}`)
  }
}
