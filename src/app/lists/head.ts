/**
 * The head of an account's pages: how far they are true, and on which shelves they stand. Sealed for the account alone
 * (docs/decisions/0011).
 *
 *     head ─> shelves ─> pages: entries, rows, words
 *                    └─> an index of the words of the shelf's pages
 */
import { fromUtf8, utf8 } from '../../kit/bytes.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import type { AccountSecret } from '../../vault/account-keys.ts'
import { listTag, openListPart, sealListPart } from '../../vault/list-seals.ts'
import type { AppContext, Viewer } from '../context.ts'

export type ShelfNote = {
  /** Counts shelves, pages and indexes as they are written; none is written over. */
  readonly serial: number
  /** The first leaf index whose dossiers stand here; up to the next shelf's. */
  readonly from: number
}

export type Head = {
  readonly nextSerial: number
  /** Slots up to here were tried. */
  readonly scannedUpTo: number
  /** Events up to here are in the pages. */
  readonly readUpTo: number
  /** In order of registration; the first begins at 0. */
  readonly shelves: readonly ShelfNote[]
}

/** Counted up when pages are laid out anew: heads of another form are not found, and what they led to is made again. */
const HEAD_FORM = 3

export const headTag = (secret: AccountSecret): string => listTag(secret, 'head', HEAD_FORM)

/** Null where there is none, or none that opens: pages can always be made anew. `sealed` is what lies there. */
export async function storedHead(
  { store }: AppContext,
  { secret }: Pick<Viewer, 'secret'>,
): Promise<{ readonly head: Head | null; readonly sealed: Uint8Array | null }> {
  const [row] = await store.listPages([headTag(secret)])
  if (!row) return { head: null, sealed: null }
  try {
    const text = fromUtf8(openListPart(secret, 'head', HEAD_FORM, row.sealed))
    return { head: JSON.parse(text) as Head, sealed: row.sealed }
  } catch (error) {
    if (!(error instanceof LiuhenError && error.code === 'sealBroken')) throw error
    return { head: null, sealed: row.sealed }
  }
}

export const sealedHead = ({ secret }: Viewer, head: Head): { readonly tag: string; readonly sealed: Uint8Array } => ({
  tag: headTag(secret),
  sealed: sealListPart(secret, 'head', HEAD_FORM, utf8(JSON.stringify(head))),
})
