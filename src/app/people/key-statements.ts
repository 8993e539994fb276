/**
 * What is signed about an account's keys, as the bytes that are signed. A confirmation says that these keys belong to this person in
 * these roles; a rotation, signed with the old key, that the new keys are the same holder's.
 */
import { createHash } from 'node:crypto'
import type { AccountId, PersonId, ReaderRole } from '../../domain/organisation/types.ts'
import { fromBase64, toBase64, utf8 } from '../../kit/bytes.ts'
import type { Instant } from '../../kit/calendar.ts'
import {
  type AccountPublic,
  type AccountSecret,
  checkAccountSignature,
  signWithAccount,
} from '../../vault/account-keys.ts'

/** Both keys as the security trail holds them, base64. */
export type KeyTexts = { readonly readingKey: string; readonly signingKey: string }

export const keyTexts = ({ readingKey, signingKey }: AccountPublic): KeyTexts => ({
  readingKey: toBase64(readingKey),
  signingKey: toBase64(signingKey),
})

export type Confirmation = KeyTexts & {
  readonly accountId: AccountId
  readonly personId: PersonId
  readonly roles: readonly ReaderRole[]
  readonly at: Instant
}

const confirmationMessage = ({ accountId, personId, roles, readingKey, signingKey, at }: Confirmation): Uint8Array =>
  utf8(
    ['liuhen/reader-confirmation@v1', accountId, personId, roles.toSorted().join(','), readingKey, signingKey, at].join(
      '\n',
    ),
  )

export const signConfirmation = (secret: AccountSecret, confirmation: Confirmation): string =>
  toBase64(signWithAccount(secret, confirmationMessage(confirmation)))

export const confirmationStands = (signingKey: string, confirmation: Confirmation, signature: string): boolean =>
  stands(signingKey, confirmationMessage(confirmation), signature)

export type Rotation = KeyTexts & { readonly accountId: AccountId; readonly at: Instant }

const rotationMessage = ({ accountId, readingKey, signingKey, at }: Rotation): Uint8Array =>
  utf8(['liuhen/key-rotation@v1', accountId, readingKey, signingKey, at].join('\n'))

/** Signed with the old key. */
export const signRotation = (oldSecret: AccountSecret, rotation: Rotation): string =>
  toBase64(signWithAccount(oldSecret, rotationMessage(rotation)))

export const rotationStands = (oldSigningKey: string, rotation: Rotation, signature: string): boolean =>
  stands(oldSigningKey, rotationMessage(rotation), signature)

export type SettingAside = { readonly accountId: AccountId; readonly aside: boolean; readonly at: Instant }

const asideMessage = ({ accountId, aside, at }: SettingAside): Uint8Array =>
  utf8(['liuhen/administrator-aside@v1', accountId, aside ? 'aside' : 'back', at].join('\n'))

export const signSettingAside = (secret: AccountSecret, said: SettingAside): string =>
  toBase64(signWithAccount(secret, asideMessage(said)))

export const settingAsideStands = (signingKey: string, said: SettingAside, signature: string): boolean =>
  stands(signingKey, asideMessage(said), signature)

/** False for whatever is no key or no signature: these texts come from the database. */
function stands(signingKey: string, message: Uint8Array, signature: string): boolean {
  try {
    return checkAccountSignature(fromBase64(signingKey), message, fromBase64(signature))
  } catch {
    return false
  }
}

/**
 * What two people compare: the holder sees it under the own account, the confirming colleague on the page. Eight groups of four, 128 bits
 * over both keys.
 */
export function fingerprintOf({ readingKey, signingKey }: KeyTexts): string {
  const digest = createHash('sha256').update(`liuhen/key-fingerprint@v1\n${readingKey}\n${signingKey}`).digest('hex')
  return (digest.slice(0, 32).toUpperCase().match(/.{4}/g) ?? []).join(' ')
}
