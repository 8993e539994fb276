/**
 * When a serving registry asks its witnesses: at its start, and then once a day, after midnight in Beijing.
 *
 * Why not with every registration: a cosignature bears the second at which it was given, and next to the size of the trail
 * that would say at what time of day somebody registered something. The register keeps days only (R42).
 * `LIUHEN_WITNESS_MINUTES` asks more often, where that is wanted more. After a failure it is tried again sooner.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { WitnessOutcome } from '../app/witness/submit-checkpoints.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'

const MINUTE_MS = 60_000
const DAY_MINUTES = 1440
const BEIJING_MINUTES = 480
const RETRY_MINUTES = 15

/** Throws a LiuhenError `configurationInvalid` when it is not a number of minutes up to a day. */
export function roundMinutesIn(text: string | undefined): number {
  const minutes = Number(text || DAY_MINUTES)
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > DAY_MINUTES)
    throw new LiuhenError('configurationInvalid', 'LIUHEN_WITNESS_MINUTES is a whole number from 1 to 1440')
  return minutes
}

/** How long until the next round: the minutes are counted from midnight in Beijing, whatever was registered when. */
export function waitUntilRound(nowMs: number, everyMinutes: number): number {
  const sinceMidnight = (nowMs + BEIJING_MINUTES * MINUTE_MS) % (DAY_MINUTES * MINUTE_MS)
  const sinceRound = sinceMidnight % (everyMinutes * MINUTE_MS)
  return Math.min(everyMinutes * MINUTE_MS - sinceRound, DAY_MINUTES * MINUTE_MS - sinceMidnight)
}

/** Until the signal. What a witness did not cosign is said on standard error, and the register goes on serving. */
export async function askWitnessesNowAndThen(
  submit: (() => Promise<WitnessOutcome[]>) | null,
  everyMinutes: number,
  signal: AbortSignal,
): Promise<void> {
  if (!submit) return
  while (!signal.aborted) {
    const failed = await submit().then(
      (outcomes) => outcomes.map(complaintOf).filter((complaint) => complaint !== null),
      (error: unknown) => [error instanceof Error ? error.message : String(error)],
    )
    for (const complaint of failed) console.error(`liuhen: witness: ${complaint}`)
    const wait = waitUntilRound(Date.now(), everyMinutes)
    const patience = failed.length > 0 ? Math.min(wait, RETRY_MINUTES * MINUTE_MS) : wait
    await sleep(patience, undefined, { signal }).catch(() => {})
  }
}

function complaintOf(outcome: WitnessOutcome): string | null {
  const place = `${outcome.url} (${outcome.trail})`
  switch (outcome.kind) {
    case 'cosigned':
    case 'upToDate':
      return null
    case 'rolledBack':
      return `${place} has cosigned ${outcome.witnessedSize} entries, and there are ${outcome.size}: the register was ROLLED BACK [registryRolledBack]`
    case 'contradicted':
      return `${place} has cosigned another history: the register was REWRITTEN [registryBroken]`
    case 'refused':
      return `${place} refused with ${outcome.status}`
    case 'unusable':
    case 'unreachable':
      return `${place}: ${outcome.problem}`
  }
}
