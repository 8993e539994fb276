/**
 * Opening a transfer package on the superior's side: no register, no database, no network (R44).
 *
 * Checks, in this order: that the file decrypts to its last byte; that the bag is whole; for every event that the trail of the given key
 * holds its entry, that the entry is of this event, that the sealed bytes open to the text that lies beside them, and that whoever
 * acted signed it; for every original that it is the one the events speak of. Ends at the first thing that is wrong.
 */
import { createHash } from 'node:crypto'
import type { EvidenceItem } from '../../domain/inquiry-record/content.ts'
import type { InquiryEvent } from '../../domain/inquiry-record/events.ts'
import type { DossierId } from '../../domain/dossier/types.ts'
import type { AccountId, Organisation, PersonId } from '../../domain/organisation/types.ts'
import { BagBroken, readBag } from '../../documents/bag/bag.ts'
import { readTar, TarMalformed } from '../../documents/bag/tar.ts'
import { equalBytes, fromBase64, fromUtf8 } from '../../kit/bytes.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { sha256 } from '#primitives'
import { parseLeafEntry } from '../../trail/leaf-entry.ts'
import { checkProof } from '../../trail/proof.ts'
import { ageDecrypt, identitiesIn } from '../../vault/age.ts'
import { openInquiryEvent, type PreviousKeys } from '../envelope.ts'
import { partsOf } from './contents.ts'
import { PackageBroken, type PackageFinding } from './finding.ts'
import {
  type AccountsFile,
  type EvidenceFile,
  type KeysFile,
  TRANSFER_FORMAT,
  type TransferredRecordFile,
  eventFiles,
  eventFolder,
  withoutFileKeys,
} from './format.ts'

export type OpenedPackage = {
  readonly record: TransferredRecordFile
  readonly evidence: EvidenceFile
  readonly files: number
  readonly checkpoint: { readonly origin: string; readonly treeSize: number }
  /** The key that the proofs were checked against, and whether it came from outside the package. */
  readonly vkey: string
  readonly vkeyGiven: boolean
}

export type OpenPackageResult =
  | { readonly ok: true; readonly opened: OpenedPackage }
  | { readonly ok: false; readonly finding: PackageFinding }

export type OpenPackage = {
  readonly sealed: AsyncIterable<Uint8Array>
  readonly identities: readonly string[]
  /** Keys of the register and of witnesses, from elsewhere. Without them the package's own is used, which proves less. */
  readonly vkeys: readonly string[]
  /** Takes every file as it passes, to keep it. */
  readonly keep: (path: string, content: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>
}

/** The identities in a key file, for whoever may not know the vault. */
export const transferIdentitiesIn = identitiesIn

/** Texts are kept in memory to be checked; originals pass by. */
const MAX_TEXT = 64 * 1024 ** 2

/** Throws `keyMalformed` for an identity that cannot be read, and what `keep` throws; about the package it always answers. */
export async function openPackage(request: OpenPackage): Promise<OpenPackageResult> {
  try {
    return { ok: true, opened: check(await read(request), request.vkeys) }
  } catch (error) {
    const finding = findingOf(error)
    if (!finding) throw error
    return { ok: false, finding }
  }
}

function findingOf(error: unknown): PackageFinding | null {
  if (error instanceof PackageBroken) return error.finding
  if (error instanceof BagBroken) return error.fault
  if (error instanceof TarMalformed) return { rule: 'bagIsWhole', problem: error.message }
  if (error instanceof LiuhenError && error.code === 'sealBroken') return { rule: 'fileDecrypts' }
  // A list or a text that does not have our form.
  if (error instanceof TypeError || error instanceof RangeError) return { rule: 'fileIsReadable', path: 'data' }
  return null
}

type Read = {
  readonly texts: ReadonlyMap<string, Uint8Array>
  readonly originals: ReadonlyMap<string, string>
}

async function read({ sealed, identities, keep }: OpenPackage): Promise<Read> {
  const texts = new Map<string, Uint8Array>()
  const originals = new Map<string, string>()
  for await (const { path, size, content } of readBag(readTar(ageDecrypt(identities, sealed)))) {
    const kept = keep(path, content)
    if (path.startsWith('data/evidence/')) {
      const digest = createHash('sha256')
      for await (const bytes of kept) digest.update(bytes)
      originals.set(path.slice('data/'.length), digest.digest('hex'))
      continue
    }
    if (size > MAX_TEXT) throw new PackageBroken({ rule: 'fileIsReadable', path })
    const parts: Uint8Array[] = []
    for await (const bytes of kept) parts.push(bytes.slice())
    if (path.startsWith('data/')) texts.set(path.slice('data/'.length), Buffer.concat(parts))
  }
  return { texts, originals }
}

function check({ texts, originals }: Read, given: readonly string[]): OpenedPackage {
  const bytes = (path: string): Uint8Array => {
    const found = texts.get(path)
    if (!found) throw new PackageBroken({ rule: 'fileIsThere', path: `data/${path}` })
    return found
  }
  const json = (path: string): unknown => {
    try {
      return JSON.parse(fromUtf8(bytes(path)))
    } catch (error) {
      if (error instanceof PackageBroken) throw error
      throw new PackageBroken({ rule: 'fileIsReadable', path: `data/${path}` })
    }
  }
  const record = json('record.json') as TransferredRecordFile
  if (record.format !== TRANSFER_FORMAT || !Number.isSafeInteger(record.events) || record.events < 1)
    throw new PackageBroken({ rule: 'fileIsReadable', path: 'data/record.json' })
  const own = fromUtf8(bytes('trail/vkey.txt')).trim()
  const vkeys = given.length > 0 ? given : [own]

  const events: Uint8Array[][] = []
  let checkpoint = { origin: '', treeSize: 0 }
  for (let sequence = 1; sequence <= record.events; sequence += 1) {
    const files = eventFiles.map((file) => bytes(`${eventFolder(sequence)}/${file}`))
    checkpoint = checkEntry(record.dossierId, sequence, files, vkeys)
    events.push(files)
  }
  const said = checkSeals(record, events, json('keys.json') as KeysFile, json('accounts.json') as AccountsFile)
  const evidence = json('evidence.json') as EvidenceFile
  checkEvidence(evidence, originals, said)
  return {
    record,
    evidence,
    files: texts.size + originals.size,
    checkpoint,
    vkey: vkeys[0] ?? '',
    vkeyGiven: given.length > 0,
  }
}

/** The trail holds the entry, and the entry is of exactly these two halves. */
function checkEntry(
  dossierId: string,
  sequence: number,
  files: readonly Uint8Array[],
  vkeys: readonly string[],
): OpenedPackage['checkpoint'] {
  const [, , facts, sealed, entryBytes, proof] = files as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ]
  const verdict = checkProof(entryBytes, fromUtf8(proof), vkeys)
  if (!verdict.ok) throw new PackageBroken({ rule: 'eventIsInTrail', sequence, failure: verdict })
  const entry = parsed(entryBytes, sequence)
  const fits =
    entry.kind === 'event' &&
    entry.dossierId === dossierId &&
    entry.sequence === sequence &&
    equalBytes(entry.factsDigest, sha256(facts)) &&
    equalBytes(entry.sealedDigest, sha256(sealed))
  if (!fits) throw new PackageBroken({ rule: 'entryIsOfEvent', sequence })
  const { origin, treeSize } = verdict.checkpoint
  return { origin, treeSize }
}

function parsed(bytes: Uint8Array, sequence: number): ReturnType<typeof parseLeafEntry> {
  try {
    return parseLeafEntry(bytes)
  } catch {
    throw new PackageBroken({ rule: 'entryIsOfEvent', sequence })
  }
}

/** The sealed bytes open to the texts beside them, and each is signed by who is said to have acted. Answers what the events say of evidence. */
function checkSeals(
  record: TransferredRecordFile,
  events: readonly (readonly Uint8Array[])[],
  keysFile: KeysFile,
  accounts: AccountsFile,
): readonly EvidenceItem[] {
  const organisation = organisationOf(accounts, keysFile)
  const rows = events.map(([, , , sealed = new Uint8Array()], i) => ({ sequence: i + 1, sealed }))
  const newest: PreviousKeys = {
    keys: { content: fromBase64(keysFile.content), identity: fromBase64(keysFile.identity) },
    since: keysFile.since,
  }
  const opened = attempt(() => partsOf(rows, newest), { rule: 'sealOpens', sequence: null })
  let generation = newest
  const keysAt = new Map<number, PreviousKeys>()
  for (const [i, { previous }] of [...opened.entries()].reverse()) {
    keysAt.set(i + 1, generation)
    if (i + 1 === generation.since && previous) generation = previous
  }
  return rows.flatMap(({ sequence, sealed }, i) => {
    const [content, identity] = events[i] ?? []
    const parts = opened[i]
    const same = parts && fromUtf8(content ?? sealed) === parts.content
    if (!same || fromUtf8(identity ?? sealed) !== (parts.identity ?? ''))
      throw new PackageBroken({ rule: 'textIsWhatWasSealed', sequence })
    const { keys } = keysAt.get(sequence) ?? newest
    const place = { dossierId: record.dossierId as DossierId, sequence }
    const { event } = attempt(() => openInquiryEvent(place, sealed, keys, organisation), {
      rule: 'eventIsSigned',
      sequence,
    })
    if (sequence === 1 && !tellsOf(event, record)) throw new PackageBroken({ rule: 'recordIsOfEvents' })
    return evidenceIn(event)
  })
}

/** What stands in `record.json` is what was registered. */
const tellsOf = (event: InquiryEvent, { registerNumber, record }: TransferredRecordFile): boolean =>
  event.type === 'inquiryRegistered' &&
  event.registerNumber === registerNumber &&
  withoutFileKeys(event.content) === withoutFileKeys(record.content)

const evidenceIn = (event: InquiryEvent): readonly EvidenceItem[] =>
  event.type === 'inquiryRegistered' ? event.content.evidence : event.type === 'supplementAdded' ? event.evidence : []

function attempt<Value>(act: () => Value, finding: PackageFinding): Value {
  try {
    return act()
  } catch (error) {
    if (error instanceof LiuhenError) throw new PackageBroken(finding)
    throw error
  }
}

/** As much of a bureau as signatures need. */
const organisationOf = (accounts: AccountsFile, { recoverySigningKey }: KeysFile): Organisation => ({
  recoverySigningKey: recoverySigningKey ? fromBase64(recoverySigningKey) : null,
  bureau: '',
  units: [],
  persons: [],
  posts: [],
  accounts: accounts.map(({ accountId, personId, signingKeys: [present, ...earlier] }) => ({
    id: accountId as AccountId,
    personId: personId as PersonId,
    username: '',
    roles: [],
    status: 'active',
    readingKey: null,
    signingKey: present === undefined ? null : fromBase64(present),
    earlierSigningKeys: earlier.map(fromBase64),
    keysConfirmed: true,
    confirmedRoles: [],
    keyHistory: null,
  })),
})

/** Every original that the events speak of is there, and is that one. */
function checkEvidence(
  listed: EvidenceFile,
  originals: ReadonlyMap<string, string>,
  said: readonly EvidenceItem[],
): void {
  for (const { id, sha256: expected } of said) {
    const file = listed.find((item) => item.id === id)?.file
    const found = file === undefined ? undefined : originals.get(file)
    if (found === undefined) throw new PackageBroken({ rule: 'originalIsThere', file: file ?? id })
    if (found !== expected) throw new PackageBroken({ rule: 'fileHasDigest', path: `data/${file}`, expected, found })
  }
}
