/**
 * A leaf entry: the bytes that are hashed into the trail, and kept exactly as they were hashed.
 *
 *     liuhen/event@v2
 *     dossier dsr-7f3k9q
 *     sequence 3
 *     date 2026-11-22
 *     facts bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=
 *     sealed nIPa9qZjmfuSt6Dk5rj0EsBHsEMLvCTIvd+UpBMcOY0=
 *     slots qxcG2tRvHv3tq9YHFLI1tAYPTHGkTzB2cJZQLJb7j9Q=
 *
 * Anybody may read entries, so they say nothing but this: the facts stand beside them in clear, the rest stands sealed
 * and is committed to by its digest (R42). There is one way to write an entry, so printing what was parsed gives the
 * same bytes. Format: docs/formats/leaf-entry.md.
 */
import { fromBase64, fromUtf8, toBase64, utf8 } from '../kit/bytes.ts'
import { day, type Day } from '../kit/calendar.ts'
import { invariant } from '../kit/invariant.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { isCount, parseDecimal } from './decimal.ts'

/** One event of a dossier. */
export interface EventEntry {
  readonly kind: 'event'
  readonly dossierId: string
  /** Counts the events of this dossier. */
  readonly sequence: number
  /** The day only: an exact time would help to marry a registration to a sign-in. It stands sealed. */
  readonly date: Day
  /** SHA-256 of the stored bytes of the plain half. */
  readonly factsDigest: Uint8Array
  /** SHA-256 of the stored bytes of the sealed half. */
  readonly sealedDigest: Uint8Array
  /** Commits to the grant slots as they stood with this entry (slot-commitment.ts); null in an entry of the first version. */
  readonly slotsCommitment: Uint8Array | null
}

/** One event of the security trail: a sign-in, a lock-out, a change of roles or settings. */
export interface SecurityEventEntry {
  readonly kind: 'securityEvent'
  readonly position: number
  /** SHA-256 of the stored bytes of the event. */
  readonly bodyDigest: Uint8Array
}

export type LeafEntry = EventEntry | SecurityEventEntry

const EVENT_OF_BEFORE = 'liuhen/event@v1'
const EVENT = 'liuhen/event@v2'
const SECURITY_EVENT = 'liuhen/security-event@v1'
const DIGEST_LENGTH = 32
const eventLines = ['dossier', 'sequence', 'date', 'facts', 'sealed'] as const

export function printLeafEntry(entry: LeafEntry): Uint8Array {
  if (entry.kind === 'securityEvent') {
    const { position, bodyDigest } = entry
    invariant(isCount(position) && bodyDigest.length === DIGEST_LENGTH, 'a security event that can be parsed')
    return utf8(`${SECURITY_EVENT}\nposition ${position}\nbody ${toBase64(bodyDigest)}\n`)
  }
  const { dossierId, sequence, date, factsDigest, sealedDigest, slotsCommitment: slots } = entry
  invariant(isDossierId(dossierId) && isCount(sequence), 'an event that can be parsed')
  invariant(factsDigest.length === DIGEST_LENGTH && sealedDigest.length === DIGEST_LENGTH, 'digests are SHA-256')
  invariant(slots === null || slots.length === DIGEST_LENGTH, 'a commitment is SHA-256')
  return utf8(
    `${slots ? EVENT : EVENT_OF_BEFORE}\ndossier ${dossierId}\nsequence ${sequence}\ndate ${day(date)}\n` +
      `facts ${toBase64(factsDigest)}\nsealed ${toBase64(sealedDigest)}\n${slots ? `slots ${toBase64(slots)}\n` : ''}`,
  )
}

/** Throws a LiuhenError `leafEntryMalformed` for anything that `printLeafEntry` would not have written. */
export function parseLeafEntry(bytes: Uint8Array): LeafEntry {
  const [kind, ...lines] = decode(bytes).split('\n')
  if (kind === EVENT || kind === EVENT_OF_BEFORE) {
    const [dossierId, sequence, date, facts, sealed, slots] =
      kind === EVENT ? values(lines, [...eventLines, 'slots']) : [...values(lines, eventLines), null]
    if (!isDossierId(dossierId)) throw malformed('the dossier id has a character that ids do not have')
    return {
      kind: 'event',
      dossierId,
      sequence: count(sequence),
      date: calendarDay(date),
      factsDigest: digest(facts),
      sealedDigest: digest(sealed),
      slotsCommitment: slots === null ? null : digest(slots),
    }
  }
  if (kind === SECURITY_EVENT) {
    const [position, body] = values(lines, ['position', 'body'])
    return { kind: 'securityEvent', position: count(position), bodyDigest: digest(body) }
  }
  throw malformed('the first line names no kind of entry that we know')
}

const isDossierId = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text)

/** The values of lines that must be exactly these, in this order, each ended by a newline. */
function values<const Keys extends readonly string[]>(
  lines: readonly string[],
  keys: Keys,
): { -readonly [Place in keyof Keys]: string } {
  if (lines.length !== keys.length + 1 || lines[keys.length] !== '')
    throw malformed(`it does not have the lines ${keys.join(', ')}`)
  return keys.map((key, i) => {
    const line = lines[i] ?? ''
    if (!line.startsWith(`${key} `)) throw malformed(`line ${i + 2} should begin with «${key}»`)
    return line.slice(key.length + 1)
  }) as { -readonly [Place in keyof Keys]: string }
}

function count(text: string): number {
  const value = parseDecimal(text)
  if (value === undefined) throw malformed('a number is not decimal, or is 2^53 or more')
  return value
}

const calendarDay = (text: string): Day => attempt(() => day(text), 'the date is no calendar day')

function digest(text: string): Uint8Array {
  const bytes = attempt(() => fromBase64(text), 'a digest is not base64')
  if (bytes.length !== DIGEST_LENGTH) throw malformed('a digest does not have 32 bytes')
  return bytes
}

const decode = (bytes: Uint8Array): string => attempt(() => fromUtf8(bytes), 'it is not UTF-8')

function attempt<Result>(read: () => Result, problem: string): Result {
  try {
    return read()
  } catch (cause) {
    throw malformed(problem, cause)
  }
}

const malformed = (problem: string, cause?: unknown): LiuhenError =>
  new LiuhenError('leafEntryMalformed', `Leaf entry: ${problem}`, { cause })
