/**
 * A dossier's two key pairs: content, and identity (who recorded or reported). Whoever deliberates holds the first and
 * never the second (R41). Anybody can seal to the public halves; only holders of a grant can read.
 */
import { boxPair, randomBytes } from './sodium.ts'

/** Seeds of 32 bytes. `identity` is null for a holder whose grant does not tell who recorded. */
export type DossierKeys = { readonly content: Uint8Array; readonly identity: Uint8Array | null }
export type DossierPublicKeys = { readonly content: Uint8Array; readonly identity: Uint8Array }

export function newDossierKeys(): { keys: DossierKeys & { identity: Uint8Array }; publicKeys: DossierPublicKeys } {
  const keys = { content: randomBytes(32), identity: randomBytes(32) }
  return {
    keys,
    publicKeys: { content: boxPair(keys.content).publicKey, identity: boxPair(keys.identity).publicKey },
  }
}
