/**
 * The sealed half of an event: a content part and an identity part, each a sealed box to its own key, as one byte string.
 *
 *     04 | u32 length | sealed box of the padded content | sealed box of the padded identity
 *
 * Content is padded to a few steps, identity always to one size, so that a registration with an identity and a remark
 * without one look alike (docs/formats/sealing.md).
 */
import { concat, fromUtf8, u32be, utf8 } from '../kit/bytes.ts'
import { algorithms, bodyOf, sealBroken, withAlgorithm } from './algorithm.ts'
import type { DossierKeys, DossierPublicKeys } from './dossier-keys.ts'
import { pad, unpad } from './padding.ts'
import { boxOpen, boxSeal, keptBoxPair } from './sodium.ts'

const IDENTITY_SIZE = 1024

export type EventTexts = { readonly content: string; readonly identity: string }

export function sealEvent(parts: EventTexts, publicKeys: DossierPublicKeys): Uint8Array {
  const content = boxSeal(pad(utf8(parts.content)), publicKeys.content)
  const identity = boxSeal(pad(utf8(parts.identity), IDENTITY_SIZE), publicKeys.identity)
  return withAlgorithm(algorithms.event, concat(u32be(content.length), content, identity))
}

/** Identity is null for a holder without that key. Throws `sealBroken` when a byte was changed or the key is another. */
export function openEvent(sealed: Uint8Array, keys: DossierKeys): { content: string; identity: string | null } {
  const body = bodyOf(algorithms.event, sealed, 'an event')
  if (body.length < 4) throw sealBroken('an event')
  const contentLength = new DataView(body.buffer, body.byteOffset).getUint32(0)
  if (contentLength > body.length - 4) throw sealBroken('an event')
  const content = openPart(body.subarray(4, 4 + contentLength), keys.content)
  const identity = keys.identity && openPart(body.subarray(4 + contentLength), keys.identity)
  return { content, identity }
}

function openPart(box: Uint8Array, key: Uint8Array): string {
  const padded = boxOpen(box, keptBoxPair(key))
  const bytes = padded && unpad(padded)
  if (!bytes) throw sealBroken('an event')
  return fromUtf8(bytes)
}
