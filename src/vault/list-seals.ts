/**
 * Pages of an account's lists (docs/decisions/0011): sealed for the account alone, found by tags of its own, padded in steps.
 *
 * What a page says of records is sealed under a key that is made of the account's secret and of locks in the database, one for a thousand
 * grant slots. When one of these slots is overwritten its lock is gone, and with it the page: for whoever was shut out as for everybody
 * else, whoever has the disk and the password (R42).
 */
import { concat, utf8 } from '../kit/bytes.ts'
import { type AccountSecret, keyUnder, openForSelf, ownTag, sealForSelf } from './account-keys.ts'
import { algorithms, sealBroken, withAlgorithm } from './algorithm.ts'
import { pad, unpad } from './padding.ts'
import { aeadOpen, aeadSeal, AEAD_OVERHEAD } from './sodium.ts'

/**
 * `head`: which shelves there are. `shelf`: which pages stand on it. `entries`: grants that were found. `rows`: what lists show. `words`: which
 * words may stand on the page. `index`: the same of a whole shelf.
 */
export type ListPart = 'head' | 'shelf' | 'entries' | 'rows' | 'words' | 'index'

/** Sizes step by so much: an account without grants has a head, a shelf and one page, like one with thirty. */
const STEPS: Readonly<Record<ListPart, number>> = {
  head: 4 * 1024,
  shelf: 16 * 1024,
  entries: 12 * 1024,
  rows: 32 * 1024,
  words: 8 * 1024,
  index: 12 * 1024,
}

const purposeOf = (part: ListPart, serial: number): string => `list-${part}:${serial}`

export const listTag = (secret: AccountSecret, part: ListPart, serial: number): string =>
  ownTag(secret, `list-${part}`, serial)

const padded = (part: ListPart, bytes: Uint8Array): Uint8Array =>
  pad(bytes, Math.ceil((bytes.length + 4) / STEPS[part]) * STEPS[part])

function unpadded(bytes: Uint8Array, part: ListPart): Uint8Array {
  const found = unpad(bytes)
  if (!found) throw sealBroken(`a page of ${part}`)
  return found
}

export const sealListPart = (secret: AccountSecret, part: ListPart, serial: number, bytes: Uint8Array): Uint8Array =>
  sealForSelf(secret, purposeOf(part, serial), padded(part, bytes))

/** Throws `sealBroken` for another account's, another page's, or a changed byte. */
export const openListPart = (secret: AccountSecret, part: ListPart, serial: number, sealed: Uint8Array): Uint8Array =>
  unpadded(openForSelf(secret, purposeOf(part, serial), sealed), part)

/** The key of a page whose grants lie under these locks, in order. */
export const pageKey = (secret: AccountSecret, locks: readonly Uint8Array[]): Uint8Array =>
  keyUnder(secret, concat(...locks))

export const sealLockedPart = (key: Uint8Array, part: ListPart, serial: number, bytes: Uint8Array): Uint8Array =>
  withAlgorithm(algorithms.aead, aeadSeal(key, padded(part, bytes), utf8(purposeOf(part, serial))))

/** Throws `sealBroken` when the key is another: one of the locks was made anew, or the page is another. */
export function openLockedPart(key: Uint8Array, part: ListPart, serial: number, sealed: Uint8Array): Uint8Array {
  const bytes = sealed[0] === algorithms.aead ? aeadOpen(key, sealed.subarray(1), utf8(purposeOf(part, serial))) : null
  if (!bytes) throw sealBroken(`a page of ${part}`)
  return unpadded(bytes, part)
}

/** A short note that travels in a shelf, locked like its pages. Unpadded: the shelf is. */
export const sealNote = (key: Uint8Array, serial: number, bytes: Uint8Array): Uint8Array =>
  aeadSeal(key, bytes, utf8(`list-note:${serial}`))

/** Null when one of the locks was made anew. */
export const openNote = (key: Uint8Array, serial: number, sealed: Uint8Array): Uint8Array | null =>
  sealed.length < AEAD_OVERHEAD ? null : aeadOpen(key, sealed, utf8(`list-note:${serial}`))
