import { describe, expect, it } from 'vitest'
import type { Command } from '../inquiry-record/commands.ts'
import { anInquiryBy, as, at, commands, given, internal, outside } from '../inquiry-record/testing.ts'
import { aBureau, people, rolesOf, withAccount, type PersonKey } from '../organisation/testing.ts'
import { learnsIdentity, mayAct, opensEvidence, standingOf, standings, type Standing } from './need-to-know.ts'

const { register, receive, assign, assess, sign, close, supplement } = commands

/** Everybody's standing on Friday, in the order of the columns; `-` for none. */
const watched = [
  'handler',
  'secondHandler',
  'head',
  'lead',
  'secretary',
  'deputy',
  'colleague',
  'unitHead',
  'administrator',
] as const satisfies readonly PersonKey[]
type Row = Readonly<Record<(typeof watched)[number], Standing | '-'>>

const standingsAfter = (...steps: readonly Command[]): Row => {
  const { record } = given(...steps)
  const of = (key: PersonKey) =>
    standingOf(record, false, {
      personId: people[key],
      roles: rolesOf(key),
      organisation: aBureau(),
      at: at('2026-03-13 10:00'),
    }) ?? '-'
  return Object.fromEntries(watched.map((key) => [key, of(key)])) as Row
}

const by = (...keys: readonly PersonKey[]) =>
  register({
    content: anInquiryBy(keys[0] ? internal(keys[0]) : outside('某来电人'), {
      implicated: keys.slice(1).map((key) => ({ person: internal(key), how: '转达' })),
    }),
  })
const nobody: Row = Object.fromEntries(watched.map((key) => [key, '-'])) as Row

describe('who may know a record', () => {
  it.each<[string, readonly Command[], Partial<Row>]>([
    [
      'registered: who could take it up, and who reviews',
      [by()],
      { handler: 'receiving', secondHandler: 'receiving', head: 'reviewer' },
    ],
    ['received: the receiver alone of the handlers', [by(), receive()], { handler: 'handler', head: 'reviewer' }],
    ['assigned before receipt', [by(), assign('secondHandler')], { secondHandler: 'handler', head: 'reviewer' }],
    [
      're-assigned: the former handler knows nothing any more',
      [by(), receive(), assign('secondHandler')],
      { secondHandler: 'handler', head: 'reviewer' },
    ],
    ['assessed: who signs', [by(), receive(), assess()], { handler: 'handler', head: 'reviewer', lead: 'signatory' }],
    [
      'signed and closed: as before',
      [by(), receive(), assess(), sign(), close()],
      { handler: 'handler', head: 'reviewer', lead: 'signatory' },
    ],
    [
      'the lead named: the Party secretary signs, and knows it from then on',
      [by('lead'), receive()],
      { handler: 'handler', head: 'reviewer' },
    ],
    [
      'the lead named, assessed',
      [by('lead'), receive(), assess()],
      { handler: 'handler', head: 'reviewer', secretary: 'signatory' },
    ],
    [
      'the head named: the lead reviews from the beginning',
      [by('head')],
      { handler: 'receiving', secondHandler: 'receiving', lead: 'reviewer' },
    ],
    [
      'head and lead named: the secretary reviews and signs',
      [by('head', 'lead')],
      { handler: 'receiving', secondHandler: 'receiving', secretary: 'reviewer' },
    ],
    [
      'all handlers named: the head takes it up',
      [by('handler', 'secondHandler')],
      { head: 'reviewer', lead: 'reviewer' },
    ],
    [
      'the handler named later: the other may take it up',
      [by(), receive(), supplement({ named: [people.handler] })],
      { secondHandler: 'receiving', head: 'reviewer' },
    ],
    ['lead and secretary named: nobody of the bureau', [by('lead', 'secretary')], {}],
    ['head and handlers named: nobody of the bureau', [by('head', 'handler', 'secondHandler')], {}],
  ])('R37, R42, R43: %s', (_, steps, expected) => {
    expect(standingsAfter(...steps)).toEqual({ ...nobody, ...expected })
  })

  it('R37: the recorder always knows the own record, in whatever role he holds besides', () => {
    const { record } = given(by('lead'), receive())
    const officer = {
      personId: people.officer,
      roles: rolesOf('officer'),
      organisation: aBureau(),
      at: at('2026-03-13 10:00'),
    }
    expect(standingOf(record, true, officer)).toBe('recorder')
    expect(standingOf(record, false, officer)).toBeNull()
  })

  it('R37: a role that was taken away takes the record with it', () => {
    const { record } = given(by(), receive())
    const organisation = withAccount(aBureau(), 'handler', { roles: ['enforcementOfficer'] })
    const handler = {
      personId: people.handler,
      roles: ['enforcementOfficer'] as const,
      organisation,
      at: at('2026-03-13 10:00'),
    }
    expect(standingOf(record, false, handler)).toBeNull()
  })
})

it('R41: who looks by permit or has not taken the record up does not learn who recorded', () => {
  expect(standings.filter(learnsIdentity)).toEqual(['recorder', 'handler', 'reviewer', 'signatory'])
})

it('R37: by permit one reads, and originals of evidence only where the permit says so', () => {
  expect(standings.filter((standing) => !mayAct(standing))).toEqual(['permit'])
  const permit = (withEvidence: boolean) => ({ decision: { withEvidence } })
  expect(opensEvidence('handler', null)).toBe(true)
  expect(opensEvidence('permit', permit(false))).toBe(false)
  expect(opensEvidence('permit', permit(true))).toBe(true)
})

it('R37: whoever is not assigned is refused also by the rules, should the door let him through', () => {
  const assigned = given(by(), assign('secondHandler'))
  expect(assigned.when(receive()).refusal()).toEqual({ code: 'notAssignedHandler' })
  expect(assigned.when(commands.view()).refusal()).toEqual({ code: 'notPermitted' })
  expect(assigned.when(commands.view({ by: as('secondHandler') })).accepted().views).toHaveLength(1)
})
