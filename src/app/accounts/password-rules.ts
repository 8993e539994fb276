/**
 * What a new password must be. Length counts more than variety: twelve characters, or ten of three kinds. Answers with a code; the sentence
 * is in src/web/text.
 */
export type PasswordProblem = 'passwordTooShort' | 'passwordTooLong' | 'passwordHoldsName' | 'passwordTooCommon'

const LONG_ENOUGH = 12
const LONG_ENOUGH_WHEN_MIXED = 10
const KINDS_WHEN_MIXED = 3
/** Argon2id reads any length; this only keeps a form from sending a book. */
const MAX_LENGTH = 200
/** Shorter names would forbid half of all passwords. */
const SHORTEST_NAME = 2

/** What people choose first where a rule asks for length: patterns of the keyboard, and words of the office. */
const commonStarts = [
  '123456789012',
  '111111111111',
  '000000000000',
  'abcdefghijkl',
  'qwertyuiop',
  '1qaz2wsx3edc',
  'password',
  'passw0rd',
  'p@ssw0rd',
  'admin123',
  'administrator',
  'iloveyou',
  'woaini1314',
  'zhifaju',
  'liuhen',
]

const lengthOf = (text: string): number => Array.from(text).length

const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u]

/** Null when the password may be used. Characters are counted as people count them, so a Chinese sentence is welcome. */
export function passwordProblem(
  password: string,
  holder: { readonly username: string; readonly name: string },
): PasswordProblem | null {
  const length = lengthOf(password)
  const mixed = kinds.filter((kind) => kind.test(password)).length >= KINDS_WHEN_MIXED
  if (length < (mixed ? LONG_ENOUGH_WHEN_MIXED : LONG_ENOUGH)) return 'passwordTooShort'
  if (length > MAX_LENGTH) return 'passwordTooLong'
  const lower = password.toLowerCase()
  const names = [holder.username, holder.name].filter((name) => lengthOf(name) >= SHORTEST_NAME)
  if (names.some((name) => lower.includes(name.toLowerCase()))) return 'passwordHoldsName'
  if (new Set(lower).size < 5 || commonStarts.some((start) => lower.startsWith(start))) return 'passwordTooCommon'
  return null
}
