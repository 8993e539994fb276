/**
 * A signed note: lines of text, a blank line, signature lines.
 *
 *     liuhen.example/demo
 *     5
 *     +hQ5zrlGYXyoNBE7MRq82UNUUaaywd1N2w+z4fD2Tmw=
 *
 *     — liuhen.example/demo KvqKj26eh6p6GRfrE8+IqnxSd+ZO…
 *
 * Format: C2SP signed-note; samples: test/vectors/trail. A parsed note proves nothing: use its text only after
 * `checkNote`. Private keys live elsewhere; signing takes a function.
 */
import { checkEd25519, checksMlDsa44 } from '#primitives'
import { concat, fromBase64, fromHex, toBase64, toHex, utf8 } from '../kit/bytes.ts'
import { invariant } from '../kit/invariant.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { cosign, openCosignature } from './cosignature.ts'
import { isKeyName, LOG_KEY_TYPE, ML_DSA_KEY_TYPE, type VerifierKey } from './verifier-key.ts'
import { fails, holds, type Verdict } from './verdict.ts'

/** The specification asks for room for 16 at least. Each costs a public-key operation, so there is an end. */
export const MAX_SIGNATURE_LINES = 64
const MAX_NOTE_LENGTH = 1_000_000
const KEY_ID_LENGTH = 4

export interface NoteSignature {
  readonly name: string
  /** Eight digits of lower-case hexadecimal. */
  readonly keyId: string
  /** What follows the key ID: for type 01 the signature, for types 04 and 06 time and signature. */
  readonly payload: Uint8Array
}

export interface SignedNote {
  /** Includes its last newline. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

export interface CheckedSignature {
  readonly key: VerifierKey
  /** Only of a dated signature: when the witness signed, in whole seconds since 1970. */
  readonly cosignedAt?: number
}

type Sign = (message: Uint8Array) => Uint8Array

/** A log's signature (type 01) over a text. */
export function signText(text: string, key: VerifierKey, sign: Sign): NoteSignature {
  invariant(key.type === LOG_KEY_TYPE, 'a log signs with a key of type 01')
  return { name: key.name, keyId: key.keyId, payload: sign(utf8(text)) }
}

/**
 * A witness's timed signature (type 04 or 06) over a checkpoint's text, or the log's own of type 06, which alone may have
 * the time 0: no statement about time.
 */
export function cosignText(text: string, key: VerifierKey, posixSeconds: number, sign: Sign): NoteSignature {
  invariant(key.type !== LOG_KEY_TYPE, 'a witness signs with a key of type 04 or 06')
  return { name: key.name, keyId: key.keyId, payload: cosign(key, text, posixSeconds, sign) }
}

export const printNote = ({ text, signatures }: SignedNote): string =>
  `${text}\n${signatures.map(printSignatureLine).join('')}`

/** With its newline. */
export const printSignatureLine = ({ name, keyId, payload }: NoteSignature): string =>
  `— ${name} ${toBase64(concat(fromHex(keyId), payload))}\n`

/** Throws a LiuhenError `notePartsMissing` when the note does not have the form above. Checks no signature. */
export function parseNote(note: string): SignedNote {
  if (note.length > MAX_NOTE_LENGTH) throw malformed('it is too long')
  if (/(?!\n)[\p{Cc}\p{Cs}]/u.test(note)) throw malformed('it holds a control character or a broken character')
  const blankLine = note.lastIndexOf('\n\n')
  if (blankLine < 0) throw malformed('no blank line parts text and signatures')
  return { text: note.slice(0, blankLine + 1), signatures: parseSignatureLines(note.slice(blankLine + 2)) }
}

/** One or more signature lines, as they end a note and as a witness answers them. Throws like `parseNote`. */
export function parseSignatureLines(lines: string): NoteSignature[] {
  if (!lines.endsWith('\n')) throw malformed('a signature line is missing or does not end')
  const each = lines.slice(0, -1).split('\n')
  if (each.length > MAX_SIGNATURE_LINES) throw malformed(`more than ${MAX_SIGNATURE_LINES} signature lines`)
  return each.map(parseSignatureLine)
}

function parseSignatureLine(line: string): NoteSignature {
  const [dash, name, encoded, ...surplus] = line.split(' ')
  if (dash !== '—' || !name || !isKeyName(name) || !encoded || surplus.length > 0)
    throw malformed('a signature line is not of the form «— name base64»')
  const bytes = decodeSignature(encoded)
  if (bytes.length <= KEY_ID_LENGTH) throw malformed('a signature line holds no signature')
  return { name, keyId: toHex(bytes.subarray(0, KEY_ID_LENGTH)), payload: bytes.slice(KEY_ID_LENGTH) }
}

/**
 * Checks the signatures of those keys that we know.
 *
 * Lines of unknown keys are ignored. One broken signature of a known key spoils the whole note, and so does the absence
 * of any known one. Each key is listed once, however many lines it has, so that the list can be counted for a quorum.
 */
export function checkNote(
  note: SignedNote,
  keys: readonly VerifierKey[],
): Verdict<{ readonly text: string; readonly signedBy: readonly CheckedSignature[] }> {
  const signedBy: CheckedSignature[] = []
  const usable = keys.filter(({ type }) => type !== ML_DSA_KEY_TYPE || checksMlDsa44)
  for (const line of note.signatures) {
    const known = usable.filter(({ name, keyId }) => name === line.name && keyId === line.keyId)
    if (known.length === 0) continue
    const checked = known.map((key) => openSignature(key, note.text, line.payload)).find((found) => found !== undefined)
    if (!checked) return fails({ code: 'signatureBroken', name: line.name, keyId: line.keyId })
    if (!signedBy.some(({ key }) => key === checked.key)) signedBy.push(checked)
  }
  if (signedBy.length > 0) return holds({ text: note.text, signedBy })
  return fails({ code: 'noKnownSignature', found: note.signatures.map(({ name, keyId }) => `${name}+${keyId}`) })
}

function openSignature(key: VerifierKey, text: string, payload: Uint8Array): CheckedSignature | undefined {
  if (key.type === LOG_KEY_TYPE) return checkEd25519(key.publicKey, utf8(text), payload) ? { key } : undefined
  const cosignature = openCosignature(key, text, payload)
  if (!cosignature) return undefined
  return cosignature.posixSeconds === 0 ? { key } : { key, cosignedAt: cosignature.posixSeconds }
}

function decodeSignature(encoded: string): Uint8Array {
  try {
    return fromBase64(encoded)
  } catch (cause) {
    throw malformed('a signature is not base64', cause)
  }
}

const malformed = (problem: string, cause?: unknown): LiuhenError =>
  new LiuhenError('notePartsMissing', `Signed note: ${problem}`, { cause })
