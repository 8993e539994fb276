import { describe, expect, it } from 'vitest'
import { day, type Day } from '../../kit/calendar.ts'
import { standingOf } from '../access/need-to-know.ts'
import { aBureau, people, rolesOf, type PersonKey } from '../organisation/testing.ts'
import type { Command } from './commands.ts'
import { decide } from './decide.ts'
import { type PermitRequest, permitState, permitTerm, requestPermit } from './permits.ts'
import { evolve, type RegisteredRecord } from './state.ts'
import { anInquiryBy, as, at, commands, given, internal, outside, theRules } from './testing.ts'

const { register, receive } = commands
const ASKED = at('2026-03-04 10:00')

const aRequest = (key: PersonKey, changes: Partial<PermitRequest> = {}): PermitRequest => ({
  at: ASKED,
  by: as(key),
  permitId: `permit-${key}`,
  reason: '本周召开专题会',
  purpose: '准备会议材料',
  wantedUntil: day('2026-03-09'),
  wantsEvidence: false,
  answerTag: 'tag',
  ...changes,
})

const registeredAbout = (key: PersonKey | null): RegisteredRecord =>
  given(register({ content: anInquiryBy(key ? internal(key) : outside('某来电人')) }), receive()).record

function asked(record: RegisteredRecord, ...requests: readonly PermitRequest[]): RegisteredRecord {
  return requests.reduce((before, request) => {
    const event = requestPermit(request, theRules)
    if (!event.ok) throw new Error(event.refusal.code)
    return evolve(before, event.value) as RegisteredRecord
  }, record)
}

const approve = (key: PersonKey, changes: Partial<Extract<Command, { type: 'approvePermit' }>> = {}): Command => ({
  type: 'approvePermit',
  at: at('2026-03-04 15:00'),
  by: as('head'),
  permitId: `permit-${key}`,
  untilDay: day('2026-03-09'),
  withEvidence: false,
  ...changes,
})
const withReason = (type: 'refusePermit' | 'withdrawPermit', key: PersonKey, reason = '与职责无关'): Command => ({
  type,
  at: at('2026-03-05 09:00'),
  by: as('head'),
  permitId: `permit-${key}`,
  reason,
})

function after(record: RegisteredRecord, command: Command): RegisteredRecord {
  const decided = decide(command, record, theRules)
  if (!decided.ok) throw new Error(JSON.stringify(decided.refusal))
  return decided.value.reduce((before, { event }) => evolve(before, event) as RegisteredRecord, record)
}
const refusalOf = (record: RegisteredRecord, command: Command) => {
  const decided = decide(command, record, theRules)
  return decided.ok ? null : decided.refusal
}
const standing = (record: RegisteredRecord, key: PersonKey, moment: string) =>
  standingOf(record, false, { personId: people[key], roles: rolesOf(key), organisation: aBureau(), at: at(moment) })

describe('asking', () => {
  it.each(['secondHandler', 'head', 'lead', 'secretary', 'deputy'] as const)('R37: a %s may ask', (key) => {
    expect(requestPermit(aRequest(key), theRules)).toMatchObject({
      ok: true,
      value: { type: 'permitRequested', by: { kind: 'officer', personId: people[key] }, purpose: '准备会议材料' },
    })
  })

  it.each(['officer', 'unitHead', 'administrator'] as const)('R37, R87: an %s may not', (key) => {
    expect(requestPermit(aRequest(key), theRules)).toEqual({ ok: false, refusal: { code: 'notPermitted' } })
  })

  it('R37: with a reason, a purpose and a day within thirty days', () => {
    const refused = (changes: Partial<PermitRequest>) => requestPermit(aRequest('deputy', changes), theRules)
    expect(refused({ reason: ' ' })).toMatchObject({ refusal: { code: 'textMissing', text: 'reason' } })
    expect(refused({ purpose: '' })).toMatchObject({ refusal: { code: 'textMissing', text: 'purpose' } })
    const outOfRange = { refusal: { code: 'permitTermOutOfRange', earliest: '2026-03-04', latest: '2026-04-03' } }
    expect(refused({ wantedUntil: day('2026-03-03') })).toMatchObject(outOfRange)
    expect(refused({ wantedUntil: day('2026-04-04') })).toMatchObject(outOfRange)
    expect(refused({ wantedUntil: day('2026-04-03') }).ok).toBe(true)
    expect(permitTerm(theRules, ASKED)).toEqual({ usual: '2026-03-09', latest: '2026-04-03' })
  })
})

describe('answering', () => {
  const record = asked(registeredAbout(null), aRequest('deputy'), aRequest('secondHandler'))

  it('R37: a request alone opens nothing', () => {
    for (const key of ['deputy', 'secondHandler'] as const) expect(standing(record, key, '2026-03-04 12:00')).toBeNull()
  })

  it('R37: the head approves; the permit holds for this person through its last day and not a minute longer', () => {
    const approved = after(record, approve('deputy'))
    expect(standing(approved, 'deputy', '2026-03-04 15:01')).toBe('permit')
    expect(standing(approved, 'deputy', '2026-03-09 23:59')).toBe('permit')
    expect(standing(approved, 'deputy', '2026-03-10 00:00')).toBeNull()
    expect(standing(approved, 'secondHandler', '2026-03-05 10:00')).toBeNull()
    const [permit] = approved.permits
    expect(permit && permitState(permit, at('2026-03-09 23:59'))).toBe('approved')
    expect(permit && permitState(permit, at('2026-03-10 00:00'))).toBe('expired')
  })

  it('R37: refused and withdrawn with a reason, each once', () => {
    expect(refusalOf(record, withReason('refusePermit', 'deputy', ''))).toEqual({ code: 'textMissing', text: 'reason' })
    const refused = after(record, withReason('refusePermit', 'deputy'))
    expect(refused.permits[0]?.decision).toMatchObject({ kind: 'refused', reason: '与职责无关' })
    expect(refusalOf(refused, approve('deputy'))).toEqual({ code: 'permitDecided' })
    const approved = after(record, approve('deputy'))
    expect(refusalOf(approved, withReason('refusePermit', 'deputy'))).toEqual({ code: 'permitDecided' })
    const withdrawn = after(approved, withReason('withdrawPermit', 'deputy'))
    expect(standing(withdrawn, 'deputy', '2026-03-05 09:01')).toBeNull()
    expect(refusalOf(withdrawn, withReason('withdrawPermit', 'deputy'))).toEqual({ code: 'permitDecided' })
  })

  it('R37: never by the asker, the recorder, somebody who does not review, or for longer than thirty days', () => {
    const own = asked(record, aRequest('head'))
    expect(refusalOf(own, approve('head'))).toEqual({ code: 'ownPermit' })
    expect(refusalOf(record, approve('deputy', { by: as('head', true) }))).toEqual({ code: 'recorderCannotDecide' })
    for (const key of ['handler', 'secondHandler', 'lead', 'secretary', 'deputy', 'administrator'] as const)
      expect(refusalOf(record, approve('deputy', { by: as(key) })), key).toMatchObject({ code: expect.any(String) })
    expect(refusalOf(record, approve('deputy', { untilDay: '2026-04-04' as Day }))).toMatchObject({
      code: 'permitTermOutOfRange',
    })
    expect(refusalOf(record, approve('unitHead'))).toEqual({ code: 'permitUnknown' })
  })

  it('R43: with the head named whoever reviews in his place answers', () => {
    const headNamed = asked(registeredAbout('head'), aRequest('secondHandler'))
    expect(refusalOf(headNamed, approve('secondHandler'))).toEqual({ code: 'namedInMatter' })
    const approved = after(headNamed, approve('secondHandler', { by: as('lead') }))
    expect(standing(approved, 'secondHandler', '2026-03-05 10:00')).toBe('permit')
  })

  it('R42: somebody named may ask and is never answered; somebody named later loses the permit', () => {
    const named = asked(registeredAbout('deputy'), aRequest('deputy'))
    expect(refusalOf(named, approve('deputy'))).toEqual({ code: 'askerNamed' })
    expect(refusalOf(named, withReason('refusePermit', 'deputy'))).toEqual({ code: 'askerNamed' })
    const later = commands.supplement({ named: [people.deputy] })
    expect(standing(after(after(record, approve('deputy')), later), 'deputy', '2026-03-05 10:00')).toBeNull()
  })

  it('R41, R37: by permit one looks and prints; assigning, assessing, signing and comparing stay shut', () => {
    const approved = after(record, approve('secondHandler'))
    const by = as('secondHandler')
    expect(refusalOf(approved, commands.view({ by, at: at('2026-03-05 10:00') }))).toBeNull()
    expect(refusalOf(approved, { type: 'recordTimeline', at: at('2026-03-05 10:00'), by })).toEqual({
      code: 'notPermitted',
    })
    for (const command of [
      commands.ask({ by }),
      commands.assess({ by }),
      commands.remark('某', { by }),
      receive({ by }),
    ])
      expect(refusalOf(approved, command), command.type).not.toBeNull()
  })

  it('a request with an id that is known already changes nothing', () => {
    const again = asked(record, aRequest('lead', { permitId: 'permit-deputy' }))
    expect(again.permits).toEqual(record.permits)
  })
})
