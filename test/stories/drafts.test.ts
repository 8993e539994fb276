/** Drafts that are saved over a bad line, thrown away, or left with half a file: nothing typed is lost, and nothing is left on the disk (R18, R22). */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../src/app/context.ts'
import { changeDraft, discardDraft, draftById, removeEvidence, startDraft } from '../../src/app/drafts.ts'
import { sweepUploads } from '../../src/app/evidence/leftovers.ts'
import { beginUpload, continueUpload, uploadState } from '../../src/app/evidence/uploads.ts'
import { registerDraft } from '../../src/app/inquiries/registering.ts'
import { EVIDENCE_CHUNK_LENGTH } from '../../src/vault/evidence.ts'
import { type TestRegistry, aRegistry, accepted, anOfficer } from '../support/registry.ts'
import { typedToday } from '../support/story.ts'

let registry: TestRegistry
let officer: Viewer
beforeAll(async () => {
  registry = await aRegistry({ people: [anOfficer('songyilin', '宋怡林')] })
  officer = await registry.viewer('songyilin')
  mkdirSync(join(evidenceFolder(), 'incoming'), { recursive: true })
})
afterAll(() => registry.close())

const newDraft = async () => accepted(await startDraft(registry.context, officer))

/** As a form posts it: the version it was shown on, its own key, and how often it was saved. */
const save = (draftId: string, base: number, key: string, saves: number, place: string) =>
  changeDraft(registry.context, officer, draftId, base, { fields: { place }, form: { key, saves } })
const placeOf = async (draftId: string) => (await draftById(registry.context, officer, draftId))?.draft.fields.place

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
async function upload(draftId: string, bytes: Uint8Array, taken = bytes.length): Promise<string> {
  const { context } = registry
  const { id } = accepted(await beginUpload(context, officer, { draftId, name: '录音.bin', length: bytes.length }))
  accepted(await continueUpload(context, officer, id, 0, once(bytes.subarray(0, taken))))
  return id
}
const evidenceFolder = () => join(registry.context.dataFolder, 'evidence')
const sealedFiles = (): readonly string[] =>
  readdirSync(evidenceFolder(), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .toSorted()

describe('a form whose answers are lost', () => {
  it('R18: goes on from what it has saved itself, however many answers did not arrive', async () => {
    const { id, version } = await newDraft()
    accepted(await save(id, version, 'a', 1, '一'))
    accepted(await save(id, version, 'a', 2, '一二'))
    const { version: now } = accepted(await save(id, version, 'a', 3, '一二三'))
    accepted(await save(id, now, 'a', 4, '一二三四'))
    expect(await placeOf(id)).toBe('一二三四')
  })

  it('R18: does not bring back what was typed earlier when a save arrives late', async () => {
    const { id, version } = await newDraft()
    accepted(await save(id, version, 'a', 2, '后写的'))
    expect(await save(id, version, 'a', 1, '先写的')).toEqual({ ok: false, refusal: { code: 'changedElsewhere' } })
    expect(await placeOf(id)).toBe('后写的')
  })

  it('R18: is told of another window all the same', async () => {
    const { id, version } = await newDraft()
    accepted(await save(id, version, 'a', 1, '甲'))
    expect((await save(id, version, 'b', 1, '乙')).ok).toBe(false)
    accepted(await save(id, version + 1, 'b', 1, '乙'))
    expect((await save(id, version, 'a', 2, '甲甲')).ok).toBe(false)
    expect((await save(id, version + 1, 'a', 2, '甲甲')).ok).toBe(false)
    expect(await placeOf(id)).toBe('乙')
  })
})

describe('files of a draft', () => {
  it('R22: are gone from the disk with the draft, and one by one when they are removed', async () => {
    const { context } = registry
    const before = sealedFiles()
    const { id } = await newDraft()
    await upload(id, randomBytes(5000))
    await upload(id, randomBytes(6000))
    const [first, second] = (await draftById(context, officer, id))?.draft.evidence ?? []
    accepted(await removeEvidence(context, officer, id, first?.id ?? ''))
    expect(sealedFiles()).toEqual([...before, second?.sealedName ?? ''].toSorted())
    expect(await discardDraft(context, officer, id)).toBe(true)
    expect(sealedFiles()).toEqual(before)
    expect(await discardDraft(context, officer, id)).toBe(false)
  })

  it('R20, R22: of a draft that was registered stay, whatever another window throws away', async () => {
    const { context } = registry
    const { id, version } = await newDraft()
    await upload(id, randomBytes(5000))
    const typed = accepted(await changeDraft(context, officer, id, version, { fields: typedToday(registry) }))
    const [kept] = typed.draft.evidence
    const signing = { declaredTruthful: true, signature: { kind: 'typed' as const } }
    const [registered, discarded] = await Promise.all([
      registerDraft(context, officer, { draftId: id, version: typed.version, ...signing }, 'both'),
      discardDraft(context, officer, id),
    ])
    expect([registered.ok, discarded].filter(Boolean)).toHaveLength(1)
    expect(sealedFiles().includes(kept?.sealedName ?? '')).toBe(registered.ok)
  })

  it('R22: finish when they are asked for after a process that ended with the last byte', async () => {
    const { context } = registry
    const { id: draftId } = await newDraft()
    const bytes = randomBytes(EVIDENCE_CHUNK_LENGTH + 10)
    const id = await upload(draftId, bytes, EVIDENCE_CHUNK_LENGTH)
    // The last part reaches the disk and the row; the process ends before the draft hears of it.
    const row = await context.store.upload(id)
    const saveDraft = () => Promise.reject(new Error('the process ended'))
    const ending = { ...context, store: { ...context.store, saveDraft } }
    const rest = once(bytes.subarray(EVIDENCE_CHUNK_LENGTH))
    await expect(continueUpload(ending, officer, id, EVIDENCE_CHUNK_LENGTH, rest)).rejects.toThrow('ended')
    expect(row?.offset).toBe(EVIDENCE_CHUNK_LENGTH)
    expect(await uploadState(context, officer, id)).toEqual({ offset: bytes.length, length: bytes.length })
    expect((await draftById(context, officer, draftId))?.draft.evidence).toHaveLength(1)
    expect(await uploadState(context, officer, id)).toBeNull()
    expect(readdirSync(join(evidenceFolder(), 'incoming'))).toEqual([])
  })

  it('R22: half sent are dropped after a fortnight, and at once where the draft is gone', async () => {
    const { context, clock } = registry
    const before = sealedFiles()
    const { id: draftId } = await newDraft()
    const bytes = randomBytes(EVIDENCE_CHUNK_LENGTH + 10)
    const left = await upload(draftId, bytes, EVIDENCE_CHUNK_LENGTH)
    const late = await upload(draftId, bytes, EVIDENCE_CHUNK_LENGTH)
    await discardDraft(context, officer, draftId)
    const rest = once(bytes.subarray(EVIDENCE_CHUNK_LENGTH))
    expect(await continueUpload(context, officer, late, EVIDENCE_CHUNK_LENGTH, rest)).toMatchObject({
      refusal: { code: 'notFound' },
    })
    // What a process forgot that ended in an upload's last step.
    const forgotten = join(evidenceFolder(), 'incoming', 'forgotten')
    writeFileSync(forgotten, 'x')
    const longAgo = new Date('2026-01-01')
    utimesSync(forgotten, longAgo, longAgo)
    expect(await sweepUploads(context)).toBe(0)
    clock.advance({ days: 15 })
    expect(await sweepUploads(context)).toBe(1)
    expect(await context.store.upload(left)).toBeNull()
    expect(sealedFiles()).toEqual(before)
  })
})
