/**
 * A dossier's two key pairs: content, and identity (who recorded or reported). Whoever deliberates holds the first and
 * never the second (R41). Anybody can seal to the public halves; only holders of a grant can read.
 */
import { equalBytes } from '../kit/bytes.ts'
import { boxPair, keptBoxPair, randomBytes } from './sodium.ts'

/** Seeds of 32 bytes. `identity` is null for a holder whose grant does not tell who recorded. */
export type DossierKeys = { readonly content: Uint8Array; readonly identity: Uint8Array | null }
export type DossierPublicKeys = { readonly content: Uint8Array; readonly identity: Uint8Array }

export type NewDossierKeys = {
  readonly keys: DossierKeys & { readonly identity: Uint8Array }
  readonly publicKeys: DossierPublicKeys
}

export function newDossierKeys(): NewDossierKeys {
  const keys = { content: randomBytes(32), identity: randomBytes(32) }
  return {
    keys,
    publicKeys: { content: boxPair(keys.content).publicKey, identity: boxPair(keys.identity).publicKey },
  }
}

/**
 * Whether secrets and public halves are of one dossier. Whoever can write the database could put a key of his own in place of a dossier's and
 * read what is sealed from then on; a holder who compares them notices.
 */
export const keysBelongTo = (keys: DossierKeys, publicKeys: DossierPublicKeys): boolean =>
  equalBytes(keptBoxPair(keys.content).publicKey, publicKeys.content) &&
  (keys.identity === null || equalBytes(keptBoxPair(keys.identity).publicKey, publicKeys.identity))
