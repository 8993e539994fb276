import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { fromUtf8, utf8 } from '../kit/bytes.ts'
import {
  accountPublic,
  checkAccountSignature,
  newAccountSecret,
  openForSelf,
  openWithPassword,
  ownTag,
  passwordCosts,
  sealForSelf,
  sealWithPassword,
  signWithAccount,
} from './account-keys.ts'
import { newHostKey, parseHostKey, printHostKey, signer } from './host-key.ts'
import { decoySlot, sealOneGrant } from './grants.ts'
import { heldGrant, holdGrant } from './keyring.ts'
import { SHEETS, combineSheets, newRecoveryKey } from './recovery.ts'
import { newSessionKey, openSession, sealSession } from './session-seal.ts'
import { newDossierKeys } from './dossier-keys.ts'
import { openSnapshot, sealSnapshot } from './snapshot.ts'
import { withFlippedByte } from './test-bytes.ts'

describe('an account secret under its password', () => {
  test('R35: opens with the password, however its accents were typed, and with no other', async () => {
    const secret = newAccountSecret()
    const sealed = await sealWithPassword(secret, 'caf\u00e9 与留痕', passwordCosts.test)
    expect(await openWithPassword(sealed, 'cafe\u0301 与留痕')).toEqual(secret)
    await expect(openWithPassword(sealed, 'cafe 与留痕')).rejects.toMatchObject({ code: 'passwordWrong' })
  })

  test('R35: no changed byte goes unnoticed, and a changed cost is refused before it is spent', async () => {
    const sealed = await sealWithPassword(newAccountSecret(), '口令', passwordCosts.test)
    // Bytes 1 to 8 are the cost: flipping a high bit asks for more than any of ours.
    for (const at of [1, 2, 3, 5, 6]) {
      await expect(openWithPassword(withFlippedByte(sealed, at, 0x80), '口令')).rejects.toMatchObject({
        code: 'sealBroken',
      })
    }
    for (let at = 9; at < sealed.length; at += 1) {
      await expect(openWithPassword(withFlippedByte(sealed, at), '口令')).rejects.toMatchObject({
        code: 'passwordWrong',
      })
    }
    await expect(openWithPassword(withFlippedByte(sealed, 0), '口令')).rejects.toMatchObject({ code: 'sealBroken' })
  })
})

describe('what an account does with its secret', () => {
  test('R35: what it seals for itself opens for the same account and purpose only', () => {
    const [own, other] = [newAccountSecret(), newAccountSecret()]
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.string({ maxLength: 20 }), (plaintext, purpose) => {
        const sealed = sealForSelf(own, purpose, plaintext)
        expect([...openForSelf(own, purpose, sealed)]).toEqual([...plaintext])
        expect(() => openForSelf(own, `${purpose}.`, sealed)).toThrow(expect.objectContaining({ code: 'sealBroken' }))
        expect(() => openForSelf(other, purpose, sealed)).toThrow(expect.objectContaining({ code: 'sealBroken' }))
      }),
      { numRuns: 50 },
    )
  })

  test('R41: tags repeat for the account and tell others nothing', () => {
    const [own, other] = [newAccountSecret(), newAccountSecret()]
    expect(ownTag(own, 'draft', 3)).toBe(ownTag(own, 'draft', 3))
    expect(ownTag(own, 'draft', 3)).toMatch(/^[A-Za-z0-9_-]{22}$/)
    const tags = [ownTag(own, 'draft', 3), ownTag(own, 'draft', 4), ownTag(own, 'record', 3), ownTag(other, 'draft', 3)]
    expect(new Set(tags).size).toBe(4)
  })

  test('signatures check with the public key alone and with no other message, key or byte', () => {
    const secret = newAccountSecret()
    const { signingKey, readingKey } = accountPublic(secret)
    const message = utf8('liuhen/test\n一份记录')
    const signature = signWithAccount(secret, message)
    expect(checkAccountSignature(signingKey, message, signature)).toBe(true)
    expect(checkAccountSignature(signingKey, utf8('liuhen/test\n另一份记录'), signature)).toBe(false)
    expect(checkAccountSignature(readingKey, message, signature)).toBe(false)
    expect(checkAccountSignature(new Uint8Array(3), message, signature)).toBe(false)
    for (let at = 0; at < signature.length; at += 1)
      expect(checkAccountSignature(signingKey, message, withFlippedByte(signature, at))).toBe(false)
  })
})

test('R35: a session opens with the key in the cookie and with no other, and notices every changed byte', () => {
  const key = newSessionKey()
  const sealed = sealSession(key, utf8('会话'))
  expect(fromUtf8(openSession(key, sealed))).toBe('会话')
  expect(() => openSession(newSessionKey(), sealed)).toThrow(expect.objectContaining({ code: 'sealBroken' }))
  for (let at = 0; at < sealed.length; at += 1)
    expect(() => openSession(key, withFlippedByte(sealed, at))).toThrow(expect.objectContaining({ code: 'sealBroken' }))
})

test("R35: a snapshot opens with its own dossier's key only, and small states have one size", () => {
  const [own, other] = [newDossierKeys().keys.content, newDossierKeys().keys.content]
  const sealed = sealSnapshot(own, utf8('{"status":"registered"}'))
  expect(fromUtf8(openSnapshot(own, sealed))).toBe('{"status":"registered"}')
  expect(() => openSnapshot(other, sealed)).toThrow(expect.objectContaining({ code: 'sealBroken' }))
  expect(sealSnapshot(own, utf8('{}'))).toHaveLength(sealed.length)
})

describe('the keyring', () => {
  test('R42: what it remembers opens with its slot, and with nothing once the slot is overwritten', () => {
    const { keys } = newDossierKeys()
    const reading = newAccountSecret()
    const recipient = { readingKey: accountPublic(reading).readingKey, withIdentity: true }
    for (const held of [keys, { content: keys.content, identity: null }]) {
      const slot = sealOneGrant(held, recipient)
      const remembered = holdGrant('d1', 7, slot, held)
      expect(heldGrant(remembered, slot)).toEqual(held)
      expect(heldGrant(remembered, decoySlot())).toBeNull()
      expect(heldGrant(remembered, sealOneGrant(held, recipient))).toBeNull()
      expect(heldGrant({ ...remembered, dossierId: 'd2' }, slot)).toBeNull()
    }
  })
})

describe('recovery sheets', () => {
  test('any two of three, in any order, and all three give the recovery key', async () => {
    const { readingKey, sheets } = await newRecoveryKey()
    expect(sheets).toHaveLength(SHEETS)
    const choices = [
      [0, 1],
      [1, 0],
      [0, 2],
      [2, 0],
      [1, 2],
      [2, 1],
      [0, 1, 2],
      [0, 0, 1],
    ]
    for (const choice of choices) {
      const secret = await combineSheets(choice.map((i) => sheets[i] ?? ''))
      expect(accountPublic(secret).readingKey).toEqual(readingKey)
    }
  })

  test('are read however they were copied by hand', async () => {
    const { readingKey, sheets } = await newRecoveryKey()
    const [first = '', second = ''] = sheets
    const prefix = /^LIUHEN-\d-/
    const byHand = (sheet: string): string => {
      const head = prefix.exec(sheet)?.[0] ?? ''
      return ` ${head.toLowerCase()}${sheet.slice(head.length).toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('-', ' ')} `
    }
    const secret = await combineSheets([byHand(first), byHand(second)])
    expect(accountPublic(secret).readingKey).toEqual(readingKey)
  })

  test('one sheet, one sheet twice, a mistyped sheet and sheets of two sets are refused', async () => {
    const [ours, theirs] = [await newRecoveryKey(), await newRecoveryKey()]
    const [first = '', second = ''] = ours.sheets
    const mistyped = second.slice(0, 20) + (second[20] === 'A' ? 'B' : 'A') + second.slice(21)
    const choices = [
      [],
      [first],
      [first, first],
      [first, mistyped],
      [first, second.slice(0, -1)],
      [first, 'LIUHEN-9-AAAA'],
      [first, first.replace('LIUHEN-1-', 'LIUHEN-1.5-')],
    ]
    const mixed = [0, 1, 2].flatMap((i) => [0, 1, 2].map((j) => [ours.sheets[i] ?? '', theirs.sheets[j] ?? '']))
    for (const choice of [...choices, ...mixed])
      await expect(combineSheets(choice)).rejects.toMatchObject({ code: 'sharesUnusable' })
  })

  test('a mistyped sheet is named, whichever character it is, and the refusal does not show it', async () => {
    const [first = '', second = ''] = (await newRecoveryKey()).sheets
    // The 66th of the share's characters holds two bits that no byte has; the checksum follows it.
    const characters = [...second.matchAll(/[0-9A-Z]/g)]
      .map(({ index }) => index)
      .filter((at) => at > 'LIUHEN-2'.length)
    expect(characters).toHaveLength(70)
    for (const at of characters.filter((_, i) => i !== 65)) {
      const mistyped = second.slice(0, at) + (second[at] === 'A' ? 'B' : 'A') + second.slice(at + 1)
      const refusal = await combineSheets([first, mistyped]).catch((error: unknown) => error)
      expect(refusal).toMatchObject({ code: 'sharesUnusable', message: 'recovery sheet 2: a character was mistyped' })
    }
  })
})

describe('the host key', () => {
  test('comes back from its file, and its signers sign for their own trail only', () => {
    const key = newHostKey()
    expect(printHostKey(parseHostKey(printHostKey(key)))).toBe(printHostKey(key))
    const message = utf8('checkpoint')
    const [register, security] = [signer(key.register), signer(key.security)]
    expect(checkAccountSignature(register.publicKey, message, register.sign(message))).toBe(true)
    expect(checkAccountSignature(security.publicKey, message, register.sign(message))).toBe(false)
  })

  test('is refused when malformed, and the refusal does not show it', () => {
    const text = printHostKey(newHostKey())
    const lines = text.split('\n')
    const secret = lines[1]?.split(' ')[1] ?? ''
    const wrong = ['', text.replace('@v1', '@v2'), lines.slice(0, 3).join('\n'), text.replace('security', 'secret')]
    for (const candidate of [...wrong, text.replace(secret, secret.slice(4))]) {
      expect(() => parseHostKey(candidate)).toThrow(expect.objectContaining({ code: 'keyMalformed' }))
      expect(() => parseHostKey(candidate)).not.toThrow(secret.slice(4))
    }
  })
})
