/**
 * What the check of a whole registry answers: a summary, or the first thing that does not fit, with the rule it breaks, what was
 * expected and what was found. Codes and values only; the sentences are the command line's and the pages'.
 */
import type { TrailName } from '../../store/store.ts'
import type { Failure } from '../../trail/verdict.ts'

export type Finding =
  /** The trail itself: signatures, entries, tiles, roots, older checkpoints. */
  | { readonly rule: 'trailHolds'; readonly trail: TrailName; readonly failure: Failure }
  | {
      readonly rule: 'entryIsReadable'
      readonly trail: TrailName
      readonly leafIndex: number
      readonly problem: string
    }
  /** An entry says there is an event, and there is none. */
  | ({ readonly rule: 'entryHasEvent' } & EventPlace)
  | ({ readonly rule: 'eventMatchesEntry'; readonly part: EventPart } & EventPlace & Difference)
  /** An event stands in the store that no entry vouches for. */
  | ({ readonly rule: 'eventHasEntry' } & EventPlace)
  | ({ readonly rule: 'listMatchesEvents'; readonly dossierId: string; readonly column: string } & Difference)
  /** An account's row says something else than the security trail; column `id`: there is no such account, or no event of it. */
  | ({ readonly rule: 'accountMatchesTrail'; readonly accountId: string; readonly column: string } & Difference)
  /** The list by which the events about accounts are found again lacks one, or holds one too many. */
  | { readonly rule: 'accountEventIsListed'; readonly position: number }
  | ({ readonly rule: 'securityEventMatchesEntry'; readonly position: number } & Difference)
  /** A grant slot holds other bytes than were written, is gone, or was never written; `by` vouches for what is right. */
  | {
      readonly rule: 'slotIsAsWritten'
      readonly what: 'overwritten' | 'missing' | 'added'
      readonly slotId: number
      readonly dossierId: string | null
      readonly by: SlotsPlace
    }
  /** The slots together are not what the trail commits to, and which of these is wrong cannot be told. */
  | ({
      readonly rule: 'slotsMatchTrail'
      readonly firstSlot: number
      readonly lastSlot: number
      readonly by: SlotsPlace
    } & Difference)
  | ({ readonly rule: 'evidenceMatchesName'; readonly file: string } & Difference)

/** The entry that commits to the slots; null in a register of before, where nothing was appended since they were taken over. */
export type SlotsPlace = { readonly trail: TrailName; readonly leafIndex: number } | null
export type EventPart = 'facts' | 'sealed' | 'date' | 'dossierId' | 'sequence'
type EventPlace = { readonly dossierId: string; readonly sequence: number; readonly leafIndex: number }
type Difference = { readonly expected: string; readonly found: string }

export type TrailSummary = {
  readonly size: number
  readonly root: string
  readonly checkpoints: number
  readonly tiles: number
}

export type CheckSummary = {
  readonly register: TrailSummary
  readonly security: TrailSummary
  readonly dossiers: number
  readonly events: number
  readonly accounts: number
  readonly slots: { readonly count: number; readonly by: SlotsPlace }
  readonly evidenceFiles: number
  readonly olderCheckpoints: number
  /** Who cosigned the newest cosigned checkpoint, when a policy was asked about. */
  readonly witnessed: { readonly size: number; readonly by: readonly string[] } | null
}

export type CheckResult =
  | { readonly ok: true; readonly summary: CheckSummary }
  | { readonly ok: false; readonly finding: Finding }

/** Thrown inside this folder to end at the first finding; `checkRegistry` turns it into its answer. */
export class Found extends Error {
  readonly finding: Finding
  constructor(finding: Finding) {
    super(finding.rule)
    this.finding = finding
  }
}
