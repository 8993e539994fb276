/**
 * Entries ↔ events ↔ the list of dossiers. Every entry names an event and the digests of its two halves; every event
 * has an entry; the list of dossiers says what the events say.
 *
 * Reads no sealed half: nobody's grant is needed, so an administrator can run it (R87).
 */
import { sha256 } from '#primitives'
import { equalBytes, toHex } from '../../kit/bytes.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import type { AuditedEvent, Store } from '../../store/store.ts'
import { parseLeafEntry, printLeafEntry, type EventEntry } from '../../trail/leaf-entry.ts'
import { leafHash } from '../../trail/merkle.ts'
import { slotWork } from '../trail-work.ts'
import { found } from './check-trail.ts'
import { Found, type EventPart } from './finding.ts'

const { commitmentIn } = slotWork
const EVENTS_PER_READ = 1024

export async function checkEvents(store: Store): Promise<{ dossiers: number; events: number }> {
  const lastSequences = new Map<string, number>()
  const digestOf = digestsOfFacts()
  let from = 0
  for (;;) {
    const pairs = await store.eventsForAudit(from, EVENTS_PER_READ)
    if (pairs.length === 0) break
    for (const pair of pairs) if (!fits(pair, lastSequences, digestOf)) checkPair(pair, lastSequences)
    from += EVENTS_PER_READ
  }
  const [difference] = await store.readModelDifferences()
  if (difference) {
    const { dossierId, field, stored, expected } = difference
    throw new Found({
      rule: 'listMatchesEvents',
      dossierId,
      column: field,
      expected: String(expected),
      found: String(stored),
    })
  }
  const events = lastSequences.values().reduce((sum, count) => sum + count, 0)
  return { dossiers: lastSequences.size, events }
}

/**
 * The quick way for what is whole: there is one way to write an entry, so the entry that the event gives, printed anew, is the stored one
 * byte for byte. What does not fit is looked at part by part, to be named.
 */
function fits(
  { leaf, event }: AuditedEvent,
  lastSequences: Map<string, number>,
  digestOf: (facts: Uint8Array) => Uint8Array,
): boolean {
  if (!leaf || !event || !equalBytes(leaf.leafHash, leafHash(leaf.entry))) return false
  if ((lastSequences.get(event.dossierId) ?? 0) + 1 !== event.sequence) return false
  if (!equalBytes(leaf.entry, entryOf(event, digestOf(event.factsBytes), commitmentIn(leaf.entry)))) return false
  lastSequences.set(event.dossierId, event.sequence)
  return true
}

/** Few facts differ, and the store gives the same ones of a page as the same bytes: each is hashed once. */
function digestsOfFacts(): (facts: Uint8Array) => Uint8Array {
  const known = new WeakMap<Uint8Array, Uint8Array>()
  return (facts) => {
    const digest = known.get(facts) ?? sha256(facts)
    known.set(facts, digest)
    return digest
  }
}

/** Empty when no entry can be written of it. */
function entryOf(
  { dossierId, sequence, date, sealed }: NonNullable<AuditedEvent['event']>,
  factsDigest: Uint8Array,
  slotsCommitment: Uint8Array | null,
): Uint8Array {
  const sealedDigest = sha256(sealed)
  try {
    return printLeafEntry({ kind: 'event', dossierId, sequence, date, factsDigest, sealedDigest, slotsCommitment })
  } catch {
    return new Uint8Array(0)
  }
}

function checkPair({ leafIndex, leaf, event }: AuditedEvent, lastSequences: Map<string, number>): void {
  if (!leaf) {
    if (event)
      throw new Found({ rule: 'eventHasEntry', leafIndex, dossierId: event.dossierId, sequence: event.sequence })
    return
  }
  const hash = leafHash(leaf.entry)
  // The tree is sound by now: it is the hash beside the entry that was changed.
  if (!equalBytes(leaf.leafHash, hash)) {
    const differing = { expected: toHex(hash), found: toHex(leaf.leafHash) }
    throw found('register', { code: 'entryDiffers', leafIndex, ...differing })
  }
  const entry = readEntry(leaf.entry, leafIndex)
  const { dossierId, sequence } = entry
  const place = { dossierId, sequence, leafIndex }
  if (!event) throw new Found({ rule: 'entryHasEvent', ...place })
  const expectSame = (part: EventPart, expected: string, found: string): void => {
    if (expected !== found) throw new Found({ rule: 'eventMatchesEntry', part, ...place, expected, found })
  }
  expectSame('dossierId', dossierId, event.dossierId)
  expectSame('sequence', String(sequence), String(event.sequence))
  expectSame('date', entry.date, event.date)
  expectSame('facts', toHex(entry.factsDigest), toHex(sha256(event.factsBytes)))
  expectSame('sealed', toHex(entry.sealedDigest), toHex(sha256(event.sealed)))
  // A dossier's events are counted from 1 without a gap, in the order of the trail.
  const next = (lastSequences.get(dossierId) ?? 0) + 1
  expectSame('sequence', String(next), String(sequence))
  lastSequences.set(dossierId, sequence)
}

function readEntry(leaf: Uint8Array, leafIndex: number): EventEntry {
  const unreadable = (problem: string): Found =>
    new Found({ rule: 'entryIsReadable', trail: 'register', leafIndex, problem })
  try {
    const entry = parseLeafEntry(leaf)
    if (entry.kind !== 'event') throw unreadable('a security event stands in the register')
    return entry
  } catch (error) {
    throw error instanceof LiuhenError ? unreadable(error.message) : error
  }
}
