/** Builders and the given / when / then of an inquiry record, for tests. Real rules, an invented bureau, no clock. */
import { momentOf, day, type Instant } from '../../kit/calendar.ts'
import { invariant } from '../../kit/invariant.ts'
import type { RegisterNumber } from '../dossier/types.ts'
import { aBureau, nameOf, people, rolesOf, unitIds, type PersonKey } from '../organisation/testing.ts'
import { initialTimeLimits } from '../rules/time-limits.ts'
import { publishedWorkingDays } from '../rules/working-days.ts'
import type { Command, CommandActor, CommandOf, Refusal, Rules } from './commands.ts'
import type { InquiryContent, PersonReference } from './content.ts'
import { decide, type Decided } from './decide.ts'
import { fold, type InquiryRecord, isRegistered, type RegisteredRecord } from './state.ts'

/** A moment in Asia/Shanghai, `2026-03-02 09:30`. */
export const at = (text: string): Instant => momentOf(day(text.slice(0, 10)), text.slice(11) || '10:00')

export const theRules: Rules = {
  organisation: aBureau(),
  timeLimits: initialTimeLimits,
  workingDays: publishedWorkingDays,
}

export const internal = (key: PersonKey): PersonReference => ({
  kind: 'internal',
  personId: people[key],
  name: nameOf(key),
  unit: '',
  post: '',
})
export const outside = (name: string): PersonReference => ({ kind: 'outside', name, unit: '', post: '' })

/** What the deputy head said on the telephone on Monday 2026-03-02, complete enough to be registered. */
export function anInquiry(changes: Partial<InquiryContent> = {}): InquiryContent {
  return {
    caseTitle: '柳河路某餐饮店占道经营案',
    caseNumber: '清综执立〔2026〕18号',
    caseStatus: 'open',
    handlingUnit: '柳河街道中队',
    handlingUnitId: unitIds.squadron,
    inquiredAt: { from: day('2026-03-02'), time: '09:30', to: null, approximate: false },
    place: '',
    channel: 'phone',
    inquirer: {
      kind: 'bureauLeader',
      person: internal('deputy'),
      claimedIdentity: '',
      identityVerified: true,
      verifiedHow: '本人来电',
      leadingCadreByPosts: null,
      leadingCadreOverride: null,
    },
    principal: null,
    letter: null,
    beneficiary: null,
    implicated: [],
    pressureThroughUnitHead: false,
    exactWords: '这家店的事情缓一缓。',
    demand: '暂缓处罚',
    stage: 'investigation',
    redLines: { evidenceAdmission: 'no', factFinding: 'no', specificAct: 'unknown' },
    response: 'refused',
    responseWords: '',
    witnesses: '',
    suggestedClass: null,
    suggestion: '',
    lateReason: '',
    evidence: [],
    situation: '',
    ...changes,
  }
}

export const anInquiryBy = (person: PersonReference, changes: Partial<InquiryContent> = {}): InquiryContent =>
  anInquiry({ inquirer: { ...anInquiry().inquirer, person }, ...changes })

export const as = (key: PersonKey, isRecorder = false): CommandActor => ({
  personId: people[key],
  name: nameOf(key),
  roles: rolesOf(key),
  isRecorder,
})
export const asRecorder = (key: PersonKey = 'officer'): CommandActor => as(key, true)

const signature = { kind: 'typed' } as const
const MONDAY = at('2026-03-02 11:00')
const TUESDAY = at('2026-03-03 10:00')

/** Commands that are accepted as they stand; a test changes the one thing it is about. */
export const commands = {
  register: (changes: Partial<CommandOf<'registerInquiry'>> = {}): Command => ({
    type: 'registerInquiry',
    at: MONDAY,
    by: asRecorder(),
    registerNumber: '2026-7F3K9Q' as RegisterNumber,
    content: anInquiry(),
    declaredTruthful: true,
    signature,
    ...changes,
  }),
  receive: (changes: Partial<CommandOf<'receiveRecord'>> = {}): Command => ({
    type: 'receiveRecord',
    at: TUESDAY,
    by: as('handler'),
    ...changes,
  }),
  assign: (handler: PersonKey, changes: Partial<CommandOf<'assignHandler'>> = {}): Command => ({
    type: 'assignHandler',
    at: TUESDAY,
    by: as('head'),
    handlerId: people[handler],
    recorderId: people.officer,
    ...changes,
  }),
  ask: (changes: Partial<CommandOf<'requestSupplement'>> = {}): Command => ({
    type: 'requestSupplement',
    at: TUESDAY,
    by: as('handler'),
    question: '通话记录是否留存？',
    ...changes,
  }),
  supplement: (changes: Partial<CommandOf<'addSupplement'>> = {}): Command => ({
    type: 'addSupplement',
    at: at('2026-03-04 10:00'),
    by: asRecorder(),
    text: '通话记录截图已留存。',
    evidence: [],
    named: [],
    ...changes,
  }),
  correct: (changes: Partial<CommandOf<'addCorrection'>> = {}): Command => ({
    type: 'addCorrection',
    at: at('2026-03-04 10:00'),
    by: asRecorder(),
    field: 'place',
    text: '通话时在办公室',
    reason: '登记时遗漏',
    named: [],
    ...changes,
  }),
  withdraw: (changes: Partial<CommandOf<'requestWithdrawal'>> = {}): Command => ({
    type: 'requestWithdrawal',
    at: at('2026-03-04 10:00'),
    by: asRecorder(),
    reason: '不想再追究',
    askedToWithdraw: false,
    askedBy: '',
    ...changes,
  }),
  assess: (changes: Partial<CommandOf<'assessClass'>> = {}): Command => ({
    type: 'assessClass',
    at: at('2026-03-05 10:00'),
    by: as('handler'),
    to: 'generalInquiry',
    reason: '仅询问进度',
    redLinesCrossed: [],
    duty: '',
    procedure: '',
    ...changes,
  }),
  sign: (changes: Partial<CommandOf<'signOpinion'>> = {}): Command => ({
    type: 'signOpinion',
    at: at('2026-03-06 10:00'),
    by: as('lead'),
    opinion: '留存备查。',
    signature,
    capacity: '',
    recusalReason: '',
    ...changes,
  }),
  close: (changes: Partial<CommandOf<'closeForReference'>> = {}): Command => ({
    type: 'closeForReference',
    at: at('2026-03-09 10:00'),
    by: as('handler'),
    reason: '意见已签署，无须核查',
    ...changes,
  }),
  verify: (changes: Partial<CommandOf<'openVerification'>> = {}): Command => ({
    type: 'openVerification',
    at: at('2026-03-09 10:00'),
    by: as('handler'),
    plan: '调取通话记录，找相关人员谈话',
    ...changes,
  }),
  remark: (text: string, changes: Partial<CommandOf<'addRemark'>> = {}): Command => ({
    type: 'addRemark',
    at: TUESDAY,
    by: as('handler'),
    text,
    ...changes,
  }),
  name: (person: PersonReference, changes: Partial<CommandOf<'nameFound'>> = {}): Command => ({
    type: 'nameFound',
    at: at('2026-03-05 10:00'),
    by: as('head'),
    person,
    as: 'intermediary',
    reason: '通话记录显示由其转达',
    recorderId: people.officer,
    ...changes,
  }),
  proposeClearing: (key: PersonKey, changes: Partial<CommandOf<'proposeClearing'>> = {}): Command => ({
    type: 'proposeClearing',
    at: at('2026-03-10 10:00'),
    by: as('head'),
    personId: people[key],
    reason: '经核对系同名的另一人',
    ...changes,
  }),
  confirmClearing: (key: PersonKey, changes: Partial<CommandOf<'confirmClearing'>> = {}): Command => ({
    type: 'confirmClearing',
    at: at('2026-03-11 10:00'),
    by: as('lead'),
    personId: people[key],
    recorderId: people.officer,
    ...changes,
  }),
  view: (changes: Partial<CommandOf<'recordView'>> = {}): Command => ({
    type: 'recordView',
    at: TUESDAY,
    by: as('handler'),
    purpose: '接收登记',
    ...changes,
  }),
} as const

/**
 * `given(...commands)` carries the commands out, each of which must be accepted, and `when` tries one more.
 */
export function given(...before: readonly Command[]): Given {
  return givenUnder(theRules, ...before)
}

export type Given = {
  readonly record: RegisteredRecord
  readonly decided: readonly Decided[]
  when(command: Command): Outcome
}
export type Outcome = {
  /** The record after the command; throws when it was refused. */
  accepted(): RegisteredRecord
  last(): Decided
  /** Null when it was accepted. */
  refusal(): Refusal | null
}

export function givenUnder(rules: Rules, ...before: readonly Command[]): Given {
  const decided: Decided[] = []
  const now = (): InquiryRecord => fold(decided.map(({ event }) => event))
  for (const command of before) {
    const decision = decide(command, now(), rules)
    invariant(decision.ok, `${command.type} was refused: ${decision.ok ? '' : JSON.stringify(decision.refusal)}`)
    decided.push(...decision.value)
  }
  return {
    decided,
    get record() {
      const record = now()
      invariant(isRegistered(record), 'something was registered')
      return record
    },
    when(command) {
      const outcome = decide(command, now(), rules)
      return {
        accepted: () => givenUnder(rules, ...before, command).record,
        last: () => {
          const last = givenUnder(rules, ...before, command).decided.at(-1)
          invariant(last, 'an accepted command leaves an event')
          return last
        },
        refusal: () => (outcome.ok ? null : outcome.refusal),
      }
    },
  }
}
