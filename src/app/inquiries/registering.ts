/**
 * Registering an inquiry: from the officer's draft, or from content that another way in has made (art. 5.1, R17–R22).
 *
 * One append makes the dossier with its keys, grants and first event and ends the draft. Grants go to the recorder, to whom
 * domain/access finds eligible, and to the recovery key; never to anybody named (R42).
 */
import { randomBytes } from 'node:crypto'
import { granteesOf } from '../../domain/access/grantees.ts'
import { taskHolders } from '../../domain/access/task-holders.ts'
import { identityOf } from '../../domain/dossier/identity.ts'
import type { DossierId, RegisterNumber } from '../../domain/dossier/types.ts'
import type { Refusal, Rules } from '../../domain/inquiry-record/commands.ts'
import type { InquiryContent, SignatureMark } from '../../domain/inquiry-record/content.ts'
import { decide } from '../../domain/inquiry-record/decide.ts'
import { contentFromDraft } from '../../domain/inquiry-record/draft.ts'
import { journeyProblems } from '../../domain/inquiry-record/journey-checks.ts'
import { initial, isRegistered } from '../../domain/inquiry-record/state.ts'
import { toCrockford } from '../../kit/bytes.ts'
import { dayOf } from '../../kit/calendar.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import type { AppendCommand } from '../../store/store.ts'
import type { AppContext, Viewer } from '../context.ts'
import { draftById } from '../drafts.ts'
import { signedTexts } from '../envelope.ts'
import { leaveNotices } from '../mail/outbox.ts'
import { withOwnKeys } from '../people/organisation-in-force.ts'
import { rulesInForce } from '../rules.ts'
import { actorOf, boundKey } from './changing.ts'
import { grantNotes, recipientsOf } from './granting.ts'
import { foldMore, sealFolded } from './folding.ts'

export type Registered = { readonly number: RegisterNumber }
export type RegisterRefusal =
  | Refusal
  | { readonly code: 'notFound' }
  | { readonly code: 'changedElsewhere' }
  | { readonly code: 'busy' }

export type Signing = { readonly declaredTruthful: boolean; readonly signature: SignatureMark }

/** A register number has six characters of five bits: a collision is drawn again. */
const ATTEMPTS = 8

/** Registers the draft. The same key again (a double click, a lost answer) gives the same register number. */
export async function registerDraft(
  context: AppContext,
  viewer: Viewer,
  input: { readonly draftId: string; readonly version: number } & Signing,
  idempotencyKey: string,
): Promise<Decision<Registered, RegisterRefusal>> {
  const stored = await draftById(context, viewer, input.draftId)
  // The append that gives the answer is the one that ends the draft: while the draft is there, the append itself knows an answer of before.
  if (!stored || stored.version !== input.version) {
    const earlier = await context.store.answerTo(boundKey(viewer, idempotencyKey))
    if (earlier) return accept({ number: earlier as RegisterNumber })
    return refuse({ code: stored ? 'changedElsewhere' : 'notFound' })
  }
  const now = context.now()
  const rules = await rulesInForce(context)
  const { organisation } = rules
  const problems = journeyProblems(stored.draft, organisation, now)
  if (problems.length > 0) return refuse({ code: 'contentNotAcceptable', problems })
  const content = contentFromDraft(stored.draft, organisation, dayOf(now))
  return register(context, viewer, content, {
    rules,
    signing: input,
    idempotencyKey,
    endedDrafts: [{ tag: stored.tag, version: stored.rowVersion }],
  })
}

/** Registers content that was not typed into the journey: an import, the demonstration, another system. */
export const registerContent = async (
  context: AppContext,
  viewer: Viewer,
  content: InquiryContent,
  signing: Signing,
  idempotencyKey: string,
): Promise<Decision<Registered, RegisterRefusal>> =>
  register(context, viewer, content, { rules: await rulesInForce(context), signing, idempotencyKey, endedDrafts: [] })

type Registration = {
  readonly rules: Rules
  readonly signing: Signing
  readonly idempotencyKey: string
  readonly endedDrafts: NonNullable<AppendCommand['endedDrafts']>
}

async function register(
  context: AppContext,
  viewer: Viewer,
  content: InquiryContent,
  { rules, signing: { declaredTruthful, signature }, idempotencyKey, endedDrafts }: Registration,
): Promise<Decision<Registered, RegisterRefusal>> {
  const at = context.now()
  const day = dayOf(at)
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const registerNumber = `${day.slice(0, 4)}-${toCrockford(randomBytes(4), 6)}` as RegisterNumber
    const by = actorOf(viewer, true)
    const decided = decide(
      { type: 'registerInquiry', at, by, registerNumber, content, declaredTruthful, signature },
      initial,
      rules,
    )
    if (!decided.ok) return decided
    const [first] = decided.value
    if (first?.event.type !== 'inquiryRegistered') return refuse({ code: 'busy' })

    const id = randomBytes(16).toString('hex') as DossierId
    const organisation = withOwnKeys(rules.organisation, viewer)
    const readers = granteesOf(first.event, viewer.personId, { organisation, at })
    const event = { ...first.event, granted: grantNotes(readers, organisation) }

    const identity = identityOf(viewer.personId, organisation, day)
    const place = { dossierId: id, sequence: 1 }
    const folded = foldMore({ record: initial, identity }, [event])
    const { keys, publicKeys, slots, sealedEvent } = await context.sealer.seal({
      recipients: recipientsOf(context, readers, organisation),
      event: signedTexts(place, event, viewer, { identity }),
    })
    const result = await context.store.append({
      idempotencyKey: boundKey(viewer, idempotencyKey),
      newDossiers: [
        {
          id,
          number: registerNumber,
          contentKey: publicKeys.content,
          identityKey: publicKeys.identity,
          slots,
        },
      ],
      events: [{ ...place, date: day, facts: first.facts, sealed: sealedEvent }],
      snapshots: [{ ...place, sealed: sealFolded(folded, keys) }],
      endedDrafts,
      answer: registerNumber,
    })
    if (result.kind === 'appended' && isRegistered(folded.record))
      await leaveNotices(
        context,
        taskHolders(folded.record, { organisation, recorderId: viewer.personId, day }).filter(
          (holder) => holder !== viewer.accountId,
        ),
      )
    if (result.kind === 'appended' || result.kind === 'repeated')
      return accept({ number: result.answer as RegisterNumber })
    if (result.kind === 'draftChanged') return refuse({ code: 'changedElsewhere' })
  }
  return refuse({ code: 'busy' })
}
