/**
 * The recovery key: receives a grant of every dossier, and exists only on printed sheets, any two of three.
 *
 *     LIUHEN-1-8Q2F…-…   number of the sheet, the share in groups of four, four characters of checksum
 */
import { sha256 } from '#primitives'
import { concat, equalBytes, toCrockford, utf8 } from '../kit/bytes.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import {
  type AccountPublic,
  type AccountSecret,
  accountPublic,
  accountSecretFrom,
  newAccountSecret,
} from './account-keys.ts'

export const SHEETS = 3
export const SHEETS_NEEDED = 2
const PREFIX = 'LIUHEN'
/** Split together with the secret, so that sheets of two different sets are noticed and never give a wrong key. */
const CHECK_LENGTH = 8
/** The secret, its check, and the byte that Shamir's scheme adds. */
const SHARE_LENGTH = 32 + CHECK_LENGTH + 1
const CHECKSUM_CHARACTERS = 4
const SHARE_CHARACTERS = Math.ceil((SHARE_LENGTH * 8) / 5)
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export type RecoveryKey = AccountPublic & { readonly sheets: readonly string[] }

/** A new key: its public half for the data folder, its sheets for the printer. The secret itself is nowhere kept. */
export async function newRecoveryKey(): Promise<RecoveryKey> {
  const secret = newAccountSecret()
  const { split } = await import('shamir-secret-sharing')
  const shares = await split(concat(secret, checkOf(secret)), SHEETS, SHEETS_NEEDED)
  return {
    ...accountPublic(secret),
    sheets: shares.map((share, i) => printSheet(i + 1, share)),
  }
}

/**
 * The secret from two or three sheets. Throws `sharesUnusable` when a sheet was mistyped, and says which; when fewer than two
 * different sheets are given; and when the sheets are not of one set.
 */
export async function combineSheets(sheets: readonly string[]): Promise<AccountSecret> {
  const byNumber = new Map(sheets.map(parseSheet).map(({ sheet, share }) => [sheet, share]))
  if (byNumber.size < SHEETS_NEEDED)
    throw new LiuhenError('sharesUnusable', `two different recovery sheets are needed, ${byNumber.size} given`)
  const { combine } = await import('shamir-secret-sharing')
  const combined = await combine([...byNumber.values()]).catch((cause: unknown) => {
    throw ofAnotherSet(cause)
  })
  const secret = combined.slice(0, -CHECK_LENGTH)
  if (!equalBytes(checkOf(secret), combined.subarray(-CHECK_LENGTH))) throw ofAnotherSet()
  return accountSecretFrom(secret)
}

/** Which of the three sheets a text is. Throws `sharesUnusable` when it was mistyped. */
export const sheetNumber = (text: string): number => parseSheet(text).sheet

const ofAnotherSet = (cause?: unknown): LiuhenError =>
  new LiuhenError('sharesUnusable', 'the recovery sheets do not belong together', { cause })

const checkOf = (secret: Uint8Array): Uint8Array =>
  sha256(concat(utf8('liuhen/recovery@v1'), secret)).subarray(0, CHECK_LENGTH)

const checksum = (sheet: number, share: Uint8Array): string =>
  toCrockford(sha256(concat(Uint8Array.of(sheet), share)), CHECKSUM_CHARACTERS)

function printSheet(sheet: number, share: Uint8Array): string {
  // One byte of zeros, so that the last character has all its bits.
  const text = toCrockford(concat(share, new Uint8Array(1)), SHARE_CHARACTERS) + checksum(sheet, share)
  return [PREFIX, String(sheet), ...(text.match(/.{1,4}/g) ?? [])].join('-')
}

function parseSheet(text: string): { sheet: number; share: Uint8Array } {
  const [prefix, number, ...groups] = text
    .trim()
    .toUpperCase()
    .split(/[-\s]+/)
  const sheet = Number(number)
  const unusable = (why: string): LiuhenError =>
    new LiuhenError('sharesUnusable', `recovery sheet ${number ?? ''}: ${why}`)
  if (prefix !== PREFIX || !/^[1-3]$/.test(number ?? '')) throw unusable('it does not begin like a recovery sheet')
  const characters = groups.join('').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  if (characters.length !== SHARE_CHARACTERS + CHECKSUM_CHARACTERS) throw unusable('characters are missing or surplus')
  const share = decode(characters.slice(0, SHARE_CHARACTERS))
  if (!share || checksum(sheet, share) !== characters.slice(SHARE_CHARACTERS))
    throw unusable('a character was mistyped')
  return { sheet, share }
}

function decode(characters: string): Uint8Array | null {
  const bytes = new Uint8Array(SHARE_LENGTH)
  let [buffer, bits, at] = [0, 0, 0]
  for (const character of characters) {
    const value = ALPHABET.indexOf(character)
    if (value < 0) return null
    buffer = ((buffer << 5) | value) & 0xfff
    bits += 5
    if (bits >= 8 && at < SHARE_LENGTH) {
      bits -= 8
      bytes[at] = (buffer >> bits) & 0xff
      at += 1
    }
  }
  return at === SHARE_LENGTH ? bytes : null
}
