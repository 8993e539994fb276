import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anOfficer } from '../../../test/support/registry.ts'
import { aServedRegistry, type ServedRegistry } from '../../../test/support/served-registry.ts'
import { aCommand } from '../../../test/support/store-builders.ts'
import { testVkeys } from '../../../test/support/trail-work.ts'
import { concat } from '../../kit/bytes.ts'
import { proofOfLeaf } from '../../app/trail-files.ts'
import { parseCheckpoint } from '../../trail/checkpoint.ts'
import { leafHash } from '../../trail/merkle.ts'
import { checkNote, parseNote } from '../../trail/note.ts'
import { rootOfHashes, splitBundle } from '../../trail/tiles.ts'
import { parseVkey } from '../../trail/verifier-key.ts'

let registry: ServedRegistry

beforeAll(async () => {
  registry = await aServedRegistry({ people: [anOfficer('songyilin', '宋怡林')] })
  await Promise.all(Array.from({ length: 300 }, (_, n) => registry.context.store.append(aCommand({ id: `d${n}` }))))
})
afterAll(() => registry.close())

const get = (path: string) => registry.browser().get(path)

describe('the trail over HTTP', () => {
  it('R26: serves checkpoint, tiles and entries that fit together, for the register', async () => {
    const checkpoint = await get('/trail/checkpoint')
    expect(checkpoint.headers['content-type']).toBe('text/plain; charset=utf-8')
    const vkey = (await get('/trail/vkey')).body.trim()
    const lattice = (await get('/trail/vkey-ml-dsa-44')).body.trim()
    const keys = [parseVkey(vkey), parseVkey(lattice)]
    const note = checkNote(parseNote(checkpoint.body), keys)
    if (!note.ok) throw new Error('the checkpoint is not signed')
    // Both signatures hold, each alone as well; the second says nothing about time.
    expect(note.signedBy).toEqual(keys.map((key) => ({ key })))
    for (const key of keys) expect(checkNote(parseNote(checkpoint.body), [key])).toMatchObject({ ok: true })
    const { treeSize, root } = parseCheckpoint(note.text)
    expect(treeSize).toBe(300)

    const full = await get('/trail/tile/0/000')
    const partial = await get('/trail/tile/0/001.p/44')
    expect(full.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
    })
    const hashes = concat(full.rawPayload, partial.rawPayload)
    expect(hashes.length).toBe(300 * 32)
    const upper = await get('/trail/tile/1/000.p/1')
    expect(new Uint8Array(upper.rawPayload)).toEqual(rootOfHashes(full.rawPayload))
    expect(rootOfHashes(concat(upper.rawPayload, rootOfHashes(partial.rawPayload)))).toEqual(root)

    const entries = splitBundle((await get('/trail/tile/entries/001.p/44')).rawPayload)
    expect(concat(...entries.map(leafHash))).toEqual(new Uint8Array(partial.rawPayload))
  })

  it('serves the security trail under its own origin', async () => {
    const note = checkNote(parseNote((await get('/trail/security/checkpoint')).body), [parseVkey(testVkeys.security)])
    expect(note.ok && parseCheckpoint(note.text).treeSize).toBe((await registry.context.store.head('security')).size)
    expect((await get('/trail/security/tile/0/000.p/1')).rawPayload).toHaveLength(32)
  })

  it.each([
    '0/001',
    '0/000.p/300',
    '0/1',
    '0/000.p/0',
    '00/000',
    '64/000',
    'entries/002',
    '0/../checkpoint',
    '0/x000/000',
  ])('has no tile %s', async (path) => {
    expect((await get(`/trail/tile/${path}`)).statusCode).toBe(404)
  })
})

describe('service', () => {
  it('is well while both heads stand', async () => {
    const answer = await get('/healthz')
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({ ok: true, register: { ok: true, size: 300 } })
  })

  it('is not well under another key', async () => {
    const vkeys = { register: testVkeys.security, security: testVkeys.security }
    const other = await aServedRegistry({ people: [], deps: { vkeys } })
    const answer = await other.browser().get('/healthz')
    expect(answer.statusCode).toBe(503)
    expect(answer.json()).toMatchObject({ ok: false, register: { ok: false, problem: 'checkpointUnsigned' } })
    await other.close()
  })

  it('asks robots to stay away', async () => {
    expect((await get('/robots.txt')).body).toBe('User-agent: *\nDisallow: /\n')
  })
})

const upload = (content: string) =>
  registry.browser().send({
    method: 'POST',
    url: '/check',
    payload: `--b\r\nContent-Disposition: form-data; name="proof"; filename="proof.tlog-proof"\r\nContent-Type: text/plain\r\n\r\n${content}\r\n--b--\r\n`,
    headers: { 'content-type': 'multipart/form-data; boundary=b', 'sec-fetch-site': 'same-origin' },
  })

describe('checking a proof without JavaScript', () => {
  it('R26: finds a proof of ours good and a changed one broken, for anybody', async () => {
    const proof = await proofOfLeaf(registry.context, 'register', 17)
    const good = await upload(proof)
    const broken = await upload(proof.replace('index 17', 'index 18'))
    expect([good.statusCode, broken.statusCode]).toEqual([200, 200])
    expect(good.body).not.toBe(broken.body)
    expect((await upload('')).statusCode).toBe(422)
    expect((await upload('x'.repeat(100_000))).statusCode).toBe(413)
  })
})
