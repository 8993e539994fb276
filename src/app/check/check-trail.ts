/** One trail: the signatures of its checkpoints, then every entry hashed again up to the signed root (R26). */
import { toHex } from '../../kit/bytes.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import type { Store, TrailName } from '../../store/store.ts'
import { auditTrail, type KnownCheckpoint } from '../../trail/audit.ts'
import { parseCheckpoint, type Checkpoint } from '../../trail/checkpoint.ts'
import { checkNote, parseNote } from '../../trail/note.ts'
import { parseVkey } from '../../trail/verifier-key.ts'
import type { Failure } from '../../trail/verdict.ts'
import { trailFile } from '../trail-files.ts'
import { tilePath } from '../../trail/tiles.ts'
import { Found, type TrailSummary } from './finding.ts'

const ENTRIES_PER_READ = 1024

/** A checkpoint that somebody kept: a printed paper, a witness, the superior body. */
export type KeptCheckpoint = { readonly source: string; readonly note: string }

export async function checkTrail(
  store: Store,
  trail: TrailName,
  vkey: string,
  kept: readonly KeptCheckpoint[] = [],
): Promise<TrailSummary> {
  const head = await store.head(trail)
  const own = await store.checkpoints(trail)
  if (head.size === 0 && own.length === 0 && kept.length === 0)
    return { size: 0, root: toHex(head.root), checkpoints: 0, tiles: 0 }

  const newest = openSigned(trail, vkey, head.checkpoint)
  if (newest.treeSize !== head.size || toHex(newest.root) !== toHex(head.root))
    throw found(trail, {
      code: 'checkpointContradicted',
      source: 'head',
      treeSize: head.size,
      expected: toHex(newest.root),
      found: toHex(head.root),
    })
  const others: KnownCheckpoint[] = [
    ...own.map(({ size, note }) => known(trail, vkey, { source: `checkpoint ${size}`, note })),
    ...kept.map((each) => known(trail, vkey, each)),
  ]
  const verdict = await auditTrail(newest, others, {
    entries: entriesOf(store, trail, head.size),
    readTile: async (tile) => readTile(store, trail, tilePath(tile)),
  })
  if (!verdict.ok) {
    const { ok: _, ...failure } = verdict
    throw found(trail, failure)
  }
  await expectNothingBeyond(store, trail)
  return { size: head.size, root: toHex(head.root), checkpoints: own.length, tiles: verdict.comparedTiles }
}

export const found = (trail: TrailName, failure: Failure): Found => new Found({ rule: 'trailHolds', trail, failure })

function known(trail: TrailName, vkey: string, { source, note }: KeptCheckpoint): KnownCheckpoint {
  const { treeSize, root } = openSigned(trail, vkey, note)
  return { source, treeSize, root }
}

/** The checkpoint of a note that the trail's own key signed. */
export function openSigned(trail: TrailName, vkey: string, noteText: string): Checkpoint {
  try {
    const signed = checkNote(parseNote(noteText), [parseVkey(vkey)])
    if (signed.ok) return parseCheckpoint(signed.text)
    const { ok: _, ...failure } = signed
    throw found(trail, failure)
  } catch (error) {
    if (!(error instanceof LiuhenError)) throw error
    throw found(trail, { code: 'checkpointMalformed', problem: error.message })
  }
}

async function* entriesOf(store: Store, trail: TrailName, size: number): AsyncGenerator<readonly Uint8Array[]> {
  for (let from = 0; from < size;) {
    const entries = await store.leaves(trail, from, Math.min(ENTRIES_PER_READ, size - from))
    if (entries.length === 0) return
    yield entries
    from += entries.length
  }
}

/** Entries that no head knows. Looked for at the end, with the head of then: a service may have gone on registering. */
async function expectNothingBeyond(store: Store, trail: TrailName): Promise<void> {
  const { size } = await store.head(trail)
  const beyond = await store.leaves(trail, size, ENTRIES_PER_READ)
  if (beyond.length === 0 || (await store.head(trail)).size !== size) return
  throw found(trail, { code: 'entriesMissing', expected: size, found: size + beyond.length })
}

/** A tile that cannot be put together counts as missing: the audit says which. */
export async function readTile(store: Store, trail: TrailName, path: string): Promise<Uint8Array | undefined> {
  try {
    return (await trailFile(store, trail, path))?.bytes
  } catch (error) {
    if (error instanceof RangeError || (error instanceof Error && error.message.startsWith('Invariant')))
      return undefined
    throw error
  }
}
