/**
 * Evidence on its way in: resumable, sealed while streaming, never in clear on the disk (R22).
 *
 * Bytes are taken in chunks of 4 MiB. A chunk is sealed, written and flushed before the offset moves, so what was acknowledged
 * survives a killed process; what a broken connection left of a chunk is dropped and sent again. The digests of the original run along;
 * after a restart they are taken once more from the sealed file.
 */
import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, link, mkdir, open, rename, rm, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { EvidenceItem } from '../../domain/inquiry-record/content.ts'
import { fromBase64, fromUtf8, toBase64, toBase64Url, toHex, utf8 } from '../../kit/bytes.ts'
import { dayOf } from '../../kit/calendar.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import type { UploadRow } from '../../store/store.ts'
import { openForSelf, ownTag, sealForSelf } from '../../vault/account-keys.ts'
import {
  EVIDENCE_CHUNK_LENGTH,
  EvidenceDigests,
  newEvidenceKey,
  openChunk,
  sealChunk,
  sealedChunkLength,
  sealedOffsetOf,
} from '../../vault/evidence.ts'
import { pad, unpad } from '../../vault/padding.ts'
import type { AppContext, Viewer } from '../context.ts'
import { changeDraft, draftById } from '../drafts.ts'
import { kindOf } from './kind.ts'
import { removeSealedFiles } from './leftovers.ts'
import { incomingPath, sealedPath } from './places.ts'

/** 2 GiB, as requirements say. */
export const MAX_EVIDENCE_LENGTH = 2 * 1024 ** 3
const PURPOSE = 'upload'
/** One size for every upload: a long name is cut to fit. */
const SEALED_SIZE = 2048

type SealedUpload = {
  readonly draftId: string
  readonly name: string
  readonly fileId: string
  readonly key: string
}

export type UploadRefusal =
  | { readonly code: 'notFound' }
  | { readonly code: 'fileTooLarge'; readonly limit: number }
  | { readonly code: 'fileEmpty' }
  | { readonly code: 'offsetMoved'; readonly offset: number }

/** Digests that run along, by upload. They hold no key; losing them costs one more reading. */
const running = new Map<string, { digests: EvidenceDigests; offset: number }>()
/** One writer an upload: a second PATCH at the same time is refused with the offset. */
const writing = new Set<string>()

const tagOf = (viewer: Viewer, id: string): string => ownTag(viewer.secret, `${PURPOSE}:${id}`, 0)

/** Begins an upload into a draft of the viewer's. */
export async function beginUpload(
  context: AppContext,
  viewer: Viewer,
  input: { readonly draftId: string; readonly name: string; readonly length: number },
): Promise<Decision<{ id: string }, UploadRefusal>> {
  if (input.length > MAX_EVIDENCE_LENGTH) return refuse({ code: 'fileTooLarge', limit: MAX_EVIDENCE_LENGTH })
  if (input.length <= 0) return refuse({ code: 'fileEmpty' })
  if (!(await draftById(context, viewer, input.draftId))) return refuse({ code: 'notFound' })
  const id = toBase64Url(randomBytes(18))
  const sealed: SealedUpload = {
    draftId: input.draftId,
    name: input.name.slice(0, 200),
    fileId: toBase64Url(randomBytes(16)),
    key: toBase64(newEvidenceKey()),
  }
  await mkdir(join(context.dataFolder, 'evidence', 'incoming'), { recursive: true, mode: 0o700 })
  await context.store.createUpload({
    id,
    tag: tagOf(viewer, id),
    length: input.length,
    offset: 0,
    sealed: sealForSelf(viewer.secret, PURPOSE, pad(utf8(JSON.stringify(sealed)), SEALED_SIZE)),
    changedOn: dayOf(context.now()),
  })
  return accept({ id })
}

async function ownUpload(context: AppContext, viewer: Viewer, id: string): Promise<(UploadRow & SealedUpload) | null> {
  const row = await context.store.upload(id)
  if (!row || row.tag !== tagOf(viewer, id)) return null
  const opened = unpad(openForSelf(viewer.secret, PURPOSE, row.sealed)) ?? new Uint8Array()
  const { draftId, name, fileId, key } = JSON.parse(fromUtf8(opened)) as SealedUpload
  return { ...row, draftId, name, fileId, key }
}

export async function uploadState(
  context: AppContext,
  viewer: Viewer,
  id: string,
): Promise<{ offset: number; length: number } | null> {
  const upload = await ownUpload(context, viewer, id)
  // A process that ended between the last byte and the draft has all of the file: whoever asks has it finished.
  if (upload && upload.offset === upload.length) {
    const finished = await continueUpload(context, viewer, id, upload.offset, nothing())
    if (!finished.ok && finished.refusal.code === 'notFound') return null
  }
  return upload && { offset: upload.offset, length: upload.length }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

export type UploadProgress = { readonly offset: number; readonly evidence: EvidenceItem | null }

/**
 * Takes bytes from `offset` on. When the body ends early (a lost network), whole chunks are kept and the answer says where to
 * go on. The last byte turns the upload into evidence of its draft.
 */
export async function continueUpload(
  context: AppContext,
  viewer: Viewer,
  id: string,
  offset: number,
  body: AsyncIterable<Uint8Array>,
): Promise<Decision<UploadProgress, UploadRefusal>> {
  const upload = await ownUpload(context, viewer, id)
  if (!upload) return refuse({ code: 'notFound' })
  if (upload.offset !== offset || writing.has(id)) return refuse({ code: 'offsetMoved', offset: upload.offset })
  writing.add(id)
  try {
    const reached = await writeChunks(context, upload, body)
    if (reached < upload.length) return accept({ offset: reached, evidence: null })
    const evidence = await finish(context, viewer, upload)
    return evidence ? accept({ offset: reached, evidence }) : refuse({ code: 'notFound' })
  } finally {
    writing.delete(id)
  }
}

async function writeChunks(
  context: AppContext,
  upload: UploadRow & SealedUpload,
  body: AsyncIterable<Uint8Array>,
): Promise<number> {
  const file = await open(incomingPath(context, upload.id), upload.offset === 0 ? 'w' : 'r+', 0o600).catch(
    (cause: unknown) => {
      throw diskError(cause)
    },
  )
  let offset = upload.offset
  let waiting: Uint8Array[] = []
  let waitingLength = 0
  try {
    const take = async (): Promise<void> => {
      const chunk = Buffer.concat(waiting, waitingLength)
      waiting = []
      waitingLength = 0
      offset = await writeChunk(context, upload, file, offset, chunk)
    }
    try {
      for await (const part of body) {
        let rest = part
        while (rest.length > 0) {
          // Nothing past the announced length is taken.
          const room = Math.min(EVIDENCE_CHUNK_LENGTH - waitingLength, upload.length - offset - waitingLength)
          if (room <= 0) return offset
          waiting.push(rest.subarray(0, room))
          waitingLength += Math.min(room, rest.length)
          rest = rest.subarray(room)
          if (waitingLength === EVIDENCE_CHUNK_LENGTH || offset + waitingLength === upload.length) await take()
        }
      }
    } catch (error) {
      // A connection that broke is the ordinary case; a disk that refuses is not.
      if (error instanceof LiuhenError) throw error
    }
    return offset
  } finally {
    await file.close()
  }
}

async function writeChunk(
  context: AppContext,
  upload: UploadRow & SealedUpload,
  file: FileHandle,
  offset: number,
  chunk: Uint8Array,
): Promise<number> {
  const next = offset + chunk.length
  const index = offset / EVIDENCE_CHUNK_LENGTH
  const sealed = sealChunk(fromBase64(upload.key), upload.fileId, index, next === upload.length, chunk)
  try {
    await file.write(sealed, 0, sealed.length, sealedOffsetOf(index))
    await file.datasync()
  } catch (cause) {
    throw diskError(cause)
  }
  const known = running.get(upload.id) ?? (offset === 0 ? { digests: new EvidenceDigests(), offset: 0 } : null)
  if (known?.offset === offset) {
    known.digests.update(chunk)
    running.set(upload.id, { digests: known.digests, offset: next })
  }
  await context.store.advanceUpload(upload.id, offset, next, upload.sealed)
  return next
}

/** Null when the draft was registered or thrown away meanwhile: then nothing of the file stays. */
async function finish(
  context: AppContext,
  viewer: Viewer,
  upload: UploadRow & SealedUpload,
): Promise<EvidenceItem | null> {
  const path = incomingPath(context, upload.id)
  const known = running.get(upload.id)
  running.delete(upload.id)
  const reading = await readSealed(path, upload, known?.offset !== upload.length)
  const digests = (known?.offset === upload.length ? known.digests : reading.digests).finish()
  const target = sealedPath(context, reading.sealedName)
  await mkdir(join(target, '..'), { recursive: true, mode: 0o700 })
  // The file's times would marry an upload to a session: all of a day look alike.
  const day = new Date(`${dayOf(context.now())}T00:00:00.000Z`)
  await utimes(path, day, day)
  await placeAt(path, target)
  const item: EvidenceItem = {
    id: upload.fileId,
    name: upload.name,
    mediaType: await kindOf(reading.firstChunk, upload.name),
    size: upload.length,
    sha256: digests.sha256,
    sm3: digests.sm3,
    sealedName: reading.sealedName,
    key: upload.key,
    extraction: {
      extractor: viewer.name,
      witness: '',
      extractedAt: '',
      place: '',
      source: '',
      method: '',
      originalCarrier: '',
    },
  }
  const added = await changeDraft(context, viewer, upload.draftId, null, {
    evidence: (before) => [...before.filter(({ id }) => id !== item.id), item],
  })
  await context.store.deleteUpload(upload.id)
  await rm(path, { force: true })
  if (added.ok) return item
  await removeSealedFiles(context, [item])
  return null
}

/**
 * Under its lasting name as well, so that a process which ends here finds it under the first one and finishes again. A file system without
 * links has it moved.
 */
async function placeAt(path: string, target: string): Promise<void> {
  try {
    await link(path, target)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rename(path, target)
  }
}

/** Reads the sealed file once: its name is the digest of the ciphertext; the digests of the original only where they were lost. */
async function readSealed(
  path: string,
  upload: SealedUpload & { readonly length: number },
  withDigests: boolean,
): Promise<{ sealedName: string; firstChunk: Uint8Array; digests: EvidenceDigests }> {
  const hash = createHash('sha256')
  const digests = new EvidenceDigests()
  let firstChunk: Uint8Array = new Uint8Array()
  const file = await open(path, 'r')
  try {
    const key = fromBase64(upload.key)
    const chunks = Math.ceil(upload.length / EVIDENCE_CHUNK_LENGTH)
    for (let index = 0; index < chunks; index += 1) {
      const isLast = index === chunks - 1
      const plainLength = isLast ? upload.length - index * EVIDENCE_CHUNK_LENGTH : EVIDENCE_CHUNK_LENGTH
      const sealed = new Uint8Array(sealedChunkLength(plainLength))
      const { bytesRead } = await file.read(sealed, 0, sealed.length, sealedOffsetOf(index))
      if (bytesRead !== sealed.length)
        throw new LiuhenError('evidenceBroken', 'the sealed file is shorter than it should be')
      hash.update(sealed)
      if (index > 0 && !withDigests) continue
      const plain = openChunk(key, upload.fileId, index, isLast, sealed)
      if (index === 0) firstChunk = plain
      if (withDigests) digests.update(plain)
    }
  } finally {
    await file.close()
  }
  return { sealedName: toHex(hash.digest()), firstChunk, digests }
}

/** Ends an upload that the officer gave up. */
export async function cancelUpload(context: AppContext, viewer: Viewer, id: string): Promise<boolean> {
  const upload = await ownUpload(context, viewer, id)
  if (!upload) return false
  running.delete(id)
  await context.store.deleteUpload(id)
  await rm(incomingPath(context, id), { force: true })
  return true
}

const diskError = (cause: unknown): LiuhenError =>
  (cause as NodeJS.ErrnoException).code === 'ENOSPC'
    ? new LiuhenError('diskFull', 'the disk is full', { cause })
    : new LiuhenError('dataFolderUnusable', 'the evidence folder cannot be written', { cause })
