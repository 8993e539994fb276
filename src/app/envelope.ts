/**
 * An event on its way into a dossier and back: JSON, signed by whoever acted, in the two parts that the vault seals.
 *
 * Anybody can append to a dossier, so a sealed box alone does not say who wrote it: the actor signs dossier, sequence and
 * event with the account's own key. Of the recorder the signature stands in the identity part, so that the content part
 * tells nobody who recorded (R41). Only what the system itself may do (remind, escalate) goes unsigned.
 */
import type { DossierId, Identity } from '../domain/dossier/types.ts'
import type { InquiryEvent } from '../domain/inquiry-record/events.ts'
import type { AccountId, Organisation } from '../domain/organisation/types.ts'
import { fromBase64, toBase64, utf8 } from '../kit/bytes.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { checkAccountSignature, signWithAccount } from '../vault/account-keys.ts'
import type { DossierKeys, DossierPublicKeys } from '../vault/dossier-keys.ts'
import { openEvent, sealEvent } from '../vault/sealed-event.ts'
import type { Viewer } from './context.ts'

type Place = { readonly dossierId: DossierId; readonly sequence: number }
type Signed = { readonly accountId: AccountId; readonly signature: string }
type ContentPart = { readonly event: string; readonly signed: Signed | null }
type IdentityPart = { readonly identity: Identity | null; readonly signed: Signed | null }

/** What the system may append without anybody's signature. */
const unsignedTypes: ReadonlySet<InquiryEvent['type']> = new Set(['reminded', 'escalated'])

const signedMessage = ({ dossierId, sequence }: Place, event: string): Uint8Array =>
  utf8(`liuhen/event-signature@v1\n${dossierId}\n${sequence}\n${event}`)

/** Seals an event for its dossier. `signer` is null for the system; `identity` is given once, with the registration. */
export function sealInquiryEvent(
  place: Place,
  event: InquiryEvent,
  publicKeys: DossierPublicKeys,
  signer: Viewer | null,
  identity: Identity | null = null,
): Uint8Array {
  const text = JSON.stringify(event)
  const signed = signer && {
    accountId: signer.accountId,
    signature: toBase64(signWithAccount(signer.secret, signedMessage(place, text))),
  }
  const byRecorder = event.by.kind === 'recorder'
  const content: ContentPart = { event: text, signed: byRecorder ? null : signed }
  const identityPart: IdentityPart = { identity, signed: byRecorder ? signed : null }
  return sealEvent({ content: JSON.stringify(content), identity: JSON.stringify(identityPart) }, publicKeys)
}

export type OpenedEvent = { readonly event: InquiryEvent; readonly identity: Identity | null }

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
  const parts = openEvent(sealed, keys)
  const content = JSON.parse(parts.content) as ContentPart
  const identityPart = parts.identity === null ? null : (JSON.parse(parts.identity) as IdentityPart)
  const event = JSON.parse(content.event) as InquiryEvent
  const broken = (why: string): LiuhenError =>
    new LiuhenError('registryBroken', `event ${place.sequence} of dossier ${place.dossierId}: ${why}`)

  if (event.by.kind === 'system') {
    if (!unsignedTypes.has(event.type)) throw broken('only reminders and escalations may come from the system')
  } else if (event.by.kind === 'officer' || identityPart) {
    const signed = event.by.kind === 'officer' ? content.signed : identityPart?.signed
    const account = organisation.accounts.find(({ id }) => id === signed?.accountId)
    if (!signed || !account?.signingKey) throw broken('it is not signed by an account of this register')
    if (event.by.kind === 'officer' && account.personId !== event.by.personId)
      throw broken('it is signed by somebody else')
    if (!checkAccountSignature(account.signingKey, signedMessage(place, content.event), fromBase64(signed.signature)))
      throw broken('its signature does not match')
  }
  return { event, identity: identityPart?.identity ?? null }
}
