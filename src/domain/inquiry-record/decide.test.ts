import { describe, expect, it } from 'vitest'
import { aBureau, people, withAccount, type PersonKey } from '../organisation/testing.ts'
import { defaultTimeLimits } from '../rules/time-limits.ts'
import { day } from '../../kit/calendar.ts'
import type { Command } from './commands.ts'
import { redLines } from './content.ts'
import { anInquiryBy, as, asRecorder, at, commands, given, givenUnder, internal, outside, theRules } from './testing.ts'

const { register, receive, assign, ask, supplement, correct, withdraw, assess, sign, close, verify, remark, view } =
  commands

const everyCommand = (by: ReturnType<typeof as>): readonly Command[] => [
  receive({ by }),
  assign('handler', { by }),
  ask({ by }),
  supplement({ by }),
  correct({ by }),
  withdraw({ by }),
  assess({ by }),
  sign({ by }),
  close({ by }),
  verify({ by }),
  remark('某', { by }),
  view({ by }),
]

describe('named persons', () => {
  it.each(['handler', 'head', 'lead', 'secretary', 'unitHead', 'administrator'] as const)(
    'R42: a named %s is refused every command as named, before any other rule (edge case 1)',
    (key) => {
      const record = given(register({ content: anInquiryBy(internal(key)) }))
      for (const command of everyCommand(as(key)))
        expect(record.when(command).refusal()).toEqual({ code: 'namedInMatter' })
    },
  )

  it('R42: whoever becomes known later is cut off at once, and the handler’s place is free again (edge case 3)', () => {
    const before = given(register({ content: anInquiryBy(outside('某来电人')) }), receive(), view())
    const after = given(
      register({ content: anInquiryBy(outside('某来电人')) }),
      receive(),
      view(),
      correct({ field: 'inquirer', text: '来电人系白若水', named: [people.handler] }),
    )
    expect(before.record.handler?.personId).toBe(people.handler)
    expect(after.record.handler).toBeNull()
    expect(after.record.views).toHaveLength(1)
    expect(after.when(assess()).refusal()).toEqual({ code: 'namedInMatter' })
    expect(after.when(assess({ by: as('secondHandler') })).accepted().status).toBe('assessed')
  })

  it('R43: naming the lead later makes the alternate next, and the due day stays', () => {
    const steps = [register({ content: anInquiryBy(outside('某来电人')) }), receive(), assess()]
    const before = given(...steps).record.next
    const after = given(...steps, supplement({ text: '来电人系温执中', named: [people.lead] })).record.next
    expect(after).toEqual({ ...before, role: 'partyGroupSecretary' })
  })
})

describe('receiving and handling', () => {
  it('R38: the receiver handles, with fifteen working days from the registration', () => {
    const record = given(register()).when(receive()).accepted()
    expect(record).toMatchObject({
      status: 'received',
      handler: { personId: people.handler },
      next: { office: 'disciplineOffice', role: 'disciplineHandler', dueOn: '2026-03-23' },
    })
  })

  it('R37: once somebody handles the record only he and the head go on with it', () => {
    const received = given(register(), receive())
    expect(received.when(ask({ by: as('secondHandler') })).refusal()).toEqual({ code: 'notAssignedHandler' })
    expect(received.when(ask({ by: as('head') })).accepted().status).toBe('supplementRequested')
    const assigned = given(register(), receive(), assign('secondHandler'))
    expect(assigned.when(ask({ by: as('secondHandler') })).accepted().status).toBe('supplementRequested')
    expect(assigned.when(ask()).refusal()).toEqual({ code: 'notAssignedHandler' })
  })

  it('R43: only an eligible handler can be assigned', () => {
    const named = given(register({ content: anInquiryBy(internal('secondHandler')) }))
    expect(named.when(assign('secondHandler')).refusal()).toEqual({ code: 'handlerNotEligible' })
    expect(named.when(assign('colleague')).refusal()).toEqual({ code: 'handlerNotEligible' })
    expect(named.when(assign('handler', { recorderId: people.handler })).refusal()).toEqual({
      code: 'handlerNotEligible',
    })
    expect(named.when(assign('handler')).accepted().handler?.personId).toBe(people.handler)
  })

  it('R43: with the head named the lead assigns; otherwise it is not his to do', () => {
    const headNamed = given(register({ content: anInquiryBy(internal('head')) }))
    expect(headNamed.when(assign('handler', { by: as('lead') })).accepted().handler?.personId).toBe(people.handler)
    expect(
      given(register())
        .when(assign('handler', { by: as('lead') }))
        .refusal(),
    ).toEqual({ code: 'notPermitted' })
  })

  it.each(['unitHead', 'deputy', 'secretary', 'colleague', 'administrator'] as const)(
    'R8: %s has no step on a record and can write nothing onto it',
    (key: PersonKey) => {
      const received = given(register({ content: anInquiryBy(outside('某来电人')) }), receive())
      for (const command of [
        ask({ by: as(key) }),
        assess({ by: as(key) }),
        remark('请从快', { by: as(key) }),
        view({ by: as(key) }),
      ])
        expect(received.when(command).refusal()).toEqual({ code: 'notPermitted' })
    },
  )
})

describe('supplements, corrections, withdrawals', () => {
  it('R38: a question gives the recorder five working days and the answer moves the record back', () => {
    const asked = given(register(), receive(), ask())
    expect(asked.record).toMatchObject({
      status: 'supplementRequested',
      next: { office: 'recorder', role: 'recorder', dueOn: '2026-03-10' },
    })
    const { event, facts } = asked.when(supplement()).last()
    expect(event.type).toBe('supplementAdded')
    expect(facts).toEqual({ verb: 'moved', owner: 'disciplineOffice', dueOn: '2026-03-23' })
    expect(asked.when(supplement()).accepted().status).toBe('received')
  })

  it('R38: returns to where the question was asked, and a verification keeps its day', () => {
    expect(given(register(), receive(), assess(), ask(), supplement()).record.status).toBe('assessed')
    const verifying = [register(), receive(), assess(), sign(), verify()]
    const dueOn = given(...verifying).record.next.dueOn
    const back = given(...verifying, ask({ at: at('2026-03-20') }), supplement({ at: at('2026-03-24') })).record
    expect(back).toMatchObject({ status: 'verifying', next: { dueOn } })
  })

  it('R38: an unanswered question does not hold the office up', () => {
    expect(given(register(), receive(), ask()).when(assess()).accepted().status).toBe('assessed')
  })

  it('R19: additions leave the original byte-identical and the state alone', () => {
    const before = given(register(), receive(), assess(), sign(), close()).record
    const after = given(register(), receive(), assess(), sign(), close(), supplement(), correct(), withdraw()).record
    expect(JSON.stringify(after.content)).toBe(JSON.stringify(before.content))
    expect(after.status).toBe('closedForReference')
    expect([after.supplements.length, after.corrections.length, after.withdrawals.length]).toEqual([1, 1, 1])
  })

  it('R19: a correction needs field, text and reason, and belongs to the recorder', () => {
    expect(
      given(register())
        .when(correct({ reason: ' ' }))
        .refusal(),
    ).toEqual({ code: 'textMissing', text: 'reason' })
    expect(
      given(register())
        .when(correct({ text: '' }))
        .refusal(),
    ).toEqual({ code: 'textMissing', text: 'text' })
    expect(
      given(register())
        .when(correct({ by: as('handler') }))
        .refusal(),
    ).toEqual({ code: 'notPermitted' })
    expect(
      given(register())
        .when(supplement({ by: as('colleague') }))
        .refusal(),
    ).toEqual({ code: 'notPermitted' })
  })

  it('R20: withdrawing asks whether somebody asked for it and moves nothing (edge case 14)', () => {
    const received = given(register(), receive())
    expect(received.when(withdraw({ askedToWithdraw: null })).refusal()).toEqual({ code: 'withdrawalAnswerMissing' })
    const record = received.when(withdraw({ askedToWithdraw: true, askedBy: '某领导' })).accepted()
    expect(record).toMatchObject({ status: 'received', next: received.record.next })
    expect(record.withdrawals[0]).toMatchObject({ askedToWithdraw: true, askedBy: '某领导' })
  })
})

describe('the class', () => {
  const received = given(register(), receive())
  const lawful = { to: 'lawfulSupervision', duty: '分管执法工作', procedure: '局长办公会纪要〔2026〕3号' } as const

  it('R9: lawful supervision needs the duty and the procedure', () => {
    expect(received.when(assess({ ...lawful, duty: '', procedure: ' ' })).refusal()).toEqual({
      code: 'lawfulSupervisionUnproven',
      missing: ['duty', 'procedure'],
    })
    expect(received.when(assess(lawful)).accepted().finalClass).toBe('lawfulSupervision')
  })

  it.each(redLines)(
    'R10: %s crossed refuses lawful supervision, whether the recorder or the office says so',
    (line) => {
      const refusal = { code: 'redLineCrossed', redLines: [line] }
      expect(received.when(assess({ ...lawful, redLinesCrossed: [line] })).refusal()).toEqual(refusal)
      const said = given(
        register({ content: { ...anInquiryBy(internal('deputy')), redLines: { ...noLines, [line]: 'yes' } } }),
        receive(),
      )
      expect(said.when(assess(lawful)).refusal()).toEqual(refusal)
    },
  )

  it('R11: the recorder cannot give the class, not even a recorder of the discipline office (edge case 5)', () => {
    expect(received.when(assess({ by: asRecorder('officer') })).refusal()).toEqual({ code: 'notPermitted' })
    const own = given(register({ by: asRecorder('handler') }), receive({ by: as('secondHandler') }))
    expect(own.when(assess({ by: asRecorder('handler') })).refusal()).toEqual({ code: 'recorderCannotDecide' })
    expect(own.when(receive({ by: asRecorder('handler') })).refusal()).toEqual({ code: 'recorderCannotDecide' })
  })

  it('R11: reclassification appends who, when, from, to and why', () => {
    const record = given(
      register(),
      receive(),
      assess(),
      assess({ by: as('head'), to: 'suspectedInterference', reason: '新的情况' }),
    ).record
    expect(record.finalClass).toBe('suspectedInterference')
    expect(record.classHistory).toMatchObject([
      { from: null, to: 'generalInquiry', by: { personId: people.handler }, reason: '仅询问进度' },
      { from: 'generalInquiry', to: 'suspectedInterference', by: { personId: people.head }, reason: '新的情况' },
    ])
    expect(received.when(assess({ reason: '' })).refusal()).toEqual({ code: 'textMissing', text: 'reason' })
  })

  const noLines = { evidenceAdmission: 'no', factFinding: 'no', specificAct: 'no' } as const
})

describe('the opinion', () => {
  const assessed = given(register(), receive(), assess())

  it('R84: the discipline lead signs what was assessed, once', () => {
    expect(given(register(), receive()).when(sign()).refusal()).toEqual({ code: 'classNotAssessed' })
    const signed = given(register(), receive(), assess(), sign())
    expect(signed.record).toMatchObject({
      status: 'opinionSigned',
      opinion: { capacity: '', signatoryRole: 'disciplineLead' },
    })
    expect(signed.record.signatures.map(({ part }) => part)).toEqual(['officer', 'opinion'])
    expect(signed.when(sign()).refusal()).toEqual({ code: 'opinionAlreadySigned' })
    expect(signed.when(assess()).refusal()).toEqual({ code: 'opinionAlreadySigned' })
  })

  it('R43: nobody but the eligible signatory signs', () => {
    const refusal = { code: 'notTheSignatory', signatory: 'disciplineLead' }
    expect(assessed.when(sign({ by: as('secretary') })).refusal()).toEqual(refusal)
    expect(assessed.when(sign({ by: as('handler') })).refusal()).toEqual({ code: 'notPermitted' })
    expect(assessed.when(sign({ opinion: '' })).refusal()).toEqual({ code: 'textMissing', text: 'opinion' })
  })

  it('R84: with the lead named the secretary signs, in a stated capacity and with the reason', () => {
    const leadNamed = given(register({ content: anInquiryBy(internal('lead')) }), receive(), assess())
    const by = as('secretary')
    expect(leadNamed.record.next.role).toBe('partyGroupSecretary')
    expect(leadNamed.when(sign({ by })).refusal()).toEqual({ code: 'textMissing', text: 'capacity' })
    expect(leadNamed.when(sign({ by, capacity: '党组书记' })).refusal()).toEqual({
      code: 'textMissing',
      text: 'recusalReason',
    })
    const signed = leadNamed.when(sign({ by, capacity: '党组书记', recusalReason: '纪检分管领导回避' })).accepted()
    expect(signed.opinion).toMatchObject({ signatoryRole: 'partyGroupSecretary', capacity: '党组书记' })
  })

  it('R11: a lead who recorded does not sign; the secretary does', () => {
    const own = given(register({ by: asRecorder('lead') }), receive(), assess())
    expect(own.when(sign({ by: asRecorder('lead') })).refusal()).toEqual({ code: 'recorderCannotDecide' })
    const signed = own.when(sign({ by: as('secretary'), capacity: '党组书记', recusalReason: '回避' })).accepted()
    expect(signed.status).toBe('opinionSigned')
  })

  it('R38: leads to filing for reference, or to a verification of thirty days', () => {
    const signed = given(register(), receive(), assess(), sign())
    expect(signed.record.next).toMatchObject({ office: 'disciplineOffice', dueOn: '2026-03-13' })
    const closed = signed.when(close())
    expect(closed.accepted().next).toEqual({ office: 'none', role: null, dueOn: null })
    expect(closed.last().facts).toEqual({ verb: 'closed', owner: 'none', dueOn: null })
    expect(signed.when(close({ reason: '' })).refusal()).toEqual({ code: 'textMissing', text: 'reason' })
    expect(signed.when(verify()).accepted()).toMatchObject({ status: 'verifying', next: { dueOn: '2026-04-08' } })
    expect(assessed.when(close()).refusal()).toEqual({ code: 'wrongState', status: 'assessed' })
  })
})

describe('viewing and time', () => {
  it('R37: an assigned reader says what for; the recorder need not', () => {
    expect(
      given(register())
        .when(view({ purpose: '' }))
        .refusal(),
    ).toEqual({ code: 'textMissing', text: 'purpose' })
    expect(
      given(register())
        .when(view({ by: asRecorder(), purpose: '' }))
        .accepted().views,
    ).toHaveLength(1)
  })

  it('R43: a lent handler whose own unit head is named neither opens nor receives the record', () => {
    const roles = ['disciplineHandler'] as const
    const rules = { ...theRules, organisation: withAccount(aBureau(), 'colleague', { roles }) }
    const by = { ...as('colleague'), roles }
    const headNamed = givenUnder(rules, register({ content: anInquiryBy(internal('unitHead')) }))
    expect(headNamed.when(view({ by })).refusal()).toEqual({ code: 'notPermitted' })
    expect(headNamed.when(receive({ by })).refusal()).toEqual({ code: 'handlerNotEligible' })
    expect(givenUnder(rules, register()).when(view({ by })).accepted().views).toHaveLength(1)
  })

  it('R26: printing and exporting leave a trace with role and digest', () => {
    const time = at('2026-03-03')
    const print: Command = {
      type: 'recordPrint',
      at: time,
      by: as('handler'),
      paper: 'registrationForm',
      digest: 'ab12',
    }
    const { event, facts } = given(register()).when(print).last()
    expect(event).toMatchObject({ type: 'printed', digest: 'ab12', by: { role: 'disciplineHandler' } })
    expect(facts.verb).toBe('viewed')
    const record = given(register())
      .when({ type: 'recordExport', at: time, by: asRecorder(), what: 'proof' })
      .accepted()
    expect(record.exports).toMatchObject([{ what: 'proof', by: { kind: 'recorder' } }])
    expect(
      given(register())
        .when({ ...print, by: as('deputy') })
        .refusal(),
    ).toEqual({ code: 'namedInMatter' })
  })

  it('R26: a view leaves owner and day in the plain half as they are', () => {
    expect(given(register()).when(view()).last().facts).toEqual({
      verb: 'viewed',
      owner: 'disciplineOffice',
      dueOn: '2026-03-03',
    })
  })

  it('R38: no state but the last rests without owner and due day', () => {
    const path = [register(), receive(), ask(), supplement(), assess(), sign(), verify()]
    path.forEach((_, i) => {
      const { next } = given(...path.slice(0, i + 1)).record
      expect(next.dueOn).not.toBeNull()
      expect(next.office).not.toBe('none')
      expect(next.role).not.toBeNull()
    })
  })

  it('R34: a record keeps the limits of the day it was registered', () => {
    const later = {
      version: 2,
      validFrom: day('2026-03-03'),
      limits: { ...defaultTimeLimits, opinion: { unit: 'workingDays', count: 3 } as const },
    }
    const rules = { ...theRules, timeLimits: [...theRules.timeLimits, later] }
    expect(givenUnder(rules, register(), receive()).record.next.dueOn).toBe('2026-03-23')
    const next = givenUnder(rules, register({ at: at('2026-03-03') }), receive({ at: at('2026-03-04') })).record.next
    expect(next.dueOn).toBe('2026-03-06')
  })

  it('R43: a bureau without handlers has its head receive', () => {
    const rules = { ...theRules, organisation: aBureau({ without: ['handler', 'secondHandler'] }) }
    expect(
      givenUnder(rules, register())
        .when(receive({ by: as('head') }))
        .accepted().status,
    ).toBe('received')
  })
})
