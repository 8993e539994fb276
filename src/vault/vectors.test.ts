/** What was sealed once opens for ever: fixed bytes in test/vectors/vault/, and the derivations checked by a second implementation. */
import { describe, expect, test } from 'vitest'
import { ed25519, x25519 } from '@noble/curves/ed25519.js'
import { blake2b } from '@noble/hashes/blake2.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { concat, fromHex, fromUtf8, toBase64Url, toHex, u32be, utf8 } from '../kit/bytes.ts'
import {
  accountPublic,
  accountSecretFrom,
  checkAccountSignature,
  openForSelf,
  openWithPassword,
  ownTag,
  signWithAccount,
} from './account-keys.ts'
import { openChunk } from './evidence.ts'
import { tryOpenGrant } from './grants.ts'
import { combineSheets } from './recovery.ts'
import { openEvent } from './sealed-event.ts'
import { openSession } from './session-seal.ts'
import { openSnapshot } from './snapshot.ts'
import vectors from '../../test/vectors/vault/sealed.json' with { type: 'json' }

const filled = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
const secret = accountSecretFrom(filled(1))
const [content, identity, sessionKey, evidenceKey] = [2, 3, 4, 5].map(filled) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
]
const hexOf = (bytes: Uint8Array | null | undefined): string | null => (bytes ? toHex(bytes) : null)

describe('derivations, by a second implementation', () => {
  /** libsodium's crypto_kdf: BLAKE2b without a message, subkey number as salt, context as personalisation. */
  const subkey = (id: number): Uint8Array =>
    blake2b(new Uint8Array(0), {
      dkLen: 32,
      key: secret,
      salt: Uint8Array.of(id, ...new Uint8Array(15)),
      personalization: concat(utf8('liuhenac'), new Uint8Array(8)),
    })
  const x25519Of = (seed: Uint8Array): string => toHex(x25519.getPublicKey(sha512(seed).subarray(0, 32)))

  test('public keys of an account and of a dossier', () => {
    expect(vectors.account.readingKey).toBe(x25519Of(subkey(1)))
    expect(vectors.account.signingKey).toBe(toHex(ed25519.getPublicKey(subkey(2))))
    expect(vectors.dossier).toEqual({ contentKey: x25519Of(content), identityKey: x25519Of(identity) })
    expect(toHex(accountPublic(secret).readingKey)).toBe(vectors.account.readingKey)
    expect(toHex(accountPublic(secret).signingKey)).toBe(vectors.account.signingKey)
  })

  test('tags and signatures', () => {
    const tag = blake2b(concat(u32be(7), utf8('draft')), { dkLen: 16, key: subkey(3) })
    expect(vectors.account.tagDraft7).toBe(toBase64Url(tag))
    expect(ownTag(secret, 'draft', 7)).toBe(vectors.account.tagDraft7)
    const message = utf8(vectors.account.message)
    expect(toHex(ed25519.sign(message, subkey(2)))).toBe(vectors.account.signature)
    expect(toHex(signWithAccount(secret, message))).toBe(vectors.account.signature)
    expect(
      checkAccountSignature(fromHex(vectors.account.signingKey), message, fromHex(vectors.account.signature)),
    ).toBe(true)
  })
})

describe('R35: what was sealed once still opens', () => {
  test('under a password, for oneself, in a session, in a snapshot', async () => {
    const { password, forSelf, session, snapshot } = vectors
    expect(hexOf(await openWithPassword(fromHex(password.sealed), password.password))).toBe(toHex(secret))
    expect(fromUtf8(openForSelf(secret, forSelf.purpose, fromHex(forSelf.sealed)))).toBe(forSelf.plaintext)
    expect(fromUtf8(openSession(sessionKey, fromHex(session.sealed)))).toBe(session.plaintext)
    expect(fromUtf8(openSnapshot(content, fromHex(snapshot.sealed)))).toBe(snapshot.plaintext)
  })

  test('an event, grants with and without identity, a chunk of evidence', () => {
    const { event, evidenceChunk: chunk } = vectors
    expect(openEvent(fromHex(event.sealed), { content, identity })).toEqual({
      content: event.content,
      identity: event.identity,
    })
    const full = tryOpenGrant(fromHex(vectors.grantWithIdentity), secret)
    expect([hexOf(full?.content), hexOf(full?.identity)]).toEqual([toHex(content), toHex(identity)])
    const lesser = tryOpenGrant(fromHex(vectors.grantWithoutIdentity), secret)
    expect([hexOf(lesser?.content), hexOf(lesser?.identity)]).toEqual([toHex(content), null])
    const plaintext = openChunk(evidenceKey, chunk.fileId, chunk.index, chunk.isLast, fromHex(chunk.sealed))
    expect(fromUtf8(plaintext)).toBe(chunk.plaintext)
  })

  test('printed recovery sheets', async () => {
    for (const left of [
      [0, 1],
      [1, 2],
      [2, 0],
    ]) {
      const recovered = await combineSheets(left.map((i) => vectors.recovery.sheets[i] ?? ''))
      expect(toHex(accountPublic(recovered).readingKey)).toBe(vectors.recovery.readingKey)
    }
  })
})
