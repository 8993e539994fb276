/**
 * Asking for a viewing permit (R37): by register number, by somebody who need not know whether there is such a record.
 *
 * The answer is the same for a number that does not exist, for a closed record and for somebody named in it, after the same work: two writes. What
 * was asked stands in a list that is sealed for the asker alone. An answer comes as a letter sealed to him, under a tag that only the request
 * told; a number that does not exist is never answered, and neither is somebody who is named (R42).
 */
import { randomBytes } from 'node:crypto'
import type { RegisterNumber } from '../../domain/dossier/types.ts'
import type { Refusal } from '../../domain/inquiry-record/commands.ts'
import { requestPermit } from '../../domain/inquiry-record/permits.ts'
import type { PersonId } from '../../domain/organisation/types.ts'
import { fromUtf8, toBase64Url, utf8 } from '../../kit/bytes.ts'
import { type Day, dayOf, type Instant } from '../../kit/calendar.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import { openForSelf, ownTag, sealForSelf } from '../../vault/account-keys.ts'
import { newDossierKeys } from '../../vault/dossier-keys.ts'
import { openLetter, sealLetter } from '../../vault/letter.ts'
import type { AppContext, Viewer } from '../context.ts'
import { sealInquiryEvent } from '../envelope.ts'
import { rulesInForce } from '../rules.ts'
import { appendUnread } from './appending-unread.ts'
import { actorOf, boundKey } from './changing.ts'

/** How many requests of one person may wait at once, and how many are kept to look at. */
const WAITING_LIMIT = 10
const KEPT = 30
const PURPOSE = 'permit-requests'
/** Where an account's own list lies, for when its keys are replaced. */
export const PERMIT_ROWS = { purpose: PURPOSE, count: 1 } as const
const PADDING_STEP = 8192
const ATTEMPTS = 5

export type PermitAsked = {
  readonly number: string
  readonly reason: string
  readonly purpose: string
  readonly wantedUntil: Day
  readonly wantsEvidence: boolean
}

export type OwnRequest = PermitAsked & {
  readonly permitId: string
  readonly answerTag: string
  readonly askedAt: Instant
  readonly key: string
}

export type PermitAnswer =
  | { readonly kind: 'approved'; readonly at: Instant; readonly until: Instant; readonly withEvidence: boolean }
  | { readonly kind: 'refused' | 'withdrawn'; readonly at: Instant; readonly reason: string }

/** A request with its answer; `expired` also says of one that was never answered that its time is over. */
export type OwnPermit = OwnRequest & {
  readonly answer: PermitAnswer | null
  readonly state: 'waiting' | 'approved' | 'refused' | 'withdrawn' | 'expired'
}

export type AskRefusal =
  | Refusal
  | { readonly code: 'tooManyPermitRequests'; readonly limit: number }
  | { readonly code: 'busy' }

/** Asks. Says nothing about whether anybody will ever read it. */
export async function askForPermit(
  context: AppContext,
  viewer: Viewer,
  asked: PermitAsked,
  idempotencyKey: string,
): Promise<Decision<null, AskRefusal>> {
  const rules = await rulesInForce(context)
  const at = context.now()
  const { number: typed, ...wanted } = asked
  const number = typed.normalize('NFKC').trim().toUpperCase()
  const drawn = { permitId: toBase64Url(randomBytes(12)), answerTag: toBase64Url(randomBytes(16)) }
  const decided = requestPermit({ ...wanted, ...drawn, at, by: actorOf(viewer, false) }, rules)
  if (!decided.ok) return decided
  const key = boundKey(viewer, idempotencyKey)
  const request: OwnRequest = { ...asked, number, ...drawn, askedAt: at, key }
  const kept = await keep(context, viewer, request)
  if (!kept.ok) return kept
  if (kept.value === 'known') return accept(null)

  const row = await context.store.dossierByNumber(number as RegisterNumber)
  if (row) await appendUnread(context, viewer, [{ dossierId: row.id, event: decided.value }], key)
  else await theSameWork(context, viewer, decided.value)
  return accept(null)
}

/** For a number that does not exist: an event is sealed for nobody, and something of the asker's own is written once more. */
async function theSameWork(
  context: AppContext,
  viewer: Viewer,
  event: Parameters<typeof sealInquiryEvent>[1],
): Promise<void> {
  await context.store.dossiers([])
  sealInquiryEvent({ dossierId: '' as never, sequence: 1 }, event, newDossierKeys().publicKeys, viewer)
  const { version, requests } = await load(context, viewer)
  await save(context, viewer, version, requests)
}

/** The viewer's requests, newest first, each with its answer where there is one. */
export async function ownPermits(context: AppContext, viewer: Viewer): Promise<readonly OwnPermit[]> {
  const { requests } = await load(context, viewer)
  const letters = await context.store.drafts(requests.map(({ answerTag }) => answerTag))
  const answers = new Map(
    letters.map(({ tag, sealed }) => [tag, JSON.parse(openLetter(sealed, viewer.secret)) as PermitAnswer]),
  )
  const at = context.now()
  return requests
    .map((request) => {
      const answer = answers.get(request.answerTag) ?? null
      return { ...request, answer, state: stateOf(request, answer, at) }
    })
    .toReversed()
}

function stateOf(request: OwnRequest, answer: PermitAnswer | null, at: Instant): OwnPermit['state'] {
  if (!answer) return dayOf(at) > request.wantedUntil ? 'expired' : 'waiting'
  if (answer.kind !== 'approved') return answer.kind
  return at < answer.until ? 'approved' : 'expired'
}

/** Leaves the answer for the asker. It repeats what the record says; losing it loses nothing but the news. */
export async function leaveAnswer(
  context: AppContext,
  asker: PersonId,
  answerTag: string,
  answer: PermitAnswer,
): Promise<void> {
  const { accounts } = await context.store.organisation()
  const readingKey = accounts.find(({ personId }) => personId === asker)?.readingKey
  if (!readingKey) return
  const sealed = sealLetter(JSON.stringify(answer), readingKey, PADDING_STEP)
  const [earlier] = await context.store.drafts([answerTag])
  const row = { tag: answerTag, baseVersion: earlier?.version ?? 0, sealed, changedOn: dayOf(answer.at) }
  await context.store.saveDraft(row)
}

// ---- the asker's own list: one row under a tag that only his secret derives ----

type Kept = { readonly version: number; readonly requests: readonly OwnRequest[] }

const tagOf = (viewer: Viewer): string => ownTag(viewer.secret, PURPOSE, 0)

async function load(context: AppContext, viewer: Viewer): Promise<Kept> {
  const [row] = await context.store.drafts([tagOf(viewer)])
  if (!row) return { version: 0, requests: [] }
  const requests = JSON.parse(fromUtf8(openForSelf(viewer.secret, PURPOSE, row.sealed))) as OwnRequest[]
  return { version: row.version, requests }
}

function save(context: AppContext, viewer: Viewer, version: number, requests: readonly OwnRequest[]): Promise<boolean> {
  const text = utf8(JSON.stringify(requests))
  const padded = new Uint8Array(Math.ceil((text.length + 1) / PADDING_STEP) * PADDING_STEP).fill(0x20)
  padded.set(text)
  const sealed = sealForSelf(viewer.secret, PURPOSE, padded)
  return context.store.saveDraft({ tag: tagOf(viewer), baseVersion: version, sealed, changedOn: dayOf(context.now()) })
}

async function keep(
  context: AppContext,
  viewer: Viewer,
  request: OwnRequest,
): Promise<Decision<'kept' | 'known', AskRefusal>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { version, requests } = await load(context, viewer)
    if (requests.some(({ key }) => key === request.key)) return accept('known')
    const waiting = (await ownPermits(context, viewer)).filter(({ state }) => state === 'waiting')
    if (waiting.length >= WAITING_LIMIT) return refuse({ code: 'tooManyPermitRequests', limit: WAITING_LIMIT })
    if (await save(context, viewer, version, [...requests, request].slice(-KEPT))) return accept('kept')
  }
  return refuse({ code: 'busy' })
}
