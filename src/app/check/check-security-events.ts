/** Entries of the security trail ↔ the security events. */
import { sha256 } from '#primitives'
import { fromUtf8, toHex } from '../../kit/bytes.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { accountEventTypes, parseBody } from '../../store/security-events.ts'
import type { SecurityEventRow, Store } from '../../store/store.ts'
import { parseLeafEntry, type SecurityEventEntry } from '../../trail/leaf-entry.ts'
import { Found } from './finding.ts'

const EVENTS_PER_READ = 1000
const NONE = 'none'

/** Answers those that tell of accounts, in the order of the trail. */
export async function checkSecurityEvents(store: Store): Promise<SecurityEventRow[]> {
  const aboutAccounts: SecurityEventRow[] = []
  for (let from = 0; ; from += EVENTS_PER_READ) {
    const pairs = await store.securityEventsForAudit(from, EVENTS_PER_READ)
    if (pairs.length === 0) return aboutAccounts
    for (const { leafIndex, leaf, bodyBytes } of pairs) {
      const expected = leaf ? toHex(readEntry(leaf.entry, leafIndex).bodyDigest) : NONE
      const found = bodyBytes ? toHex(sha256(bodyBytes)) : NONE
      if (expected !== found)
        throw new Found({ rule: 'securityEventMatchesEntry', position: leafIndex, expected, found })
      const event = bodyBytes && parseBody(fromUtf8(bodyBytes))
      if (event && accountEventTypes.has(event.type)) aboutAccounts.push({ position: leafIndex, ...event })
    }
  }
}

function readEntry(leaf: Uint8Array, leafIndex: number): SecurityEventEntry {
  const unreadable = (problem: string): Found =>
    new Found({ rule: 'entryIsReadable', trail: 'security', leafIndex, problem })
  try {
    const entry = parseLeafEntry(leaf)
    if (entry.kind !== 'securityEvent') throw unreadable('an event of a dossier stands in the security trail')
    if (entry.position !== leafIndex) throw unreadable(`it claims position ${entry.position}`)
    return entry
  } catch (error) {
    throw error instanceof LiuhenError ? unreadable(error.message) : error
  }
}
