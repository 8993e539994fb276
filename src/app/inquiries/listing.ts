/**
 * Lists and tasks, computed over what the viewer can open and nothing else: a record that names somebody is in none of his lists,
 * counts or searches (R32, R42). Nothing is ranked by number of records (R59).
 */
import { learnsIdentity, mayAct, type Standing, standingsFor } from '../../domain/access/need-to-know.ts'
import { keepsStub } from '../../domain/access/stub-keepers.ts'
import { routeFor } from '../../domain/access/route.ts'
import type { DossierId, Identity } from '../../domain/dossier/types.ts'
import { isRegistered, type RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import type { TransferredStub } from '../../domain/inquiry-record/transfer.ts'
import type { Organisation } from '../../domain/organisation/types.ts'
import { type Day, dayOf } from '../../kit/calendar.ts'
import type { AppContext, Viewer } from '../context.ts'
import { heldDossiers } from '../keyring.ts'
import { organisationInForce } from '../people/organisation-in-force.ts'
import { foldHeld } from './opening.ts'

export type Listed = {
  readonly dossierId: DossierId
  readonly record: RegisteredRecord
  readonly standing: Standing
  readonly identity: Identity | null
  readonly isRecorder: boolean
}

export type Task = Listed & { readonly dueOn: Day; readonly overdue: boolean }

/** What was transferred, as far as the viewer keeps the stub (R44). */
export type ListedStub = { readonly stub: TransferredStub; readonly isRecorder: boolean }

export type Matters = { readonly records: readonly Listed[]; readonly stubs: readonly ListedStub[] }

export const openableRecords = async (context: AppContext, viewer: Viewer): Promise<readonly Listed[]> =>
  (await openableMatters(context, viewer)).records

/** Everything the viewer may know, newest registration first. */
export async function openableMatters(context: AppContext, viewer: Viewer): Promise<Matters> {
  const held = await heldDossiers(context, viewer)
  const rows = new Map((await context.store.dossiers([...held.keys()])).map((row) => [row.id, row]))
  const organisation = await organisationInForce(context)
  const folded = await foldHeld(context, viewer, held, rows, organisation)
  const standing = standingsFor({ personId: viewer.personId, roles: viewer.roles, organisation, at: context.now() })
  const stubs = [...folded.values()].flatMap(({ record, identity }): ListedStub[] => {
    if (record.status !== 'transferred') return []
    const isRecorder = identity?.recorderId === viewer.personId
    return keepsStub(record, { personId: viewer.personId, isRecorder }, organisation)
      ? [{ stub: record, isRecorder }]
      : []
  })
  const records = [...folded]
    .flatMap(([dossierId, { record, identity }]): Listed[] => {
      if (!isRegistered(record)) return []
      const isRecorder = identity?.recorderId === viewer.personId
      const known = standing(record, isRecorder)
      if (!known) return []
      return [{ dossierId, record, standing: known, identity: learnsIdentity(known) ? identity : null, isRecorder }]
    })
    .toSorted((a, b) => (a.record.registeredAt < b.record.registeredAt ? 1 : -1))
  return { records, stubs: stubs.toSorted((a, b) => (a.stub.transferredAt < b.stub.transferredAt ? 1 : -1)) }
}

/** Whether the next step is the viewer's: his role's, his own answer, or his as the handler who took the record up. */
export function isTaskOf(
  viewer: Viewer,
  { record, isRecorder, standing }: Pick<Listed, 'record' | 'isRecorder' | 'standing'>,
  organisation: Organisation,
  today: Day,
): boolean {
  const { role, dueOn } = record.next
  if (dueOn === null || !mayAct(standing)) return false
  // Registrations of 0.1.0 say that it is the superior's turn: the recorder is who sends it up (R44).
  if (isRecorder) return role === 'recorder' || role === 'superiorDisciplineOrgan'
  if (role === null || role === 'superiorDisciplineOrgan') return false
  const reviewing = record.escalationLevel > 0 || wantsHandler(record)
  if (reviewing && reviews(viewer, record, organisation, today)) return true
  if (role === 'recorder' || !viewer.roles.includes(role)) return false
  return role !== 'disciplineHandler' || record.handler === null || record.handler.personId === viewer.personId
}

/** Whoever handled it was named since: who reviews assigns somebody else, unless another handler takes it up himself (R43). */
const wantsHandler = ({ status, handler }: RegisteredRecord): boolean => status !== 'registered' && handler === null

/** What is overdue goes up to who reviews it: the office head, or with the head named whom the route names instead (R38, R43). */
function reviews(
  viewer: Viewer,
  { named, unfilledRoles }: RegisteredRecord,
  organisation: Organisation,
  day: Day,
): boolean {
  const route = routeFor({ organisation, named, unfilledRoles, day })
  return route.kind === 'bureau' && viewer.roles.includes(route.reviewedBy)
}

/** What the viewer has to do, by when; what is due first comes first. */
export async function tasksOf(context: AppContext, viewer: Viewer, records?: readonly Listed[]): Promise<Task[]> {
  const today = dayOf(context.now())
  const organisation = await context.store.organisation()
  return (records ?? (await openableRecords(context, viewer)))
    .filter((listed) => isTaskOf(viewer, listed, organisation, today))
    .map((listed) => {
      const dueOn = listed.record.next.dueOn ?? today
      return { ...listed, dueOn, overdue: dueOn < today }
    })
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))
}

/** Those whose case, number, persons or words contain the text. Blanks and case do not matter. */
export function matching(records: readonly Listed[], text: string): readonly Listed[] {
  const wanted = plain(text)
  if (wanted === '') return records
  return records.filter(({ record, identity }) => {
    const { content } = record
    const names = [content.inquirer.person, content.principal?.person].map((person) =>
      person && person.kind !== 'unknown' ? person.name : '',
    )
    const texts = [
      record.registerNumber,
      content.caseTitle,
      content.caseNumber,
      content.handlingUnit,
      content.exactWords,
      content.situation,
      identity?.name ?? '',
      ...names,
    ]
    return texts.some((value) => plain(value).includes(wanted))
  })
}

const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\s/gu, '').toLowerCase()
