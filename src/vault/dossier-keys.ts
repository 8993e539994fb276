/**
 * A dossier's two key pairs: content, and identity (who recorded or reported). Whoever deliberates holds the first and
 * never the second (R41). Anybody can seal to the public halves; only holders of a grant can read.
 */
import { equalBytes } from '../kit/bytes.ts'
import { type BoxPair, boxPair, randomBytes } from './sodium.ts'

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

/** For as long as the key is in memory: a record is opened event by event, and making the pair is a third of opening a box. */
const pairs = new WeakMap<Uint8Array, BoxPair>()

/** The pair of one of a dossier's keys. */
export function pairOf(key: Uint8Array): BoxPair {
  const pair = pairs.get(key) ?? boxPair(key)
  pairs.set(key, pair)
  return pair
}

/**
 * Whether secrets and public halves are of one dossier. Whoever can write the database could put a key of his own in place of a dossier's and
 * read what is sealed from then on; a holder who compares them notices.
 */
export const keysBelongTo = (keys: DossierKeys, publicKeys: DossierPublicKeys): boolean =>
  equalBytes(pairOf(keys.content).publicKey, publicKeys.content) &&
  (keys.identity === null || equalBytes(pairOf(keys.identity).publicKey, publicKeys.identity))
