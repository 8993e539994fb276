/** The viewing permit sheet 查阅审批单 (document 20), for who reviews or handles the record and for the permit's holder. Printing is an event (R26). */
import { createHash } from 'node:crypto'
import type { Permit } from '../../domain/inquiry-record/permits.ts'
import type { Actor } from '../../domain/dossier/types.ts'
import { referenceTo } from '../../domain/organisation/organisation.ts'
import type { Role } from '../../domain/organisation/types.ts'
import type { ViewingPermitModel } from '../../documents/viewing-permit/model.ts'
import { viewingPermit } from '../../documents/viewing-permit/viewing-permit.ts'
import { addDays, chineseDay, dayOf, timeOf } from '../../kit/calendar.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import type { AppContext, Viewer } from '../context.ts'
import { verificationStrip } from '../verification-strip.ts'
import { changeRecord, type ChangeRefusal } from './changing.ts'
import { type OpenedRecord, openRecord } from './opening.ts'
import type { IssuedPaper } from './papers.ts'

/** `notFound` also for a request that has no answer yet, and for somebody else's permit. */
export async function printPermitSheet(
  context: AppContext,
  viewer: Viewer,
  number: string,
  permitId: string,
  idempotencyKey: string,
): Promise<Decision<IssuedPaper, ChangeRefusal>> {
  const opened = await openRecord(context, viewer, number)
  const permit = opened && permitFor(opened, viewer, permitId)
  if (!opened || !permit?.decision) return refuse({ code: 'notFound' })
  const model = await sheetModel(context, viewer, opened, permit, permit.decision)
  const pdf = await context.renderer.render(viewingPermit(model))
  const digest = createHash('sha256').update(pdf).digest('hex')
  const paper = `viewingPermit ${permit.id}`
  const printed = await changeRecord(context, viewer, number, idempotencyKey, { type: 'recordPrint', paper, digest })
  return printed.ok ? accept({ name: `${opened.record.registerNumber}-permit.pdf`, pdf }) : printed
}

function permitFor({ record, standing }: OpenedRecord, { personId }: Viewer, permitId: string): Permit | null {
  if (standing === 'recorder' || standing === 'receiving') return null
  const permit = record.permits.find(({ id }) => id === permitId)
  return permit && (standing !== 'permit' || permit.asker.personId === personId) ? permit : null
}

async function sheetModel(
  context: AppContext,
  viewer: Viewer,
  opened: OpenedRecord,
  { asker, askedAt, reason, purpose, wantedUntil, wantsEvidence, withdrawn }: Permit,
  decision: NonNullable<Permit['decision']>,
): Promise<ViewingPermitModel> {
  const { organisation } = opened.rules
  const askedOn = dayOf(askedAt)
  const reference = referenceTo(asker.personId, organisation, askedOn)
  const by = { by: nameOf(decision.by), capacity: capacityOf(decision.by), on: dayOf(decision.at) }
  const now = context.now()
  return {
    bureau: organisation.bureau,
    registerNumber: opened.record.registerNumber,
    asker: { name: asker.name, unit: reference?.unit ?? '', post: reference?.post ?? '' },
    askedOn,
    reason,
    purpose,
    wantedUntil,
    wantsEvidence,
    decision:
      decision.kind === 'approved'
        ? {
            kind: 'approved',
            ...by,
            // It ends with the first minute of the next day.
            lastDay: addDays(dayOf(decision.until), -1),
            withEvidence: decision.withEvidence,
          }
        : { kind: 'refused', ...by, reason: decision.reason },
    withdrawn: withdrawn && { by: nameOf(withdrawn.by), on: dayOf(withdrawn.at), reason: withdrawn.reason },
    strip: await verificationStrip(context, opened),
    watermark: `${viewer.name}　${chineseDay(dayOf(now))} ${timeOf(now)}`,
  }
}

const nameOf = (actor: Actor): string => (actor.kind === 'officer' ? actor.name : '')

/** In which capacity somebody answered, where it was not the office head. */
const capacities: Readonly<Partial<Record<Role, string>>> = {
  disciplineLead: '纪检分管领导（代行审批）',
  partyGroupSecretary: '党组书记（代行审批）',
}
const capacityOf = (actor: Actor): string => (actor.kind === 'officer' ? (capacities[actor.role] ?? '') : '')
