import { ed25519 } from '@noble/curves/ed25519.js'
import { describe, expect, it } from 'vitest'
import keys from '../../test/vectors/trail/keys.json' with { type: 'json' }
import notes from '../../test/vectors/trail/notes.json' with { type: 'json' }
import { cosignText, parseNote, printNote } from './note.ts'
import { checkPolicy, parsePolicy } from './policy.ts'
import { COSIGNER_KEY_TYPE, printVkey, verifierKey } from './verifier-key.ts'

const aWitness = (name: string, seedByte: number) => {
  const seed = new Uint8Array(32).fill(seedByte)
  const key = verifierKey(`witness.example/${name}`, COSIGNER_KEY_TYPE, ed25519.getPublicKey(seed))
  return { key, vkey: printVkey(key), sign: (message: Uint8Array) => ed25519.sign(message, seed) }
}
const [x1, x2, x3, y1] = [aWitness('x1', 11), aWitness('x2', 12), aWitness('x3', 13), aWitness('y1', 14)]
const signedByLog = parseNote(notes.good[0]?.note ?? '')
const cosignedBy = (...witnesses: readonly (typeof x1)[]): string =>
  printNote({
    text: signedByLog.text,
    signatures: [
      ...signedByLog.signatures,
      ...witnesses.map(({ key, sign }) => cosignText(signedByLog.text, key, 1_800_000_000, sign)),
    ],
  })

const policyText = `# two of three outside, and the archive
log ${keys.log.vkey} https://liuhen.example/trail
\twitness X1 ${x1.vkey}
witness X2\t${x2.vkey}
witness X3 ${x3.vkey} https://witness.example/x3

witness Y1 ${y1.vkey}
group X 2 X1 X2 X3
group all all X Y1
quorum all
`

describe('a policy', () => {
  it('R26: accepts what its quorum cosigned', () => {
    expect(checkPolicy(parsePolicy(policyText), cosignedBy(x3, x1, y1))).toMatchObject({
      ok: true,
      checkpoint: { treeSize: 5 },
      cosignatures: [
        { name: 'witness.example/x3', posixSeconds: 1_800_000_000 },
        { name: 'witness.example/x1' },
        { name: 'witness.example/y1' },
      ],
    })
  })

  it.each([
    ['one of a group of two', [x1, y1]],
    ['a whole group, where another witness is missing', [x1, x2, x3]],
    ['one witness twice', [x1, x1, y1]],
    ['nobody', []],
  ])('R26: refuses the cosignatures of %s', (_why, witnesses) => {
    expect(checkPolicy(parsePolicy(policyText), cosignedBy(...witnesses))).toMatchObject({
      ok: false,
      code: 'quorumMissing',
      quorum: 'all',
    })
  })

  it('asks for nobody when it says so, and for the log all the same', () => {
    const none = parsePolicy(`log ${keys.log.vkey}\nquorum none\n`)
    expect(checkPolicy(none, cosignedBy())).toMatchObject({ ok: true, cosignatures: [] })
    const withoutLog = parsePolicy(`witness X1 ${x1.vkey}\nquorum X1\n`)
    expect(checkPolicy(withoutLog, cosignedBy(x1))).toMatchObject({ ok: false, code: 'logSignatureMissing' })
  })

  it('R26: refuses a broken cosignature even of a witness that the quorum does not need', () => {
    const policy = parsePolicy(`log ${keys.log.vkey}\nwitness X1 ${x1.vkey}\nwitness X2 ${x2.vkey}\nquorum X1\n`)
    const forged = { ...x2, sign: x3.sign }
    expect(checkPolicy(policy, cosignedBy(x1, forged))).toMatchObject({ ok: false, code: 'signatureBroken' })
  })

  it.each([
    ['no quorum', `log ${keys.log.vkey}\n`],
    ['two quorums', 'quorum none\nquorum none\n'],
    ['an unknown kind of line', 'logs\nquorum none\n'],
    ['a name that is not defined above', `quorum X1\nwitness X1 ${x1.vkey}\n`],
    ['a name defined twice', `witness X1 ${x1.vkey}\nwitness X1 ${x2.vkey}\nquorum none\n`],
    ['the reserved name', `witness none ${x1.vkey}\nquorum none\n`],
    ['none as a member', `group G any none\nquorum G\n`],
    ['the same public key twice', `witness X1 ${x1.vkey}\nwitness X2 ${x1.vkey}\nquorum X1\n`],
    ['a member of two groups', `witness X1 ${x1.vkey}\ngroup G any X1\ngroup H any X1\nquorum G\n`],
    ['a threshold of none', `witness X1 ${x1.vkey}\ngroup G 0 X1\nquorum G\n`],
    ['a threshold above the members', `witness X1 ${x1.vkey}\ngroup G 2 X1\nquorum G\n`],
    ['a group of nobody', `group G any\nquorum G\n`],
    ['a witness with a log’s key', `witness X1 ${keys.log.vkey}\nquorum X1\n`],
    ['a log with a witness’s key', `log ${x1.vkey}\nquorum none\n`],
    ['a damaged key', `log ${keys.log.vkey.replace('+2', '+3')}\nquorum none\n`],
    ['a control character', 'quorum none\r\n'],
  ])('R26: is not parsed with %s', (_why, text) => {
    expect(() => parsePolicy(text)).toThrow(expect.objectContaining({ code: 'policyMalformed' }))
  })
})
