/** Every answer of the witness protocol, in the order in which it is decided, and what two askers at once get. */
import { createHash, createPrivateKey, sign } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { origins, testVkeys } from '../../test/support/trail-work.ts'
import { aFolder, aRegisterOf, aRequest, aWitness, registerAlso, submit } from '../../test/support/witness.ts'
import { openWitness, type OpenedWitness } from '../main.ts'
import type { Store } from '../store/store.ts'
import { printCheckpoint } from '../trail/checkpoint.ts'
import { checkNote, parseNote, printNote, signText } from '../trail/note.ts'
import { parseVkey } from '../trail/verifier-key.ts'
import { printWitnessRequest } from '../trail/witness-request.ts'

let folder: string
let witness: OpenedWitness
let store: Store

beforeEach(async () => {
  folder = aFolder()
  witness = await aWitness(folder)
  store = await aRegisterOf(['a', 'b', 'c'])
})
afterEach(async () => {
  await witness.door.close()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const send = (payload: string, to = witness) => submit(to, payload)
const digest = createHash('sha256').update(origins.register).digest('hex')
const newest = (to = witness) => to.door.inject({ url: `/${digest}/checkpoint` })

/** The register's key over a head that the register never had. */
function signedHead(treeSize: number, root: Uint8Array): string {
  const der = Buffer.from(`302e020100300506032b657004220420${'01'.repeat(32)}`, 'hex')
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const text = printCheckpoint({ origin: origins.register, treeSize, root })
  return printNote({
    text,
    signatures: [signText(text, parseVkey(testVkeys.register), (m) => sign(null, m, privateKey))],
  })
}

describe('what a witness answers', () => {
  it('R26: 200 with an Ed25519 and an ML-DSA-44 cosignature over the checkpoint', async () => {
    const answer = await send(await aRequest(store, 0))
    expect(answer.statusCode).toBe(200)
    const { checkpoint } = await store.head('register')
    const keys = [testVkeys.register, ...witness.vkeys].map(parseVkey)
    expect(keys.map(({ type }) => type)).toEqual([1, 4, 6])
    const cosignedAt = Date.parse('2026-11-20T08:00:00Z') / 1000
    expect(checkNote(parseNote(checkpoint + answer.body), keys)).toMatchObject({
      ok: true,
      signedBy: [{ key: keys[0] }, { key: keys[1], cosignedAt }, { key: keys[2], cosignedAt }],
    })
  })

  it('R26: 200 for a longer tree, and again for the same one', async () => {
    await send(await aRequest(store, 0))
    await registerAlso(store, ['d', 'e', 'f', 'g'])
    expect((await send(await aRequest(store, 3))).statusCode).toBe(200)
    expect((await send(await aRequest(store, 7))).statusCode).toBe(200)
  })

  it.each([
    ['nothing', ''],
    ['no checkpoint', 'old 0\n\n'],
    ['a checkpoint without a signature', `old 0\n\n${origins.register}\n1\n${'A'.repeat(43)}=\n`],
  ])('R26: 400 for %s', async (_why, body) => {
    expect((await send(body)).statusCode).toBe(400)
  })

  it('R26: 404 for a log that it does not know, before it looks at any signature', async () => {
    const request = (await aRequest(store, 0)).replaceAll(origins.register, 'liuhen.example/elsewhere')
    expect((await send(request)).statusCode).toBe(404)
  })

  it('R26: 403 without a valid signature of the log, before it compares sizes', async () => {
    const request = await aRequest(store, 0)
    expect((await send(request.replace('\n3\n', '\n4\n'))).statusCode).toBe(403)
    expect((await send(request.replace('old 0', 'old 9').replace('\n3\n', '\n4\n'))).statusCode).toBe(403)
    const unsigned = request.replace(/— .*/, `— ${origins.register} AAAAAAAA`)
    expect((await send(unsigned)).statusCode).toBe(403)
  })

  it('R26: 400 for an old size beyond the checkpoint, before it says what it knows', async () => {
    expect((await send((await aRequest(store, 0)).replace('old 0', 'old 4'))).statusCode).toBe(400)
  })

  it('R26: 409 with its last size to whoever starts elsewhere', async () => {
    expect(await send(await aRequest(store, 2))).toMatchObject({ statusCode: 409, body: '0\n' })
    await send(await aRequest(store, 0))
    const answer = await send(await aRequest(store, 0))
    expect(answer).toMatchObject({ statusCode: 409, body: '3\n' })
    expect(answer.headers['content-type']).toBe('text/x.tlog.size')
  })

  it('R26: 422 for another history under the true key, and it keeps what it had', async () => {
    await send(await aRequest(store, 0))
    const before = (await newest()).body
    const rewritten = await aRegisterOf(['a', 'x', 'c', 'd'])
    expect((await send(await aRequest(rewritten, 3))).statusCode).toBe(422)
    expect((await send(await aRequest(rewritten, 3, 3))).statusCode).toBe(422)
    await rewritten.close()
    expect((await newest()).body).toBe(before)
  })

  it('R26: 422 for a missing, a surplus or an untimely hash', async () => {
    const extra = `${'A'.repeat(43)}=\n`
    expect((await send((await aRequest(store, 0)).replace('old 0\n', `old 0\n${extra}`))).statusCode).toBe(422)
    await send(await aRequest(store, 0))
    await registerAlso(store, ['d'])
    const request = await aRequest(store, 3)
    expect((await send(request.replace('old 3\n', `old 3\n${extra}`))).statusCode).toBe(422)
    expect((await send(request.replace(/old 3\n[^\n]+\n/, 'old 3\n'))).statusCode).toBe(422)
  })

  it('R26: 422 for an empty tree under a root that is not the empty one', async () => {
    const note = signedHead(0, new Uint8Array(32).fill(9))
    expect((await send(printWitnessRequest({ oldSize: 0, proof: [], checkpointNote: note }))).statusCode).toBe(422)
  })

  it('refuses a body that no request can have', async () => {
    expect((await send('x'.repeat(600_000))).statusCode).toBe(413)
  })
})

describe('what a witness remembers', () => {
  it('R26: shows its newest checkpoint with the log’s and its own lines, without a stranger’s', async () => {
    expect((await newest()).statusCode).toBe(404)
    const request = await aRequest(store, 0)
    const answer = await send(`${request}— stranger.example AAAAAAAA\n`)
    const { checkpoint } = await store.head('register')
    expect(await newest()).toMatchObject({ statusCode: 200, body: checkpoint + answer.body })
    expect((await witness.door.inject({ url: '/other/checkpoint' })).statusCode).toBe(404)
  })

  it('R26: lets one of two requests win that race', async () => {
    await send(await aRequest(store, 0))
    await registerAlso(store, ['d', 'e'])
    const answers = await Promise.all([send(await aRequest(store, 3, 4)), send(await aRequest(store, 3, 5))])
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 409])
  })

  it('R26: lets one of two processes on one memory win, also for the first checkpoint', async () => {
    const twin = await aWitness(folder)
    const answers = await Promise.all([send(await aRequest(store, 0, 2)), send(await aRequest(store, 0, 3), twin)])
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 409])
    const won = answers[0]?.statusCode === 200 ? '2\n' : '3\n'
    expect(answers.find(({ statusCode }) => statusCode === 409)?.body).toBe(won)
    await twin.door.close()
  })

  it('R26: goes on after a restart from what it answered last, under the same keys', async () => {
    await send(await aRequest(store, 0))
    await witness.door.close()
    const { vkeys } = witness
    witness = await aWitness(folder)
    expect(witness.vkeys).toEqual(vkeys)
    expect(await send(await aRequest(store, 0))).toMatchObject({ statusCode: 409, body: '3\n' })
  })

  it('R26: has nothing to say when it stopped before it remembered: the same request is a first one again', async () => {
    const memory = new DatabaseSync(join(folder, 'witness.db'))
    memory.exec(`create trigger power_cut before insert on cosigned begin select raise(abort, 'power cut'); end`)
    const request = await aRequest(store, 0)
    const cut = await send(request)
    expect(cut.statusCode).toBe(500)
    expect(cut.body).not.toContain('— ')
    memory.exec('drop trigger power_cut')
    memory.close()
    expect((await send(request)).statusCode).toBe(200)
  })

  it('R26: cannot be made to go back or forget, not even by somebody with its file', async () => {
    await send(await aRequest(store, 0))
    const memory = new DatabaseSync(join(folder, 'witness.db'))
    expect(() => memory.exec('update cosigned set size = 2')).toThrow('R26')
    expect(() => memory.exec(`update cosigned set root = zeroblob(32)`)).toThrow('R26')
    expect(() => memory.exec('delete from cosigned')).toThrow('R26')
    memory.close()
  })

  it('R26: does not sign any more when the memory of what it signed is gone', async () => {
    await witness.door.close()
    for (const ending of ['', '-wal', '-shm']) await rm(join(folder, `witness.db${ending}`), { force: true })
    await expect(aWitness(folder)).rejects.toMatchObject({ code: 'dataFolderUnusable' })
    witness = await aWitness()
  })

  it('takes no witness’s key for a log’s', async () => {
    const other = { dataFolder: aFolder(), logVkeys: witness.vkeys.slice(0, 1) }
    await expect(openWitness(other)).rejects.toMatchObject({ code: 'keyMalformed' })
  })
})
