import { describe, expect, it } from 'vitest'
import { day } from '../../kit/calendar.ts'
import { aBureau, nameOf, people, withAccount, type PersonKey } from '../organisation/testing.ts'
import { namedInLineOf, namedPersons, namedWithPastUses } from './named-persons.ts'
import { personWritten } from './named.ts'
import { namedCapacities } from './naming.ts'
import { anInquiryBy, as, asRecorder, at, commands, given, givenUnder, internal, outside, theRules } from './testing.ts'

const {
  register,
  receive,
  assess,
  sign,
  close,
  supplement,
  correct,
  view,
  name,
  proposeClearing,
  confirmClearing,
  ask,
} = commands
const today = day('2026-03-12')

describe('somebody is found to be named', () => {
  it.each(namedCapacities)('R42: as %s: shut out at once, with reason and capacity kept', (capacity) => {
    const record = given(register(), receive(), name(internal('handler'), { as: capacity })).record
    expect(record.named).toContain(people.handler)
    expect(record.handler).toBeNull()
    expect(record.namings).toMatchObject([
      { as: capacity, reason: '通话记录显示由其转达', by: { name: nameOf('head') } },
    ])
    expect(
      given(register(), receive(), name(internal('handler')))
        .when(assess())
        .refusal(),
    ).toEqual({
      code: 'namedInMatter',
    })
  })

  it('R42: a name that was typed means everybody who bears it, and an outsider is kept by name alone', () => {
    const typed = given(register(), name(outside('温 执中'))).record
    expect(typed.named).toContain(people.lead)
    const stranger = given(register(), name(outside('路人甲'))).record
    expect(stranger.named).toEqual(given(register()).record.named)
    expect(stranger.namings).toMatchObject([{ person: { name: '路人甲' }, named: [] }])
  })

  it('R43: the next step moves by the route, whoever is named and in whatever state', () => {
    const both = given(register(), name(internal('handler')), name(internal('secondHandler')))
    expect(both.record.next).toMatchObject({ role: 'disciplineOfficeHead' })
    const leadNamed = given(register(), receive(), assess(), name(internal('lead')))
    expect(leadNamed.record.next).toMatchObject({ role: 'partyGroupSecretary', dueOn: '2026-03-23' })
    const nobody = given(register(), name(internal('lead')), name(internal('secretary')))
    expect(nobody.record.next.role).toBe('recorder')
    const asked = given(register(), receive(), ask(), name(internal('handler')))
    expect(asked.record.next.role).toBe('recorder')
    const done = given(register(), receive(), assess(), sign(), close(), name(internal('handler')))
    expect(done.record.next).toEqual({ office: 'none', role: null, dueOn: null })
  })

  it('R11, R43: with the other handler named, a handler who recorded leaves his role to the head', () => {
    const steps = [
      register({ by: asRecorder('secondHandler') }),
      name(internal('handler'), { recorderId: people.secondHandler }),
    ]
    const record = given(...steps).record
    expect(record.unfilledRoles).toEqual(['disciplineHandler'])
    expect(record.next.role).toBe('disciplineOfficeHead')
    const bySupplement = given(
      register({ by: asRecorder('secondHandler') }),
      supplement({ by: asRecorder('secondHandler'), named: [people.handler] }),
    ).record
    expect(bySupplement.next.role).toBe('disciplineOfficeHead')
    const byCorrection = given(
      register({ by: asRecorder('secondHandler') }),
      correct({ by: asRecorder('secondHandler'), persons: [outside(nameOf('handler'))], named: [] }),
    ).record
    expect(byCorrection.unfilledRoles).toEqual(['disciplineHandler'])
  })

  it('R42: a supplement takes what was picked and what was typed', () => {
    const record = given(
      register(),
      supplement({ persons: [internal('head'), outside('白若水'), outside('外人乙')] }),
    ).record
    expect(record.named).toEqual(expect.arrayContaining([people.head, people.handler]))
    expect(record.supplements[0]?.persons).toHaveLength(3)
  })

  it('R37: is for whoever acts on the record: the handler, the head, the reviewer and the signatory', () => {
    const received = given(register(), receive())
    const refusal = (key: PersonKey) => received.when(name(outside('外人乙'), { by: as(key) })).refusal()
    for (const key of ['handler', 'head', 'lead'] as const) expect(refusal(key)).toBeNull()
    expect(refusal('secondHandler')).toEqual({ code: 'notAssignedHandler' })
    for (const key of ['officer', 'colleague', 'unitHead', 'administrator'] as const)
      expect(refusal(key), key).toMatchObject({ code: 'notPermitted' })
    expect(refusal('secretary')).toEqual({ code: 'handlerNotEligible' })
    expect(
      given(register(), name(internal('lead')))
        .when(name(outside('乙'), { by: as('secretary') }))
        .refusal(),
    ).toBeNull()
  })

  it('R11: a recorder who came to the office decides nothing on his own record (edge case 5)', () => {
    const moved = { ...theRules, organisation: withAccount(aBureau(), 'officer', { roles: ['disciplineHandler'] }) }
    const by = { ...asRecorder(), roles: ['disciplineHandler'] as const }
    const registered = givenUnder(moved, register())
    for (const command of [receive({ by }), name(outside('乙'), { by }), assess({ by }), close({ by })])
      expect(registered.when(command).refusal()).toEqual({ code: 'recorderCannotDecide' })
    const signs = givenUnder(moved, register(), receive(), assess())
    expect(signs.when(sign({ by: { ...by, roles: ['disciplineLead'] } })).refusal()).toEqual({
      code: 'recorderCannotDecide',
    })
  })

  it('asks for a name and a reason', () => {
    expect(
      given(register())
        .when(name(outside(' ')))
        .refusal(),
    ).toEqual({ code: 'textMissing', text: 'person' })
    expect(
      given(register())
        .when(name(outside('乙'), { reason: ' ' }))
        .refusal(),
    ).toEqual({
      code: 'textMissing',
      text: 'reason',
    })
  })
})

describe('somebody was named wrongly', () => {
  const wronglyNamed = [register(), receive(), name(internal('handler'))] as const

  it('R42: is cleared by two persons, with the reason; history only grows', () => {
    const record = given(...wronglyNamed, proposeClearing('handler'), confirmClearing('handler')).record
    expect(record.named).not.toContain(people.handler)
    expect(record.clearings).toMatchObject([
      { personId: people.handler, reason: '经核对系同名的另一人', confirmed: { by: { name: nameOf('lead') } } },
    ])
    expect(record.namings).toHaveLength(1)
    const again = given(...wronglyNamed, proposeClearing('handler'), confirmClearing('handler'))
    expect(again.when(assess()).accepted().status).toBe('assessed')
    expect(again.when(name(internal('handler'))).accepted().named).toContain(people.handler)
  })

  it('R42: not by one person, not by the person himself, not without a proposal', () => {
    const proposed = given(...wronglyNamed, proposeClearing('handler'))
    expect(proposed.record.named).toContain(people.handler)
    expect(proposed.when(confirmClearing('handler', { by: as('head') })).refusal()).toEqual({
      code: 'secondPersonNeeded',
    })
    expect(proposed.when(confirmClearing('handler', { by: as('handler') })).refusal()).toEqual({
      code: 'namedInMatter',
    })
    expect(
      given(...wronglyNamed)
        .when(confirmClearing('handler'))
        .refusal(),
    ).toEqual({ code: 'clearingNotProposed' })
    expect(
      given(...wronglyNamed)
        .when(proposeClearing('secondHandler'))
        .refusal(),
    ).toEqual({ code: 'notNamed' })
    expect(
      given(...wronglyNamed)
        .when(proposeClearing('handler', { reason: '' }))
        .refusal(),
    ).toEqual({
      code: 'textMissing',
      text: 'reason',
    })
    const done = given(...wronglyNamed, proposeClearing('handler'), confirmClearing('handler'))
    expect(done.when(confirmClearing('handler')).refusal()).toEqual({ code: 'clearingNotProposed' })
  })

  it('R42: never the inquirer whom the recorder wrote down', () => {
    const record = given(register({ content: anInquiryBy(internal('handler')) }))
    expect(record.when(proposeClearing('handler')).refusal()).toEqual({ code: 'inquirerStays' })
  })

  it('R43: the route comes back with him', () => {
    const steps = [register(), receive(), assess(), name(internal('lead'))] as const
    const by = { by: as('handler') }
    const back = given(...steps, proposeClearing('lead', by), confirmClearing('lead', { by: as('head') })).record
    expect(back.next.role).toBe('disciplineLead')
  })
})

describe('what the office and the superior are shown', () => {
  it('R42: who is named since when and by whose word, with all they had seen (edge case 3)', () => {
    const record = given(
      register(),
      receive(),
      view(),
      name(internal('handler')),
      supplement({ persons: [outside(nameOf('unitHead'))], at: at('2026-03-06 10:00') }),
    ).record
    const named = namedPersons(record, aBureau(), today)
    expect(named.map(({ personId, by }) => [personId, by])).toEqual([
      [people.deputy, 'registration'],
      [people.handler, 'office'],
      [people.unitHead, 'supplement'],
    ])
    expect(named[0]?.isInquirer).toBe(true)
    expect(namedWithPastUses(record, aBureau(), today)).toMatchObject([
      { personId: people.handler, as: ['intermediary'], uses: [{ kind: 'viewed', what: '接收登记' }] },
    ])
  })

  it('whoever was cleared and named again is named since the second time', () => {
    const second = at('2026-03-12 09:00')
    const record = given(
      register(),
      name(internal('handler')),
      proposeClearing('handler'),
      confirmClearing('handler'),
      name(internal('handler'), { at: second }),
    ).record
    expect(namedPersons(record, aBureau(), today).find(({ personId }) => personId === people.handler)?.since).toBe(
      second,
    )
  })

  it('R42: says when a named person heads the unit that the recorder serves in today (edge case 5)', () => {
    const record = given(register({ content: anInquiryBy(internal('deputy')) })).record
    expect(namedInLineOf(people.officer, record, aBureau(), today)).toEqual([])
    const bureau = aBureau()
    const promoted = {
      ...bureau,
      posts: bureau.posts.map((post) =>
        post.personId === people.unitHead ? { ...post, personId: people.deputy } : post,
      ),
    }
    expect(namedInLineOf(people.officer, record, promoted, today)).toEqual([people.deputy])
  })

  it('R42: takes a picked person by id, and by name as soon as the name was changed', () => {
    const written = { personId: people.lead, name: nameOf('lead'), unit: '', post: '' }
    expect(personWritten(written, aBureau(), today)).toMatchObject({ kind: 'internal', personId: people.lead })
    expect(personWritten({ ...written, name: '别人' }, aBureau(), today)).toMatchObject({
      kind: 'outside',
      name: '别人',
    })
    expect(personWritten({ ...written, personId: '', name: ' ' }, aBureau(), today)).toBeNull()
  })
})
