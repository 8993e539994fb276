/**
 * What the written procedure says is what the engine does (R39). The tables are read back from the document's own words, and each claim is
 * driven through `decide`, `roleFor`, `routeFor` and `sweepStep`; then the other way: what the engine does stands in a table.
 */
import { describe, expect, it } from 'vitest'
import { addDays, day, dayOf, type Day, momentOf } from '../../kit/calendar.ts'
import { invariant } from '../../kit/invariant.ts'
import { learnsIdentity, mayAct, opensEvidence, standings } from '../access/need-to-know.ts'
import { areas, commandGrants, mayOpen, roleFor } from '../access/permissions.ts'
import { routedRoles, routeFor, type RoutedRole } from '../access/route.ts'
import { sweepStep } from '../dossier/deadlines.ts'
import type { Command, CommandActor } from '../inquiry-record/commands.ts'
import { decide } from '../inquiry-record/decide.ts'
import {
  evolve,
  type InquiryRecord,
  type InquiryStatus,
  initial,
  isRegistered,
  type RegisteredRecord,
} from '../inquiry-record/state.ts'
import { as, asRecorder, at, commands, given, internal, outside, theRules } from '../inquiry-record/testing.ts'
import { aBureau, people, type PersonKey } from '../organisation/testing.ts'
import { roles } from '../organisation/types.ts'
import { changeTimeLimits, defaultTimeLimits, initialTimeLimits, type Limit } from '../rules/time-limits.ts'
import { addWorkingDays, publishedWorkingDays } from '../rules/working-days.ts'
import { procedureOf, type Procedure, type ProcedureTable } from './procedure.ts'
import {
  BUT,
  EVERY_STATE,
  areaWords,
  commandWords,
  NO,
  NOBODY,
  reachedWords,
  roleWords,
  standingWords,
  statusWords,
  UNCHANGED,
  YES,
} from './wording.ts'

const today = day('2026-03-02')
const procedure = procedureOf({ bureau: '清源区综合执法局', timeLimits: initialTimeLimits, day: today })

const tableOf = (id: ProcedureTable['id'], from: Procedure = procedure): readonly (readonly string[])[] => {
  const table = from.sections.flatMap(({ tables }) => tables).find((each) => each.id === id)
  invariant(table, `the procedure has a table ${id}`)
  return table.rows
}

/** From the word of the document back to the code; fails for a word that stands for two. */
function codeOf<Code extends string>(words: Readonly<Record<Code, string>>, word: string): Code {
  const codes = (Object.keys(words) as Code[]).filter((code) => words[code] === word)
  expect(codes, word).toHaveLength(1)
  return codes[0] as Code
}
const codesOf = <Code extends string>(words: Readonly<Record<Code, string>>, cell = ''): readonly Code[] =>
  cell === NOBODY ? [] : cell.split('、').map((word) => codeOf(words, word))

/** `各个状态`, `待接收以外的各个状态`, or the states one by one. */
function statesIn(cell = ''): readonly InquiryStatus[] {
  if (!cell.endsWith(EVERY_STATE)) return codesOf(statusWords, cell)
  const but = codesOf(statusWords, cell.slice(0, -EVERY_STATE.length).replace(BUT, '') || NOBODY)
  return (Object.keys(to) as InquiryStatus[]).filter((status) => !but.includes(status))
}

function limitIn(cell = ''): Limit {
  const [, count = '', unit] = /^(\d+)(个工作日|日)$/.exec(cell) ?? []
  expect(count, cell).not.toBe('')
  return { unit: unit === '日' ? 'days' : 'workingDays', count: Number(count) }
}
const lastDay = ({ unit, count }: Limit, from: Day): Day =>
  unit === 'days' ? addDays(from, count) : addWorkingDays(from, count, publishedWorkingDays)

const { register, receive, assess, sign, close, verify, ask, name, proposeClearing } = commands
const MOMENT = at('2026-03-12 10:00')

const proposing = (by: CommandActor = as('handler'), moment = at('2026-03-11 09:00')): Command => ({
  type: 'proposeTransfer',
  at: moment,
  by,
  reason: '应由上级机关办理',
})
const answering = (by: CommandActor, agreed: boolean, moment = MOMENT): Command => ({
  type: 'answerTransfer',
  at: moment,
  by,
  agreed,
  reason: '本机关可以办理',
})

/** A record in each state, and in each way to it that the engine tells apart. */
const to = {
  registered: [[register()]],
  received: [[register(), receive()]],
  supplementRequested: [
    [register(), receive(), ask()],
    [register(), receive(), assess(), ask()],
    [register(), receive(), assess(), sign(), verify(), ask({ at: at('2026-03-10 10:00') })],
  ],
  assessed: [[register(), receive(), assess()]],
  opinionSigned: [[register(), receive(), assess(), sign()]],
  verifying: [[register(), receive(), assess(), sign(), verify()]],
  closedForReference: [[register(), receive(), assess(), sign(), close()]],
  transferProposed: [
    [register(), proposing()],
    [register(), receive(), proposing()],
    [register(), receive(), assess(), proposing()],
    [register(), receive(), assess(), sign(), proposing()],
    [register(), receive(), assess(), sign(), verify(), proposing()],
  ],
  transferAgreed: [[register(), receive(), proposing(), answering(as('lead'), true, at('2026-03-11 10:00'))]],
} as const satisfies Record<RegisteredRecord['status'], readonly (readonly Command[])[]>

const records: readonly { readonly status: InquiryStatus; readonly record: InquiryRecord }[] = [
  { status: 'unregistered', record: initial },
  ...Object.entries(to).flatMap(([status, ways]) =>
    ways.map((way) => ({ status: status as InquiryStatus, record: prepared(given(...way).record) })),
  ),
]

/** With somebody named wrongly, a proposal to clear another, and requests for a permit: so that every command finds what it is about. */
function prepared(record: RegisteredRecord): RegisteredRecord {
  const steps: readonly Command[] = [
    name(internal('colleague'), { by: as('head'), at: MOMENT }),
    name(internal('unitHead'), { by: as('head'), at: MOMENT }),
    proposeClearing('unitHead', { by: as('head'), at: MOMENT }),
  ]
  const later = steps.reduce<InquiryRecord>((before, command) => {
    const decided = decide(command, before, theRules)
    invariant(decided.ok, 'the preparation is accepted')
    return decided.value.reduce((folded, { event }) => evolve(folded, event), before)
  }, record)
  const asked = (permitId: string) =>
    ({
      type: 'permitRequested',
      at: MOMENT,
      by: { kind: 'officer', personId: people.secondHandler, name: '容小满', role: 'disciplineHandler' },
      permitId,
      reason: '接手办理',
      purpose: '核对',
      wantedUntil: day('2026-03-16'),
      wantsEvidence: false,
      answerTag: 'tag',
    }) as const
  const approved = {
    type: 'permitApproved',
    at: MOMENT,
    by: { kind: 'officer', personId: people.head, name: '江正平', role: 'disciplineOfficeHead' },
    permitId: 'p2',
    until: at('2026-03-17 00:00'),
    withEvidence: false,
  } as const
  const done = [asked('p1'), asked('p2'), approved].reduce<InquiryRecord>(
    (folded, event) => evolve(folded, event),
    later,
  )
  invariant(isRegistered(done), 'it stays registered')
  return done
}

const when = { at: MOMENT }
const commandFor: { readonly [Type in Command['type']]: (by: CommandActor) => Command } = {
  registerInquiry: (by) => register({ by }),
  receiveRecord: (by) => receive({ ...when, by }),
  assignHandler: (by) => commands.assign('secondHandler', { ...when, by }),
  requestSupplement: (by) => ask({ ...when, by }),
  addSupplement: (by) => commands.supplement({ ...when, by }),
  addCorrection: (by) => commands.correct({ ...when, by }),
  requestWithdrawal: (by) => commands.withdraw({ ...when, by }),
  assessClass: (by) => assess({ ...when, by }),
  signOpinion: (by) => sign({ ...when, by }),
  closeForReference: (by) => close({ ...when, by }),
  openVerification: (by) => verify({ ...when, by }),
  addRemark: (by) => commands.remark('已核对', { ...when, by }),
  recordView: (by) => commands.view({ ...when, by }),
  recordPrint: (by) => ({ type: 'recordPrint', ...when, by, paper: 'registrationForm', digest: 'a' }),
  recordExport: (by) => ({ type: 'recordExport', ...when, by, what: 'evidence' }),
  recordTimeline: (by) => ({ type: 'recordTimeline', ...when, by }),
  approvePermit: (by) => ({
    type: 'approvePermit',
    ...when,
    by,
    permitId: 'p1',
    untilDay: day('2026-03-16'),
    withEvidence: false,
  }),
  refusePermit: (by) => ({ type: 'refusePermit', ...when, by, permitId: 'p1', reason: '无须查看' }),
  withdrawPermit: (by) => ({ type: 'withdrawPermit', ...when, by, permitId: 'p2', reason: '不再需要' }),
  nameFound: (by) => name(outside('外人乙'), { ...when, by }),
  proposeClearing: (by) => proposeClearing('colleague', { ...when, by }),
  proposeTransfer: (by) => proposing(by, MOMENT),
  answerTransfer: (by) => answering(by, true),
  sealTransfer: (by) => ({
    type: 'sealTransfer',
    ...when,
    by,
    superior: { organ: '上级机关', recipients: ['指纹'] },
    package: { sha256: 'a', size: 1 },
    granted: [],
    keptFrom: '',
  }),
  confirmClearing: (by) => commands.confirmClearing('unitHead', { ...when, by }),
}
const commandTypes = Object.keys(commandFor) as Command['type'][]
const actors: readonly CommandActor[] = [
  asRecorder(),
  ...(Object.keys(people) as PersonKey[]).filter((key) => key !== 'officer').map((key) => as(key)),
]

type Done = {
  readonly type: Command['type']
  readonly from: InquiryStatus
  readonly to: InquiryStatus | 'transferred'
  readonly by: CommandActor
}
/** Everything that the engine accepts, of anybody, in any state. */
const done: readonly Done[] = records.flatMap(({ status, record }) =>
  commandTypes.flatMap((type) =>
    actors.flatMap((by): readonly Done[] =>
      // Two answers lead two ways.
      [commandFor[type](by), ...(type === 'answerTransfer' ? [answering(by, false)] : [])].flatMap((command) => {
        const decided = decide(command, record, theRules)
        if (!decided.ok) return []
        const after = decided.value.reduce((folded, { event }) => evolve(folded, event), record)
        return [{ type, from: status, to: after.status, by }]
      }),
    ),
  ),
)
const key = (...parts: readonly string[]): string => parts.join(' → ')

describe('the written procedure and the engine', () => {
  it('R39: roles: the document gives a command exactly the roles that carry it', () => {
    const rows = tableOf('grants')
    expect(rows.map(([command]) => codeOf(commandWords, command ?? '')).toSorted()).toEqual(
      Object.keys(commandGrants).toSorted(),
    )
    for (const [command, cell] of rows) {
      const type = codeOf(commandWords, command ?? '') as Command['type']
      const claimed = codesOf(roleWords, cell)
      for (const role of roles) expect(roleFor([role], type) !== null, `${role} ${type}`).toBe(claimed.includes(role))
      expect(commandGrants[type].asRecorder).toBe(claimed.includes('recorder'))
      // Nobody else was ever let through.
      for (const { by } of done.filter((each) => each.type === type))
        expect(by.isRecorder ? claimed.includes('recorder') : by.roles.some((role) => claimed.includes(role))).toBe(
          true,
        )
    }
  })

  it('R38, R39: states: whatever the document says may follow what, the engine does, and nothing else', () => {
    const claimed = new Set(
      tableOf('transitions').flatMap(([command, before, after]) =>
        statesIn(before).flatMap((from) =>
          (after === UNCHANGED ? [from] : codesOf(reachedWords, after)).map((next) =>
            key(codeOf(commandWords, command ?? ''), from, next),
          ),
        ),
      ),
    )
    const driven = new Set(done.map(({ type, from, to: next }) => key(type, from, next)))
    expect([...driven].toSorted()).toEqual([...claimed].toSorted())
    expect(driven.size).toBeGreaterThan(100)
  })

  it('R38, R39: owners and days: each state waits for whom the document says, until the day it says', () => {
    const rows = tableOf('states')
    expect(rows.map(([status]) => codeOf(statusWords, status ?? '')).toSorted()).toEqual(Object.keys(to).toSorted())
    for (const [status = '', owner, limit, since] of rows) {
      const code = codeOf(statusWords, status) as RegisteredRecord['status']
      for (const way of to[code]) {
        const { next, registeredAt } = given(...way).record
        expect(next.role ? [next.role] : []).toEqual(codesOf(roleWords, owner))
        if (limit === NOBODY) {
          expect(next.dueOn).toBeNull()
          continue
        }
        const entered = way.at(-1)
        invariant(entered, 'a way has steps')
        const from = since === '登记之日' ? dayOf(registeredAt) : dayOf(entered.at)
        expect(next.dueOn, status).toBe(lastDay(limitIn(limit), from))
      }
    }
  })

  it('R38, R39: reminders: on every day around the due day the sweep does what the document says', () => {
    const [[, before], [, again]] = tableOf('reminders') as [readonly string[], readonly string[]]
    const dueOn = day('2026-03-18')
    for (let offset = -10; offset <= 10; offset += 1) {
      const onDay = addDays(dueOn, offset)
      const waiting = { dueOn, owner: 'disciplineOffice', remindedFor: null, escalationLevel: 0 } as const
      const step = sweepStep(waiting, momentOf(onDay, '07:00'), defaultTimeLimits, publishedWorkingDays)
      const reminds = onDay <= dueOn && dueOn <= lastDay(limitIn(before), onDay)
      expect(step?.event.type ?? null, onDay).toBe(onDay > dueOn ? 'escalated' : reminds ? 'reminded' : null)
      if (step?.event.type === 'escalated') expect(step.event.dueOn).toBe(lastDay(limitIn(again), onDay))
    }
  })

  it('R34, R39: a changed limit stands in the document from its first day, and the engine keeps it', () => {
    const limits = { ...defaultTimeLimits, receive: { unit: 'workingDays', count: 4 } as const }
    const changed = changeTimeLimits(initialTimeLimits, { validFrom: day('2026-04-01'), limits, today })
    invariant(changed.ok, 'the change is accepted')
    const later = procedureOf({ bureau: '', timeLimits: changed.value, day: day('2026-04-02') })
    const row = tableOf('states', later).find(([status]) => status === statusWords.registered)
    expect(limitIn(row?.[2])).toEqual(limits.receive)
    const registered = decide(register({ at: at('2026-04-02 10:00') }), initial, {
      ...theRules,
      timeLimits: changed.value,
    })
    invariant(registered.ok, 'it is registered')
    expect(registered.value[0]?.facts.dueOn).toBe(lastDay(limits.receive, day('2026-04-02')))
  })

  it('R39, R43: routes: each row of the document is the way that a matter goes', () => {
    const holders: Readonly<Record<RoutedRole, readonly PersonKey[]>> = {
      disciplineHandler: ['handler', 'secondHandler'],
      disciplineOfficeHead: ['head'],
      disciplineLead: ['lead'],
      partyGroupSecretary: ['secretary'],
    }
    const rows = tableOf('routes')
    expect(new Set(rows.map(([named]) => named)).size).toBe(2 ** routedRoles.length)
    for (const [cell, handles, reviews, signs, superior] of rows) {
      const named = codesOf(roleWords, cell).flatMap((role) => holders[role as RoutedRole].map((who) => people[who]))
      const route = routeFor({ organisation: aBureau(), named, unfilledRoles: [], day: today })
      expect(superior === '密封移送', cell).toBe(route.kind === 'superiorOnly')
      if (route.kind === 'superiorOnly') continue
      expect([handles, reviews, signs].map((word) => codeOf(roleWords, word ?? ''))).toEqual([
        route.handledBy,
        route.reviewedBy,
        route.signedBy,
      ])
      expect(superior === '同时报告').toBe(route.superiorInformed)
    }
  })

  it('R37, R39: viewing: what each standing gives, and how long a permit lasts', () => {
    const rows = tableOf('standings')
    expect(rows.map(([word]) => codeOf(standingWords, word ?? ''))).toEqual([...standings])
    for (const [word, identity, evidence, acts] of rows) {
      const standing = codeOf(standingWords, word ?? '')
      const said = (may: boolean): string => (may ? YES : NO)
      expect([identity, evidence, acts]).toEqual([
        said(learnsIdentity(standing)),
        said(opensEvidence(standing, null)),
        said(mayAct(standing)),
      ])
    }
    const longest = limitIn(tableOf('permits').find(([what]) => what === '最长期限')?.[1])
    const waiting = records.find(({ status }) => status === 'received')?.record
    invariant(waiting, 'there is a received record')
    const until = (untilDay: Day) =>
      decide({ ...commandFor.approvePermit(as('head')), untilDay } as Command, waiting, theRules)
    const last = lastDay(longest, dayOf(MOMENT))
    expect(until(last).ok).toBe(true)
    expect(until(addDays(last, 1))).toMatchObject({ refusal: { code: 'permitTermOutOfRange' } })
  })

  it('R39, R87: areas: the document opens to a role exactly what the door opens', () => {
    const rows = tableOf('areas')
    expect(rows.map(([word]) => codeOf(areaWords, word ?? ''))).toEqual([...areas])
    for (const [word, cell] of rows) {
      const area = codeOf(areaWords, word ?? '')
      const claimed = codesOf(roleWords, cell)
      for (const role of roles) expect(mayOpen([role], area), `${role} ${area}`).toBe(claimed.includes(role))
    }
  })

  it('R12, R39: is neutral, and names nobody', () => {
    const said = JSON.stringify(procedure.sections.slice(1))
    expect(said).not.toMatch(/干预|违法|说情|插手/)
    for (const { name: person } of aBureau().persons) expect(said).not.toContain(person)
  })
})
