/**
 * What a row of a list remembers of a record beside its words: as much as decides who may know it and whose turn it is, and no more, so that
 * many rows share one outline. Who may know a record is judged anew with every request, from outline, roles and the bureau of that moment
 * (R37, R42).
 */
import { type Known, mayAct, type Standing } from '../../domain/access/need-to-know.ts'
import { partsOf, subjectsOf } from '../../domain/access/person-timeline.ts'
import { routeFor } from '../../domain/access/route.ts'
import type { Identity, NextStep } from '../../domain/dossier/types.ts'
import { isRegistered, type InquiryRecord, type RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import type { Organisation, PersonId } from '../../domain/organisation/types.ts'
import type { Day } from '../../kit/calendar.ts'
import type { Viewer } from '../context.ts'

/** What tells whose turn it is. */
export type Turn = Known & {
  readonly next: Pick<NextStep, 'role' | 'dueOn'>
  readonly escalationLevel: number
}

export type RegisteredOutline = Turn & {
  readonly isRecorder: boolean
  /** Somebody asked for a permit and has no answer yet. */
  readonly awaitsPermit: boolean
}
export type Outline = RegisteredOutline | { readonly status: 'transferred'; readonly isRecorder: boolean }

/** Null for what is in no list. */
export function outlineOf(record: InquiryRecord, identity: Identity | null, personId: PersonId): Outline | null {
  const isRecorder = identity?.recorderId === personId
  if (record.status === 'transferred') return { status: 'transferred', isRecorder }
  if (!isRegistered(record)) return null
  const { status, escalationLevel } = record
  const turn = { status, next: { role: record.next.role, dueOn: record.next.dueOn } }
  // The recorder may know his record whoever is named in it and whoever handles it.
  const others = isRecorder
    ? { named: [], unfilledRoles: [], handler: null, classHistory: [], permits: [] }
    : {
        named: record.named,
        unfilledRoles: record.unfilledRoles,
        handler: record.handler,
        classHistory: record.classHistory.length > 0 ? ['classed'] : [],
        permits: record.permits.filter(
          ({ asker, decision, withdrawn }) =>
            asker.personId === personId && decision?.kind === 'approved' && withdrawn === null,
        ),
      }
  const awaitsPermit = !isRecorder && record.permits.some(({ decision }) => decision === null)
  return { ...turn, ...others, escalationLevel: Math.min(1, escalationLevel), isRecorder, awaitsPermit }
}

/** Whether the next step is the viewer's: his role's, his own answer, or his as the handler who took the record up. */
export function isTaskOf(
  viewer: Pick<Viewer, 'personId' | 'roles'>,
  {
    record,
    isRecorder,
    standing,
  }: { readonly record: Turn; readonly isRecorder: boolean; readonly standing: Standing },
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
const wantsHandler = ({ status, handler }: Turn): boolean => status !== 'registered' && handler === null

/** What is overdue goes up to who reviews it: the office head, or with the head named whom the route names instead (R38, R43). */
function reviews(
  viewer: Pick<Viewer, 'roles'>,
  { named, unfilledRoles }: Turn,
  organisation: Organisation,
  day: Day,
): boolean {
  const route = routeFor({ organisation, named, unfilledRoles, day })
  return route.kind === 'bureau' && viewer.roles.includes(route.reviewedBy)
}

/** Blanks and case do not matter; what separates the texts of a row cannot be typed. */
export const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\s\p{Cc}]/gu, '')
    .toLowerCase()

export type RowWords = {
  /** What anybody finds who may know the record. */
  readonly texts: readonly string[]
  /** Who recorded, for those who learn it (R41). */
  readonly recorder: string
  /** Whose timeline the record is on (R28). */
  readonly subjects: readonly string[]
}

/** Without those that stand in another: the situation repeats most of what was typed. */
const apart = (texts: readonly string[]): string[] =>
  texts.filter(
    (text, i) => !texts.some((other, k) => k !== i && other.includes(text) && (other.length > text.length || k < i)),
  )

/** What a search looks at: case, number, persons and words. */
export function wordsOf(record: RegisteredRecord, identity: Identity | null): RowWords {
  const { content } = record
  const names = [content.inquirer.person, content.principal?.person].map((person) =>
    person && person.kind !== 'unknown' ? person.name : '',
  )
  return {
    texts: apart(
      [
        record.registerNumber,
        content.caseTitle,
        content.caseNumber,
        content.handlingUnit,
        content.exactWords,
        content.situation,
        ...names,
      ].map(plain),
    ),
    recorder: plain(identity?.name ?? ''),
    subjects: partsOf(content, subjectsOf(content)).map(({ key }) => key),
  }
}
