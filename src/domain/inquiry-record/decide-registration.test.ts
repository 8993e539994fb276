import { describe, expect, it } from 'vitest'
import { day } from '../../kit/calendar.ts'
import { aBureau, people } from '../organisation/testing.ts'
import { movePost } from '../organisation/organisation.ts'
import { inquirerKinds, redLines, responses, type OrganisationLetter } from './content.ts'
import {
  anInquiry,
  anInquiryBy,
  as,
  asRecorder,
  at,
  commands,
  given,
  givenUnder,
  internal,
  outside,
  theRules,
} from './testing.ts'

const { register } = commands
const registered = (content = anInquiry()) => given().when(register({ content })).accepted()
const problemsOf = (content: ReturnType<typeof anInquiry>) => given().when(register({ content })).refusal()
const on = (from: string, to: string | null = null) => ({
  from: day(from),
  time: '',
  to: to === null ? null : day(to),
  approximate: false,
})

describe('registering', () => {
  it('R38: waits for the discipline office for one working day', () => {
    const { event, facts } = given().when(register()).last()
    expect(facts).toEqual({ verb: 'opened', owner: 'disciplineOffice', dueOn: '2026-03-03' })
    expect(event).toMatchObject({ next: { role: 'disciplineHandler' } })
  })

  it('R41: tells nothing of the recorder in the content part', () => {
    const { event } = given().when(register()).last()
    expect(event.by).toEqual({ kind: 'recorder' })
    expect(JSON.stringify(event)).not.toContain(people.officer)
    expect(JSON.stringify(event)).not.toContain('林知远')
  })

  it.each(inquirerKinds)('R6: accepts the inquirer kind %s', (kind) => {
    const content = anInquiry({ inquirer: { ...anInquiry().inquirer, kind, person: outside('某人') } })
    expect(registered(content).content.inquirer.kind).toBe(kind)
  })

  it.each(responses)('R13: accepts the answer %s and starts nothing by itself', (response) => {
    const record = registered(anInquiry({ response }))
    expect(record).toMatchObject({ status: 'registered', content: { response } })
  })

  it.each(['preFiling', 'open', 'closed', 'otherBureau'] as const)(
    'R17: accepts a case that is %s, without a number, from an officer who does not handle it (edge case 13)',
    (caseStatus) => {
      const command = register({ content: anInquiry({ caseStatus, caseNumber: '' }), by: asRecorder('colleague') })
      expect(given().when(command).accepted().content.caseStatus).toBe(caseStatus)
    },
  )

  it('R17: two officers may record one meeting (edge case 11)', () => {
    for (const by of [asRecorder('officer'), asRecorder('colleague')])
      expect(given().when(register({ by })).accepted().status).toBe('registered')
  })

  it('R18: asks for case, person-or-unknown and what happened, and for nothing else', () => {
    expect(problemsOf(anInquiry({ caseTitle: ' ', exactWords: '' }))).toEqual({
      code: 'contentNotAcceptable',
      problems: [
        { field: 'caseTitle', code: 'caseTitleMissing' },
        { field: 'exactWords', code: 'exactWordsMissing' },
      ],
    })
    expect(problemsOf(anInquiryBy(outside(' ')))).toMatchObject({ problems: [{ code: 'inquirerNameMissing' }] })
    const thin = anInquiryBy(
      { kind: 'unknown', description: '' },
      { channel: null, stage: null, response: null, demand: '', caseNumber: '' },
    )
    expect(registered(thin).status).toBe('registered')
  })

  it('R19: needs the declaration of truthfulness and a signature', () => {
    const refusal = given()
      .when(register({ declaredTruthful: false, signature: { kind: 'drawn', strokes: [] } }))
      .refusal()
    expect(refusal).toMatchObject({ problems: [{ code: 'declarationMissing' }, { code: 'signatureMissing' }] })
  })

  it('R87: refuses an administrator', () => {
    expect(
      given()
        .when(register({ by: asRecorder('administrator') }))
        .refusal(),
    ).toEqual({ code: 'notPermitted' })
  })

  it('registers once', () => {
    expect(given(register()).when(register()).refusal()).toEqual({ code: 'alreadyRegistered' })
  })

  it('R5: shows internal persons with the post of the day of the inquiry, whatever the form says', () => {
    const organisation = {
      ...aBureau(),
      posts: movePost(aBureau().posts, {
        id: 'later',
        personId: people.deputy,
        unitId: theRules.organisation.units[3]!.id,
        title: '调研员',
        leadingCadre: false,
        unitHead: false,
        from: day('2026-03-05'),
        to: null,
      }),
    }
    const record = givenUnder({ ...theRules, organisation })
      .when(
        register({
          at: at('2026-03-06 10:00'),
          content: anInquiryBy({ ...internal('deputy'), post: '假的' } as never),
        }),
      )
      .accepted()
    expect(record.content.inquirer).toMatchObject({
      person: { unit: '局班子', post: '副局长' },
      leadingCadreByPosts: true,
    })
  })

  it('R6: an override of leadingCadre needs its reason', () => {
    const inquirer = { ...anInquiry().inquirer, leadingCadreOverride: { value: false, reason: '' } }
    expect(problemsOf(anInquiry({ inquirer }))).toMatchObject({ problems: [{ code: 'leadingCadreReasonMissing' }] })
  })

  it.each(redLines)('R10: with %s crossed lawful supervision cannot even be suggested', (line) => {
    const crossed = { ...anInquiry().redLines, [line]: 'yes' as const }
    expect(problemsOf(anInquiry({ redLines: crossed, suggestedClass: 'lawfulSupervision' }))).toMatchObject({
      problems: [{ field: 'suggestedClass', code: 'redLineCrossed' }],
    })
    expect(registered(anInquiry({ redLines: crossed })).status).toBe('registered')
  })
})

const registeredInMay2022 = (from: string, to: string | null = null) =>
  given()
    .when(register({ at: at('2022-05-14 10:00'), content: anInquiry({ inquiredAt: on(from, to) }) }))
    .accepted()

describe('time of inquiry and registration', () => {
  it('R21: accepts a 40-day-old inquiry with the late flag, its delay and reason', () => {
    const content = anInquiry({ inquiredAt: on('2026-03-01'), lateReason: '下乡执法' })
    expect(
      given()
        .when(register({ at: at('2026-04-10 09:00'), content }))
        .accepted(),
    ).toMatchObject({
      registeredAt: at('2026-04-10 09:00'),
      lateRegistered: true,
      delayDays: 40,
      content: { lateReason: '下乡执法' },
    })
  })

  it('R21: a missing reason for being late refuses nothing', () => {
    const content = anInquiry({ inquiredAt: on('2026-01-05'), lateReason: '' })
    expect(given().when(register({ content })).accepted().lateRegistered).toBe(true)
  })

  it.each([
    ['2026-03-05 18:00', false],
    ['2026-03-06 09:00', true],
  ])('R21: is late after three working days: registered %s → %s', (registeredAt, late) => {
    const record = given()
      .when(register({ at: at(registeredAt) }))
      .accepted()
    expect(record.lateRegistered).toBe(late)
  })

  it('R21: refuses a time that has not come yet, with a code that says so', () => {
    const future = { problems: [{ code: 'inquiryInFuture' }] }
    expect(problemsOf(anInquiry({ inquiredAt: on('2026-03-03') }))).toMatchObject(future)
    expect(problemsOf(anInquiry({ inquiredAt: on('2026-03-01', '2026-03-09') }))).toMatchObject(future)
    expect(problemsOf(anInquiry({ inquiredAt: { ...on('2026-03-02'), time: '11:01' } }))).toMatchObject(future)
    expect(problemsOf(anInquiry({ inquiredAt: on('2026-03-02', '2026-03-01') }))).toMatchObject({
      problems: [{ code: 'inquiryRangeReversed' }],
    })
  })

  it('R3: keeps an inquiry from before the regulation as legacy; a range across the day is in force (edge case 22)', () => {
    expect(registeredInMay2022('2022-05-12').legacy).toBe(true)
    expect(registeredInMay2022('2022-05-13').legacy).toBe(false)
    expect(registeredInMay2022('2022-05-10', '2022-05-14').legacy).toBe(false)
  })
})

describe('letters of organisations', () => {
  const letter: OrganisationLetter = {
    organ: '清源区某某办公室',
    documentNumber: '',
    documentDate: null,
    signatory: '',
    addressees: '',
    demandText: '请酌情处理',
    orderedBy: '',
    scanEvidenceId: null,
    noScanReason: '当场收回原件',
  }

  it('R30: needs the organ, and a scan or a reason why there is none (edge case 7)', () => {
    expect(registered(anInquiry({ letter })).content.letter?.organ).toBe('清源区某某办公室')
    expect(problemsOf(anInquiry({ letter: { ...letter, organ: '', noScanReason: '' } }))).toMatchObject({
      problems: [{ code: 'letterOrganMissing' }, { code: 'letterScanOrReasonMissing' }],
    })
    expect(problemsOf(anInquiry({ letter: { ...letter, scanEvidenceId: 'nowhere' } }))).toMatchObject({
      problems: [{ code: 'letterScanNotAttached' }],
    })
  })

  it('R42: whoever signed or ordered the letter is named', () => {
    const record = registered(anInquiry({ letter: { ...letter, orderedBy: '顾长明局长交办', signatory: '温执中' } }))
    expect(record.named).toEqual([people.deputy, people.lead, people.secretary].sort())
  })
})

describe('who is named', () => {
  it('R42: inquirer, principal, beneficiary and implicated', () => {
    const record = registered(
      anInquiry({
        principal: { person: internal('secretary'), relation: '同事', knowledge: 'unknown' },
        beneficiary: internal('colleague'),
        implicated: [{ person: internal('head'), how: '转达' }],
      }),
    )
    expect(record.named).toEqual([people.deputy, people.secretary, people.colleague, people.head].sort())
  })

  it('R42: a typed name that somebody in the directory bears counts as that person', () => {
    expect(registered(anInquiryBy(outside('白 若水'))).named).toEqual([people.handler])
    expect(registered(anInquiryBy({ kind: 'unknown', description: '自称温执中的人' })).named).toEqual([people.lead])
    expect(registered(anInquiryBy(outside('无关的人'))).named).toEqual([])
  })

  it('R32: the unit head through whom pressure came is named even when nobody wrote the name (edge case 9)', () => {
    expect(registered(anInquiry({ pressureThroughUnitHead: true })).named).toContain(people.unitHead)
    const typed = anInquiry({ pressureThroughUnitHead: true, handlingUnitId: null })
    expect(registered(typed).named).toContain(people.unitHead)
    expect(registered().named).not.toContain(people.unitHead)
  })

  it('R43, R44: with everybody named the step is the recorder’s, who sends it up, and the plain half looks as always (edge case 1)', () => {
    const implicated = (['handler', 'secondHandler', 'head', 'lead', 'secretary'] as const).map((key) => ({
      person: internal(key),
      how: '',
    }))
    const { event, facts } = given()
      .when(register({ content: anInquiry({ implicated }) }))
      .last()
    expect(event).toMatchObject({ next: { role: 'recorder' } })
    expect(facts).toEqual(given().when(register()).last().facts)
    expect(
      given(register({ content: anInquiryBy(internal('lead'), { beneficiary: internal('secretary') }) }))
        .when(commands.receive())
        .refusal(),
    ).toEqual({ code: 'superiorOnly' })
  })

  it('R11: the only handler who records has the record handled by the head', () => {
    const organisation = aBureau({ without: ['secondHandler'] })
    const { event } = givenUnder({ ...theRules, organisation })
      .when(register({ by: asRecorder('handler') }))
      .last()
    expect(event).toMatchObject({ unfilledRoles: ['disciplineHandler'], next: { role: 'disciplineOfficeHead' } })
  })

  it('R42: a recorder who names himself is accepted and keeps what a recorder may do (edge case 6)', () => {
    const own = given(register({ by: asRecorder('handler'), content: anInquiryBy(internal('handler')) }))
    expect(own.when(commands.supplement({ by: asRecorder('handler') })).accepted().supplements).toHaveLength(1)
    expect(own.when(commands.view({ by: asRecorder('handler') })).accepted().views[0]?.by).toEqual({ kind: 'recorder' })
    expect(own.when(commands.receive({ by: asRecorder('handler') })).refusal()).toEqual({ code: 'namedInMatter' })
    expect(own.when(commands.receive({ by: as('secondHandler') })).accepted().status).toBe('received')
  })
})
