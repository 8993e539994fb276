import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { accountPublic, newAccountSecret, readingPair } from './account-keys.ts'
import { type DossierKeys, keysBelongTo, newDossierKeys } from './dossier-keys.ts'
import { SLOTS_PER_DOSSIER, decoySlot, openGrantWith, sealGrants, sealOneGrant, tryOpenGrant } from './grants.ts'
import { openEvent, sealEvent } from './sealed-event.ts'
import { withFlippedByte } from './test-bytes.ts'

const { keys, publicKeys } = newDossierKeys()
const sealBroken = expect.objectContaining({ code: 'sealBroken' })

const sizeOf = (content: number, identity: number): number =>
  sealEvent({ content: 'x'.repeat(content), identity: 'y'.repeat(identity) }, publicKeys).length

describe('a sealed event', () => {
  test('R35: comes back as it was sealed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 5000 }),
        fc.string({ maxLength: 300 }),
        (content, identity) => {
          expect(openEvent(sealEvent({ content, identity }, publicKeys), keys)).toEqual({ content, identity })
        },
      ),
      { numRuns: 50 },
    )
  })

  test('R41: a holder without the identity key reads what was said and not who recorded it', () => {
    const sealed = sealEvent({ content: '{"said":"…"}', identity: '{"name":"周敏"}' }, publicKeys)
    const withoutIdentity: DossierKeys = { content: keys.content, identity: null }
    expect(openEvent(sealed, withoutIdentity)).toEqual({ content: '{"said":"…"}', identity: null })
    expect(() => openEvent(sealed, { content: keys.content, identity: keys.content })).toThrow(sealBroken)
  })

  test('R35: another dossier cannot open it, and every changed, missing or added byte is noticed', () => {
    const sealed = sealEvent({ content: '{}', identity: '{}' }, publicKeys)
    expect(() => openEvent(sealed, newDossierKeys().keys)).toThrow(sealBroken)
    for (let at = 0; at < sealed.length; at += 1)
      expect(() => openEvent(withFlippedByte(sealed, at), keys)).toThrow(sealBroken)
    for (const length of [0, 1, 4, 5, 100, sealed.length - 1])
      expect(() => openEvent(sealed.subarray(0, length), keys)).toThrow(sealBroken)
    expect(() => openEvent(Uint8Array.of(...sealed, 0), keys)).toThrow(sealBroken)
  })

  test('R41: its size tells neither a short text from a shorter, nor whether somebody is named', () => {
    expect(sizeOf(0, 0)).toBe(sizeOf(1000, 1000))
    expect(sizeOf(1100, 0)).toBe(sizeOf(4000, 500))
    expect(sizeOf(5000, 0)).toBe(sizeOf(16_000, 0))
    expect(sizeOf(17_000, 0)).toBe(sizeOf(65_000, 0))
    expect(sizeOf(66_000, 0)).toBe(sizeOf(131_000, 0))
    expect(new Set([1, 2000, 10_000, 50_000, 100_000].map((length) => sizeOf(length, 0))).size).toBe(5)
  })
})

test('R42: public keys that somebody put in place of a dossier’s are told from its own', () => {
  const other = newDossierKeys().publicKeys
  const contentOnly: DossierKeys = { content: keys.content, identity: null }
  expect(keysBelongTo(keys, publicKeys)).toBe(true)
  expect(keysBelongTo(keys, { ...publicKeys, content: other.content })).toBe(false)
  expect(keysBelongTo(keys, { ...publicKeys, identity: other.identity })).toBe(false)
  expect(keysBelongTo(contentOnly, publicKeys)).toBe(true)
  expect(keysBelongTo(contentOnly, { ...publicKeys, content: other.content })).toBe(false)
})

describe('grants', () => {
  const accounts = Array.from({ length: 4 }, () => newAccountSecret())
  const [withIdentity, withoutIdentity] = accounts
  const recipients = accounts.slice(0, 3).map((secret) => ({
    readingKey: accountPublic(secret).readingKey,
    withIdentity: secret !== withoutIdentity,
  }))
  const opened = (slots: readonly Uint8Array[], secret = withIdentity): (DossierKeys | null)[] =>
    slots.map((slot) => tryOpenGrant(slot, secret ?? newAccountSecret()))

  test('R42: each recipient finds one grant; whoever has none finds none', () => {
    const slots = sealGrants(keys, recipients)
    for (const secret of accounts.slice(0, 3)) expect(opened(slots, secret).filter(Boolean)).toHaveLength(1)
    expect(opened(slots, accounts[3]).filter(Boolean)).toEqual([])
    for (const slot of slots)
      expect(openGrantWith(slot, readingPair(accounts[0] ?? newAccountSecret()))).toEqual(
        tryOpenGrant(slot, accounts[0] ?? newAccountSecret()),
      )
  })

  test('R41: a grant holds the identity key for those who may know who recorded, and for no other', () => {
    const slots = sealGrants(keys, recipients)
    expect(opened(slots, withIdentity).find(Boolean)).toEqual(keys)
    expect(opened(slots, withoutIdentity).find(Boolean)).toEqual({ content: keys.content, identity: null })
  })

  test('R42: slots have one length and come in sixteens, however many hold a grant', () => {
    const lengths = new Set([...sealGrants(keys, recipients), decoySlot()].map((slot) => slot.length))
    lengths.add(
      sealOneGrant(keys, { readingKey: recipients[0]?.readingKey ?? new Uint8Array(), withIdentity: false }).length,
    )
    expect(lengths.size).toBe(1)
    const many = (count: number): number =>
      sealGrants(
        keys,
        Array.from({ length: count }, () => recipients[0] ?? { readingKey: new Uint8Array(), withIdentity: true }),
      ).length
    expect([0, 1, 16, 17, 32].map(many)).toEqual([16, 16, 16, 32, 32])
  })

  test('R42: where a grant lies says nothing: the first recipient turns up all over the slots', () => {
    const places = Array.from({ length: 40 }, () => opened(sealGrants(keys, recipients)).findIndex(Boolean))
    // Forty draws on sixteen places: fewer than six distinct ones happens once in 10^13.
    expect(new Set(places).size).toBeGreaterThan(5)
    expect(Math.max(...places)).toBeLessThan(SLOTS_PER_DOSSIER)
  })

  test('R42: a changed byte takes the grant away', () => {
    const slot = sealOneGrant(keys, recipients[0] ?? { readingKey: new Uint8Array(), withIdentity: true })
    expect(opened([slot])).toEqual([keys])
    for (let at = 0; at < slot.length; at += 1) expect(opened([withFlippedByte(slot, at)])).toEqual([null])
    expect(opened([slot.subarray(1), new Uint8Array(0)])).toEqual([null, null])
  })
})
