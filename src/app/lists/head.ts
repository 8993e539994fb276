/** The head of an account's pages: how far it is true, and where the pages lie. Sealed for the account alone (docs/decisions/0011). */
import type { DossierId } from '../../domain/dossier/types.ts'
import { fromUtf8, utf8 } from '../../kit/bytes.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { listTag, openListPart, sealListPart } from '../../vault/list-seals.ts'
import type { KeyringEntry } from '../../vault/keyring.ts'
import type { AppContext, Viewer } from '../context.ts'
import { FILTERS_PER_PAGE } from './page-rows.ts'

/** A grant that was found, of a dossier that begins at this leaf of the trail. */
export type Entry = KeyringEntry & { readonly dossierId: DossierId; readonly registration: number }

export type PageNote = {
  /** Counts pages as they are written; none is written over. */
  readonly serial: number
  /** The first leaf index whose dossiers stand here; up to the next page's. */
  readonly from: number
  /** Whose locks the page is sealed under; see store/slot-locks.ts. */
  readonly blocks: readonly number[]
  /** How many rows of which outline, under the page's own key; base64. */
  readonly outlines: string
}

export type Head = {
  readonly nextSerial: number
  /** Slots up to here were tried. */
  readonly scannedUpTo: number
  /** Events up to here are in the pages. */
  readonly readUpTo: number
  /** In order of registration; the first begins at 0. */
  readonly pages: readonly PageNote[]
}

export type StoredHead = { readonly head: Head; readonly sealed: Uint8Array | null }

const tagOf = ({ secret }: Viewer): string => listTag(secret, 'head', 0)

/** Null where there is none, or none that opens: pages can always be made anew. `sealed` is what lies there. */
export async function storedHead(
  context: AppContext,
  viewer: Viewer,
): Promise<{ readonly head: Head | null; readonly sealed: Uint8Array | null }> {
  const [row] = await context.store.listPages([tagOf(viewer)])
  if (!row) return { head: null, sealed: null }
  try {
    const text = fromUtf8(openListPart(viewer.secret, 'head', 0, row.sealed))
    return { head: JSON.parse(text) as Head, sealed: row.sealed }
  } catch (error) {
    if (!(error instanceof LiuhenError && error.code === 'sealBroken')) throw error
    return { head: null, sealed: row.sealed }
  }
}

export const sealedHead = (viewer: Viewer, head: Head): { readonly tag: string; readonly sealed: Uint8Array } => ({
  tag: tagOf(viewer),
  sealed: sealListPart(viewer.secret, 'head', 0, utf8(JSON.stringify(head))),
})

/** A page has several filters, each a piece of its own. */
export const filterSerial = (serial: number, filter: number): number => serial * FILTERS_PER_PAGE + filter

export const tagsOfPage = ({ secret }: Pick<Viewer, 'secret'>, serial: number): string[] => [
  listTag(secret, 'entries', serial),
  listTag(secret, 'rows', serial),
  ...Array.from({ length: FILTERS_PER_PAGE }, (_, filter) => listTag(secret, 'words', filterSerial(serial, filter))),
]

/** Which page the dossiers of a leaf index stand on. */
export function pageOf(pages: readonly Pick<PageNote, 'from'>[], leafIndex: number): number {
  let [low, high] = [0, pages.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((pages[middle]?.from ?? 0) <= leafIndex) low = middle
    else high = middle - 1
  }
  return low
}

/** Everything of the account's that lies there, for when its keys end. */
export async function listTagsOf(context: AppContext, viewer: Viewer): Promise<string[]> {
  const { head } = await storedHead(context, viewer)
  return [tagOf(viewer), ...(head?.pages ?? []).flatMap(({ serial }) => tagsOfPage(viewer, serial))]
}
