/** Evidence from the officer's phone into the register and back, through a lost network and a restart. */
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../src/app/context.ts'
import { changeDraft, draftById, startDraft } from '../../src/app/drafts.ts'
import { readEvidence } from '../../src/app/evidence/reading.ts'
import { beginUpload, continueUpload, uploadState } from '../../src/app/evidence/uploads.ts'
import type { EvidenceItem } from '../../src/domain/inquiry-record/content.ts'
import { EVIDENCE_CHUNK_LENGTH } from '../../src/vault/evidence.ts'
import { engines } from '../support/engines.ts'
import { type TestRegistry, aRegistry, accepted, anOfficer } from '../support/registry.ts'

let registry: TestRegistry
let officer: Viewer
let other: Viewer
async function* stream(bytes: Uint8Array, breakAfter = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 60_000) {
    if (at >= breakAfter) throw new Error('the connection broke')
    yield bytes.subarray(at, at + 60_000)
  }
}

async function collected(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of source) parts.push(part)
  return Buffer.concat(parts)
}

async function uploaded(bytes: Uint8Array, name: string): Promise<EvidenceItem> {
  const { context } = registry
  const draft = accepted(await startDraft(context, officer))
  const { id } = accepted(await beginUpload(context, officer, { draftId: draft.id, name, length: bytes.length }))
  const { evidence } = accepted(await continueUpload(context, officer, id, 0, stream(bytes)))
  if (!evidence) throw new Error('the upload did not finish')
  return evidence
}

/** A picture's beginning, as far as anybody looks who tells kinds apart: signature, IHDR, and an IDAT of noise. */
const png = Buffer.concat([
  Buffer.from('89504e470d0a1a0a', 'hex'),
  Buffer.from('0000000d49484452000000010000000108060000001f15c489', 'hex'),
  Buffer.from('0000c35049444154', 'hex'),
  randomBytes(50_000),
])

describe.each(engines.filter(({ available }) => available))('evidence on $name', (engine) => {
  beforeAll(async () => {
    registry = await aRegistry({ engine, people: [anOfficer('songyilin', '宋怡林'), anOfficer('hefei', '何飞')] })
    officer = await registry.viewer('songyilin')
    other = await registry.viewer('hefei')
  })
  afterAll(() => registry.close())

  it('R22: comes back byte-identical, with the digests of the original and the kind told from its content', async () => {
    const item = await uploaded(png, 'screenshot.txt')
    expect(item).toMatchObject({
      mediaType: 'image/png',
      size: png.length,
      sha256: createHash('sha256').update(png).digest('hex'),
      sm3: createHash('sm3').update(png).digest('hex'),
    })
    expect((await collected(readEvidence(registry.context, item))).equals(png)).toBe(true)
  })

  it('R22: goes on after a lost network, from the last whole chunk, and after a second attempt at the same bytes', async () => {
    const { context } = registry
    const bytes = randomBytes(2 * EVIDENCE_CHUNK_LENGTH + 12_345)
    const draft = accepted(await startDraft(context, officer))
    const begun = { draftId: draft.id, name: 'recording.bin', length: bytes.length }
    const { id } = accepted(await beginUpload(context, officer, begun))
    const broken = stream(bytes, EVIDENCE_CHUNK_LENGTH + 100_000)
    expect(accepted(await continueUpload(context, officer, id, 0, broken))).toEqual({
      offset: EVIDENCE_CHUNK_LENGTH,
      evidence: null,
    })
    expect(await uploadState(context, officer, id)).toEqual({ offset: EVIDENCE_CHUNK_LENGTH, length: bytes.length })
    const stale = await continueUpload(context, officer, id, 0, stream(bytes))
    expect(stale).toEqual({ ok: false, refusal: { code: 'offsetMoved', offset: EVIDENCE_CHUNK_LENGTH } })
    const rest = bytes.subarray(EVIDENCE_CHUNK_LENGTH)
    const { evidence } = accepted(await continueUpload(context, officer, id, EVIDENCE_CHUNK_LENGTH, stream(rest)))
    expect(evidence?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    const [kept] = (await draftById(context, officer, draft.id))?.draft.evidence ?? []
    if (!kept) throw new Error('the draft has no evidence')
    const [from, to] = [EVIDENCE_CHUNK_LENGTH - 10, EVIDENCE_CHUNK_LENGTH + 10]
    const range = await collected(readEvidence(context, kept, from, to))
    expect(range.equals(bytes.subarray(from, to + 1))).toBe(true)
  })

  it('R22: a file that comes in does not disturb a form that is open on the same draft', async () => {
    const { context } = registry
    const draft = accepted(await startDraft(context, officer))
    const { id } = accepted(
      await beginUpload(context, officer, { draftId: draft.id, name: 'a.png', length: png.length }),
    )
    accepted(await continueUpload(context, officer, id, 0, stream(png)))
    const saved = accepted(await changeDraft(context, officer, draft.id, draft.version, { fields: { place: '门口' } }))
    expect(saved.draft.evidence).toHaveLength(1)
  })

  it('R42: an upload is found by its officer alone, and too large or empty files are refused with a code', async () => {
    const { context } = registry
    const draft = accepted(await startDraft(context, officer))
    const { id } = accepted(await beginUpload(context, officer, { draftId: draft.id, name: 'a', length: 10 }))
    expect(await uploadState(context, other, id)).toBeNull()
    expect(await continueUpload(context, other, id, 0, stream(png))).toEqual({
      ok: false,
      refusal: { code: 'notFound' },
    })
    expect(await beginUpload(context, other, { draftId: draft.id, name: 'a', length: 10 })).toMatchObject({ ok: false })
    const large = await beginUpload(context, officer, { draftId: draft.id, name: 'a', length: 2 * 1024 ** 3 + 1 })
    expect(large).toMatchObject({ ok: false, refusal: { code: 'fileTooLarge' } })
  })

  it('R24, R35: nothing of a file lies in clear on the disk, during and after the upload', async () => {
    const { context } = registry
    const phrase = '能不能高抬贵手-独一无二的句子'
    const text = Buffer.from(`${phrase}\n`.repeat(200_000))
    const draft = accepted(await startDraft(context, officer))
    const { id } = accepted(
      await beginUpload(context, officer, { draftId: draft.id, name: phrase, length: text.length }),
    )
    accepted(await continueUpload(context, officer, id, 0, stream(text, EVIDENCE_CHUNK_LENGTH + 60_000)))
    const files = readdirSync(context.dataFolder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    expect(files.length).toBeGreaterThan(1)
    for (const file of files) {
      const bytes = readFileSync(join(file.parentPath, file.name))
      expect(bytes.includes(phrase)).toBe(false)
      expect(bytes.includes(Buffer.from(phrase, 'utf16le'))).toBe(false)
    }
  })

  it('R22: a changed byte of the sealed file is noticed, and the file tells only the day it was kept', async () => {
    const item = await uploaded(png, 'photo.png')
    const path = join(registry.context.dataFolder, 'evidence', item.sealedName.slice(0, 2), item.sealedName)
    expect(statSync(path).mtime.toISOString().slice(11)).toBe('00:00:00.000Z')
    const sealed = readFileSync(path)
    sealed[1000] = (sealed[1000] ?? 0) ^ 1
    writeFileSync(path, sealed)
    await expect(collected(readEvidence(registry.context, item))).rejects.toMatchObject({ code: 'sealBroken' })
  })
})
