import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import vectors from '../../test/vectors/trail/proofs.json' with { type: 'json' }
import * as inBrowser from '../kit/primitives.browser.ts'
import * as inNode from '../kit/primitives.node.ts'
import { fromHex, utf8 } from '../kit/bytes.ts'
import { checkProof, parseProof, printProof } from './proof.ts'
import { parseNote } from './note.ts'
import { parseVkey } from './verifier-key.ts'

const [worked] = vectors.good
const proofText = worked?.proof ?? ''

describe('a proof', () => {
  it.each(vectors.good)('R26: holds for the entry that it was made for, $why', ({ proof, cosignedAt }) => {
    const verdict = checkProof(utf8(vectors.entry), proof, vectors.vkeys)
    expect(verdict).toMatchObject({
      ok: true,
      leafIndex: 2,
      checkpoint: { origin: 'liuhen.example/demo', treeSize: 5 },
    })
    expect(verdict.ok && verdict.cosignatures.map(({ posixSeconds }) => posixSeconds)).toEqual(cosignedAt)
  })

  it.each(vectors.good)('R26: prints to the same text again, $why', ({ proof }) => {
    expect(printProof(parseProof(proof))).toBe(proof)
  })

  it.each(vectors.refused)('R26: fails and says $code: $why', ({ proof, code, entry, vkeys }) => {
    expect(checkProof(utf8(entry ?? vectors.entry), proof, vkeys ?? vectors.vkeys)).toMatchObject({ ok: false, code })
  })

  it('R26: fails with the signed root and the root that was found', () => {
    expect(checkProof(utf8('another entry'), proofText, vectors.vkeys)).toMatchObject({
      code: 'rootDiffers',
      treeSize: 5,
      expected: 'fa1439ceb946617ca834113b311abcd9435451a6b2c1dd4ddb0fb3e1f0f64e6c',
      found: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  it('R26: fails when any single character is changed', () => {
    const characters = proofText.split('')
    const survivors = characters.flatMap((character, at) => {
      const others = ['A', '0', ' ', '\n', '='].filter((other) => other !== character)
      return others.filter((other) => {
        const changed = characters.with(at, other).join('')
        return checkProof(utf8(vectors.entry), changed, vectors.vkeys).ok
      })
    })
    expect(survivors).toEqual([])
  })

  it('carries any extra bytes and any path', () => {
    const hashes = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 53 })
    const checkpointNote = parseProof(proofText).checkpointNote
    fc.assert(
      fc.property(fc.maxSafeNat(), hashes, fc.uint8Array(), (leafIndex, hashes, extra) => {
        const proof = { leafIndex, hashes, extra, checkpointNote }
        expect(parseProof(printProof(proof))).toEqual(proof)
      }),
    )
  })
})

function bothCheck(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const inNodeToo = inNode.checkEd25519(key, message, signature)
  expect(inBrowser.checkEd25519(key, message, signature)).toBe(inNodeToo)
  return inNodeToo
}

describe('the primitives of the browser', () => {
  it('R26: hash as those of Node do', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
        expect(inBrowser.sha256(bytes)).toEqual(Uint8Array.from(inNode.sha256(bytes)))
      }),
    )
  })

  it('R26: accept and refuse the same signatures as those of Node', () => {
    const [vkey = ''] = vectors.vkeys
    const { publicKey } = parseVkey(vkey)
    const { text, signatures } = parseNote(parseProof(proofText).checkpointNote)
    const signature = signatures[0]?.payload ?? fromHex('')
    expect(bothCheck(publicKey, utf8(text), signature)).toBe(true)
    expect(bothCheck(publicKey, utf8(`${text} `), signature)).toBe(false)
    expect(bothCheck(publicKey.subarray(1), utf8(text), signature)).toBe(false)
    expect(bothCheck(publicKey, utf8(text), signature.subarray(1))).toBe(false)
    fc.assert(
      fc.property(fc.nat(63), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Uint8Array.from(signature)
        changed[at] = (changed[at] ?? 0) ^ change
        expect(bothCheck(publicKey, utf8(text), changed)).toBe(false)
      }),
      { numRuns: 50 },
    )
  })
})
