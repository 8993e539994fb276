import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkMlDsa44 as inBrowser, checksMlDsa44 as browserChecks } from '../kit/primitives.browser.ts'
import { concat, fromHex, toHex, utf8 } from '../kit/bytes.ts'
import keys from '../../test/vectors/trail/keys.json' with { type: 'json' }
import notes from '../../test/vectors/trail/notes.json' with { type: 'json' }
import { cosignatureMessage } from './cosignature.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { checkNote, cosignText, parseNote, printNote } from './note.ts'
import { ML_DSA_KEY_TYPE, parseVkey, printVkey, verifierKey } from './verifier-key.ts'

const { publicKey, privateKey } = generateKeyPairSync('ml-dsa-44')
const rawPublicKey = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-1312))
const signWith = (message: Uint8Array): Uint8Array => new Uint8Array(sign(null, message, privateKey))
const witness = verifierKey('witness.example/superior', ML_DSA_KEY_TYPE, rawPublicKey)
const log = verifierKey('liuhen.example/demo', ML_DSA_KEY_TYPE, rawPublicKey)
const { text, signatures } = parseNote(notes.good[0]?.note ?? '')
const withLine = (line: (typeof signatures)[number]) => ({ text, signatures: [...signatures, line] })

describe('a line of type 06', () => {
  it('R26: signs name, time, origin, size and root, byte for byte', () => {
    const { root } = parseCheckpoint(text)
    const message = cosignatureMessage(witness, text, 1_800_000_000)
    const expected = [
      '737562747265652f76310a00',
      `18${toHex(utf8('witness.example/superior'))}`,
      '000000006b49d200',
      `13${toHex(utf8('liuhen.example/demo'))}`,
      '0000000000000000',
      '0000000000000005',
      toHex(root),
    ]
    expect(toHex(message)).toBe(expected.join(''))
  })

  it('R26: is accepted with its time, and survives printing', () => {
    const note = printNote(withLine(cosignText(text, witness, 1_800_000_000, signWith)))
    const verdict = checkNote(parseNote(note), [parseVkey(keys.log.vkey), parseVkey(printVkey(witness))])
    expect(verdict).toMatchObject({ ok: true, signedBy: [{}, { key: { type: 6 }, cosignedAt: 1_800_000_000 }] })
  })

  it('R26: spoils the note when any part of it was changed', () => {
    const line = cosignText(text, witness, 1_800_000_000, signWith)
    const changedTime = { ...line, payload: concat(fromHex('000000006b49d201'), line.payload.subarray(8)) }
    const cut = { ...line, payload: line.payload.subarray(0, -1) }
    const otherText = { text: text.replace('\n5\n', '\n6\n'), signatures: [line] }
    for (const note of [withLine(changedTime), withLine(cut), otherText])
      expect(checkNote(note, [witness])).toMatchObject({ ok: false, code: 'signatureBroken' })
  })

  it('may lack a time on a log’s own head, and nowhere else', () => {
    const verdict = checkNote({ text, signatures: [cosignText(text, log, 0, signWith)] }, [log])
    expect(verdict.ok && verdict.signedBy).toEqual([{ key: log }])
    expect(() => cosignText(text, witness, 0, signWith)).toThrow('time')
  })

  it('R26: is passed over where it cannot be checked, and never accepted there', () => {
    expect(browserChecks).toBe(false)
    const message = utf8('anything')
    expect(inBrowser(rawPublicKey, message, signWith(message))).toBe(false)
  })
})
