/**
 * An event on its way into a dossier and back: JSON, signed by whoever acted, in the two parts that the vault seals.
 *
 * Anybody can append to a dossier, so a sealed box alone does not say who wrote it: the actor signs dossier, sequence and
 * event with the account's own key. Of the recorder the signature stands in the identity part, so that the content part
 * tells nobody who recorded (R41). Only what the system itself may do (remind, escalate) goes unsigned.
 *
 * The first event under renewed keys carries the former ones, so that whoever holds a grant of today reads back to the
 * beginning, and whoever holds one of yesterday reads no further (R42).
 */
import type { DossierId, Identity } from '../domain/dossier/types.ts'
import type { InquiryEvent } from '../domain/inquiry-record/events.ts'
import type { AccountId, Organisation } from '../domain/organisation/types.ts'
import { fromBase64, toBase64, utf8 } from '../kit/bytes.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { checkAccountSignature, signWithAccount } from '../vault/account-keys.ts'
import type { DossierKeys, DossierPublicKeys } from '../vault/dossier-keys.ts'
import { type EventTexts, openEvent, sealEvent } from '../vault/sealed-event.ts'
import type { Viewer } from './context.ts'

type Place = { readonly dossierId: DossierId; readonly sequence: number }
type Signed = { readonly accountId: AccountId; readonly signature: string }
type ContentPart = { readonly event: string; readonly signed: Signed | null; readonly previous?: PreviousContent }
type IdentityPart = { readonly identity: Identity | null; readonly signed: Signed | null; readonly previous?: string }
type PreviousContent = { readonly key: string; readonly since: number }

/** The keys that a dossier had before they were renewed, and from which event on. */
export type PreviousKeys = { readonly keys: DossierKeys; readonly since: number }

/** What the system may append without anybody's signature. */
const unsignedTypes: ReadonlySet<InquiryEvent['type']> = new Set(['reminded', 'escalated'])

const signedMessage = ({ dossierId, sequence }: Place, event: string): Uint8Array =>
  utf8(`liuhen/event-signature@v1\n${dossierId}\n${sequence}\n${event}`)

export type Besides = {
  /** Given once, with the registration. */
  readonly identity?: Identity | null
  /** Given with the first event under renewed keys. Without it nobody reads any more what was before. */
  readonly previous?: PreviousKeys | null
}

type Signer = Pick<Viewer, 'accountId' | 'secret'>

/** Seals an event for its dossier. `signer` is null for the system. */
export const sealInquiryEvent = (
  place: Place,
  event: InquiryEvent,
  publicKeys: DossierPublicKeys,
  signer: Signer | null,
  besides: Besides = {},
): Uint8Array => sealEvent(signedTexts(place, event, signer, besides), publicKeys)

/** The two parts of an event, signed and not yet sealed. */
export function signedTexts(
  place: Place,
  event: InquiryEvent,
  signer: Signer | null,
  { identity = null, previous = null }: Besides = {},
): EventTexts {
  const text = JSON.stringify(event)
  const signed = signer && {
    accountId: signer.accountId,
    signature: toBase64(signWithAccount(signer.secret, signedMessage(place, text))),
  }
  const byRecorder = event.by.kind === 'recorder'
  const content: ContentPart = {
    event: text,
    signed: byRecorder ? null : signed,
    ...(previous && { previous: { key: toBase64(previous.keys.content), since: previous.since } }),
  }
  const identityPart: IdentityPart = {
    identity,
    signed: byRecorder ? signed : null,
    ...(previous?.keys.identity && { previous: toBase64(previous.keys.identity) }),
  }
  return { content: JSON.stringify(content), identity: JSON.stringify(identityPart) }
}

/** The account id under which the recovery key signs; no account has it. */
export const RECOVERY_SIGNER = 'recovery' as AccountId

/** Grants that were given with two recovery sheets: nobody's account did it, and the sheets' own key says so. */
function byRecoverySheets(
  place: Place,
  { event: text, signed }: ContentPart,
  event: InquiryEvent,
  { recoverySigningKey }: Organisation,
): boolean {
  if (event.type !== 'accessChanged' || signed?.accountId !== RECOVERY_SIGNER || !recoverySigningKey) return false
  return checkAccountSignature(recoverySigningKey, signedMessage(place, text), fromBase64(signed.signature))
}

/** The two parts as they were sealed, to the letter, and the keys of before that the first event under renewed keys carries. */
export type EventParts = {
  readonly content: string
  readonly identity: string | null
  readonly previous: PreviousKeys | null
}

/** Throws `sealBroken` when the bytes do not open. */
export function openParts(sealed: Uint8Array, keys: DossierKeys): EventParts {
  const { content, identity } = openEvent(sealed, keys)
  const { previous } = JSON.parse(content) as ContentPart
  const former = identity === null ? undefined : (JSON.parse(identity) as IdentityPart).previous
  return {
    content,
    identity,
    previous: previous
      ? {
          keys: { content: fromBase64(previous.key), identity: former ? fromBase64(former) : null },
          since: previous.since,
        }
      : null,
  }
}

export type OpenedEvent = {
  readonly event: InquiryEvent
  readonly identity: Identity | null
  /** Of the first event under renewed keys. */
  readonly previous: PreviousKeys | null
}

/**
 * Opens an event and checks who signed it. Throws `sealBroken` when the bytes do not open, `registryBroken` when the
 * signature is missing or not by an account of the person who is said to have acted. A reader without the identity key cannot
 * check the recorder's signature and does not.
 */
export function openInquiryEvent(
  place: Place,
  sealed: Uint8Array,
  keys: DossierKeys,
  organisation: Organisation,
): OpenedEvent {
  const parts = openParts(sealed, keys)
  const content = JSON.parse(parts.content) as ContentPart
  const identityPart = parts.identity === null ? null : (JSON.parse(parts.identity) as IdentityPart)
  const event = JSON.parse(content.event) as InquiryEvent
  const broken = (why: string): LiuhenError =>
    new LiuhenError('registryBroken', `event ${place.sequence} of dossier ${place.dossierId}: ${why}`)

  if (event.by.kind === 'system') {
    if (!unsignedTypes.has(event.type) && !byRecoverySheets(place, content, event, organisation))
      throw broken('only reminders and escalations may come from the system')
  } else if (event.by.kind === 'officer' || identityPart) {
    const signed = event.by.kind === 'officer' ? content.signed : identityPart?.signed
    const account = organisation.accounts.find(({ id }) => id === signed?.accountId)
    if (!signed || !account) throw broken('it is not signed by an account of this register')
    if (event.by.kind === 'officer' && account.personId !== event.by.personId)
      throw broken('it is signed by somebody else')
    const [message, signature] = [signedMessage(place, content.event), fromBase64(signed.signature)]
    if (
      ![account.signingKey, ...account.earlierSigningKeys].some(
        (key) => key && checkAccountSignature(key, message, signature),
      )
    )
      throw broken('its signature does not match')
  }
  return { event, identity: identityPart?.identity ?? null, previous: parts.previous }
}
