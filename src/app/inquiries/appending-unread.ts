/**
 * Appending to dossiers without opening them: a request by somebody who may not read, the traces of a search. The plain half repeats what the
 * dossier's row says, so that owner and due day stay as they are; the sealed half goes to the dossier's present public keys.
 */
import type { DossierId } from '../../domain/dossier/types.ts'
import type { InquiryEvent } from '../../domain/inquiry-record/events.ts'
import { dayOf } from '../../kit/calendar.ts'
import type { AppContext, Viewer } from '../context.ts'
import { sealInquiryEvent } from '../envelope.ts'

export type Unread = Extract<InquiryEvent, { type: 'permitRequested' | 'permitLapsed' | 'searchHit' }>

const verbs = { permitRequested: 'added', permitLapsed: 'viewed', searchHit: 'viewed' } as const

/** Somebody else may append at the same moment. */
const ATTEMPTS = 8

type Wanted = {
  readonly dossierId: DossierId
  readonly event: Unread
  /** The record with the event, for whoever has it open as it is after so many events; null when it has gone on. */
  readonly snapshotAfter?: (sequence: number) => Uint8Array | null
}

/** One append for all of them; false when every attempt met somebody else's. Repeated with its key it does nothing more. */
export async function appendUnread(
  context: AppContext,
  signer: Viewer,
  wanted: readonly Wanted[],
  idempotencyKey: string,
): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const rows = new Map(
      (await context.store.dossiers(wanted.map(({ dossierId }) => dossierId))).map((row) => [row.id, row]),
    )
    const events = wanted.flatMap(({ dossierId, event }) => {
      const row = rows.get(dossierId)
      if (!row) return []
      const place = { dossierId, sequence: row.sequence + 1 }
      const facts = { verb: verbs[event.type], dueOn: row.dueOn, owner: row.owner }
      const publicKeys = { content: row.contentKey, identity: row.identityKey }
      return [{ ...place, date: dayOf(event.at), facts, sealed: sealInquiryEvent(place, event, publicKeys, signer) }]
    })
    const snapshots = wanted.flatMap(({ dossierId, snapshotAfter }) => {
      const row = rows.get(dossierId)
      const sealed = row && snapshotAfter?.(row.sequence)
      return sealed ? [{ dossierId, sequence: row.sequence + 1, sealed }] : []
    })
    const result = await context.store.append({ idempotencyKey, newDossiers: [], events, snapshots, answer: 'done' })
    if (result.kind === 'appended' || result.kind === 'repeated') return true
  }
  return false
}
