/**
 * The payload of a transfer package: everything of the matter, so that whoever opens it needs neither the register nor us (R44).
 *
 * Events go as they were signed and sealed, with the keys that open them and the proofs that the trail holds them. Evidence passes
 * through: opened chunk by chunk, checked against the digest it was taken in with, never in clear on the disk.
 */
import { createHash } from 'node:crypto'
import type { EvidenceItem } from '../../domain/inquiry-record/content.ts'
import { recordPage } from '../../documents/transfer/record-page.ts'
import { type BagFile, bagFile } from '../../documents/bag/bag.ts'
import { toBase64 } from '../../kit/bytes.ts'
import { invariant } from '../../kit/invariant.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import type { EventRow } from '../../store/store.ts'
import type { AppContext, Viewer } from '../context.ts'
import { type EventParts, openParts, type PreviousKeys } from '../envelope.ts'
import { readEvidence } from '../evidence/reading.ts'
import type { OpenedRecord } from '../inquiries/opening.ts'
import { registrationFormOf } from '../inquiries/papers.ts'
import { headCheckpoint, proofOfLeaf } from '../trail-files.ts'
import {
  type AccountsFile,
  type EvidenceFile,
  type KeysFile,
  TRANSFER_FORMAT,
  type TransferredRecordFile,
  eventFolder,
  withoutFileKeys,
} from './format.ts'
import type { PackedEvidence, Packing } from './packing.ts'
import { pageOf } from './page.ts'

/** Throws `evidenceMissing` or `evidenceBroken` when an original is gone or is not what was taken in. */
export async function* payloadOf(context: AppContext, viewer: Viewer, packing: Packing): AsyncGenerator<BagFile> {
  const { opened, onProgress, vkey } = packing
  const { row, keys, record } = opened
  invariant(keys.identity && opened.recordedBy, 'whoever packs knows who recorded')
  const rows = (await context.store.events(row.id)).filter(({ sequence }) => sequence <= row.sequence)
  const evidence = evidenceOf(opened)
  const { recoverySigningKey } = opened.rules.organisation

  yield json('record.json', recordFile(context, packing, rows.length))
  yield bagFile('record.html', recordPage(pageOf(packing, rows, evidence)))
  yield bagFile('registration-form.pdf', await registrationFormOf(context, viewer, opened))
  for (const [i, parts] of partsOf(rows, { keys, since: row.keysSince }).entries())
    yield* eventOf(context, rows[i] as EventRow, parts)
  yield json('keys.json', {
    content: toBase64(keys.content),
    identity: toBase64(keys.identity),
    since: row.keysSince,
    recoverySigningKey: recoverySigningKey ? toBase64(recoverySigningKey) : null,
  } satisfies KeysFile)
  yield json('accounts.json', accountsFile(opened))
  yield json('evidence.json', evidence.map(({ file, item }) => ({ file, ...shown(item) })) satisfies EvidenceFile)
  yield bagFile('trail/checkpoint', await headCheckpoint(context.store, 'register'))
  yield bagFile('trail/vkey.txt', `${vkey}\n`)

  const total = evidence.reduce((sum, { item }) => sum + item.size, 0)
  let done = 0
  for (const { file, item } of evidence) {
    const content = originalOf(context, item, (length) => onProgress((done += length), total))
    yield { path: file, size: item.size, content }
  }
  invariant(record.registerNumber === row.number, 'the record is the dossier’s')
}

const json = (path: string, value: unknown): BagFile => bagFile(path, `${JSON.stringify(value, null, 2)}\n`)

const shown = ({ key: _key, sealedName: _sealedName, ...item }: EvidenceItem) => item

/** Of the registration and of every supplement, under names that any disk takes; what people called them stands in the list. */
export const evidenceOf = ({ record }: Pick<OpenedRecord, 'record'>): readonly PackedEvidence[] =>
  [...record.content.evidence, ...record.supplements.flatMap(({ evidence }) => evidence)].map((item, i) => {
    const extension = /\.([A-Za-z0-9]{1,8})$/.exec(item.name)?.[1]?.toLowerCase() ?? 'bin'
    return { file: `evidence/${String(i + 1).padStart(2, '0')}.${extension}`, item }
  })

function recordFile(context: AppContext, { opened, superior, reason }: Packing, events: number): TransferredRecordFile {
  const { row, rules, recordedBy } = opened
  invariant(recordedBy, 'whoever packs knows who recorded')
  const record = JSON.parse(withoutFileKeys(opened.record)) as TransferredRecordFile['record']
  return {
    format: TRANSFER_FORMAT,
    bureau: rules.organisation.bureau,
    dossierId: row.id,
    registerNumber: row.number,
    packedAt: context.now(),
    reason,
    superior,
    events,
    recorder: recordedBy,
    record,
  }
}

const accountsFile = ({ rules }: OpenedRecord): AccountsFile =>
  rules.organisation.accounts.map(({ id, personId, signingKey, earlierSigningKeys }) => ({
    accountId: id,
    personId,
    name: rules.organisation.persons.find((person) => person.id === personId)?.name ?? '',
    signingKeys: (signingKey ? [signingKey, ...earlierSigningKeys] : []).map(toBase64),
  }))

/** The parts of every event, in order; from the last back, because each generation of keys hands on the one before. */
export function partsOf(
  rows: readonly Pick<EventRow, 'sequence' | 'sealed'>[],
  newest: PreviousKeys,
): readonly EventParts[] {
  let generation = newest
  const parts: EventParts[] = []
  for (const { sequence, sealed } of rows.toReversed()) {
    const opened = openParts(sealed, generation.keys)
    parts.push(opened)
    if (sequence === generation.since && opened.previous) generation = opened.previous
  }
  return parts.reverse()
}

async function* eventOf(context: AppContext, row: EventRow, parts: EventParts): AsyncGenerator<BagFile> {
  const folder = eventFolder(row.sequence)
  const [entry] = await context.store.leaves('register', row.leafIndex, 1)
  invariant(entry, `leaf ${row.leafIndex} exists`)
  yield bagFile(`${folder}/content.json`, parts.content)
  yield bagFile(`${folder}/identity.json`, parts.identity ?? '')
  yield bagFile(`${folder}/facts.json`, row.factsBytes)
  yield bagFile(`${folder}/sealed.bin`, row.sealed)
  yield bagFile(`${folder}/entry.txt`, entry)
  yield bagFile(`${folder}/proof.tlog-proof`, await proofOfLeaf(context, 'register', row.leafIndex))
}

async function* originalOf(
  context: AppContext,
  item: EvidenceItem,
  onBytes: (length: number) => void,
): AsyncGenerator<Uint8Array> {
  const digest = createHash('sha256')
  for await (const bytes of readEvidence(context, item)) {
    digest.update(bytes)
    onBytes(bytes.length)
    yield bytes
  }
  if (digest.digest('hex') !== item.sha256)
    throw new LiuhenError('evidenceBroken', 'an original does not have the digest it was taken in with')
}
