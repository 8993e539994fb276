import { ed25519 } from '@noble/curves/ed25519.js'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import keys from '../../test/vectors/trail/keys.json' with { type: 'json' }
import notes from '../../test/vectors/trail/notes.json' with { type: 'json' }
import {
  cosignText,
  MAX_SIGNATURE_LINES,
  checkNote,
  parseNote,
  parseSignatureLines,
  printNote,
  signText,
} from './note.ts'
import { parseVkey, printVkey, verifierKey } from './verifier-key.ts'

const signerOf = ({ name, type, seedByte }: typeof keys.log) => {
  const seed = new Uint8Array(32).fill(seedByte)
  return {
    key: verifierKey(name, type, ed25519.getPublicKey(seed)),
    sign: (message: Uint8Array) => ed25519.sign(message, seed),
  }
}
const log = signerOf(keys.log)
const witness = signerOf(keys.witness)
const trusted = notes.keys.map(parseVkey)

describe('a vkey', () => {
  it('is made of name, key ID and key', () => {
    expect([printVkey(log.key), printVkey(witness.key)]).toEqual([keys.log.vkey, keys.witness.vkey])
  })

  it('parses back to the same key', () => {
    expect(parseVkey(keys.log.vkey)).toEqual(log.key)
    expect(parseVkey(keys.witness.vkey)).toEqual(witness.key)
  })

  it('has another ID for the same key in another role', () => {
    expect(verifierKey(log.key.name, 4, log.key.publicKey).keyId).not.toBe(log.key.keyId)
  })

  it.each(keys.broken)('R26: is refused when broken: $why', ({ vkey }) => {
    expect(() => parseVkey(vkey)).toThrow(expect.objectContaining({ code: 'keyMalformed' }))
  })
})

describe('signing', () => {
  const [alone, both] = notes.good.map(({ note }) => note)
  const { text } = parseNote(alone ?? '')

  it('R26: gives the worked signature, byte for byte', () => {
    expect(printNote({ text, signatures: [signText(text, log.key, log.sign)] })).toBe(alone)
  })

  it('R26: gives the worked cosignature, byte for byte', () => {
    const cosignature = cosignText(text, witness.key, keys.witness.posixSeconds, witness.sign)
    expect(printNote({ text, signatures: [signText(text, log.key, log.sign), cosignature] })).toBe(both)
  })

  it('tells when a witness signed', () => {
    expect(checkNote(parseNote(both ?? ''), trusted)).toMatchObject({
      ok: true,
      signedBy: [{ key: log.key }, { key: witness.key, cosignedAt: 1800000000 }],
    })
  })

  it('never cosigns without a time', () => {
    expect(() => cosignText(text, witness.key, 0, witness.sign)).toThrow('time')
    expect(() => cosignText(text, witness.key, 1.5, witness.sign)).toThrow('time')
  })

  it('does not let a log key cosign or a witness key sign', () => {
    expect(() => cosignText(text, log.key, 1, log.sign)).toThrow('type 04')
    expect(() => signText(text, witness.key, witness.sign)).toThrow('type 01')
  })

  it('R26: any text that is signed can be parsed and checked, also one with blank lines', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 12 }).map((part) => part.replaceAll(/[\p{Cc}\p{Cs}]/gu, ''))
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
        const text = `${lines.join('\n')}\n`
        const printed = printNote({ text, signatures: [signText(text, log.key, log.sign)] })
        const parsed = parseNote(printed)
        expect(printNote(parsed)).toBe(printed)
        expect(checkNote(parsed, trusted)).toMatchObject({ ok: true, text })
      }),
    )
  })
})

describe('checking', () => {
  it.each(notes.good)('R26: accepts $why', ({ note, signedBy }) => {
    const verdict = checkNote(parseNote(note), trusted)
    expect(verdict.ok && verdict.signedBy.map(({ key }) => key.name)).toEqual(signedBy)
    expect(printNote(parseNote(note))).toBe(note)
  })

  it.each(notes.refused)('R26: refuses $why', ({ note, code }) => {
    expect(checkNote(parseNote(note), trusted)).toMatchObject({ ok: false, code })
  })

  it.each(notes.malformed)('R26: does not parse a note that is malformed: $why', ({ note }) => {
    expect(() => parseNote(note)).toThrow(expect.objectContaining({ code: 'notePartsMissing' }))
  })

  it('names the key whose signature is broken', () => {
    const broken = notes.refused.find(({ why }) => why.startsWith('a broken cosignature'))
    expect(checkNote(parseNote(broken?.note ?? ''), trusted)).toEqual({
      ok: false,
      code: 'signatureBroken',
      name: 'witness.example/superior',
      keyId: 'f89d8d59',
    })
  })

  it('parses as many signature lines as it promises', () => {
    const line = `— someone AAAAAAA=\n`
    expect(parseSignatureLines(line.repeat(MAX_SIGNATURE_LINES))).toHaveLength(MAX_SIGNATURE_LINES)
    expect(() => parseSignatureLines(line.repeat(MAX_SIGNATURE_LINES + 1))).toThrow('64')
  })
})
