import { expect, it } from 'vitest'
import { day } from '../../kit/calendar.ts'
import type { PersonId } from '../organisation/types.ts'
import type { InquiryEvent } from './events.ts'
import { evolve, fold, initial, type InquiryRecord, withLaterFacts } from './state.ts'
import { at, commands, given } from './testing.ts'

const { register, receive, ask } = commands
const system = { kind: 'system' } as const

it('R38: a reminder and an escalation are kept until the record moves', () => {
  const received = given(register(), receive()).record
  const reminded = evolve(received, { type: 'reminded', at: at('2026-03-20'), by: system, dueOn: day('2026-03-23') })
  const escalated = evolve(reminded, {
    type: 'escalated',
    at: at('2026-03-24'),
    by: system,
    dueOn: day('2026-03-26'),
    level: 1,
  })
  expect(reminded).toMatchObject({ remindedFor: '2026-03-23' })
  expect(escalated).toMatchObject({ status: 'received', escalationLevel: 1, next: { dueOn: '2026-03-26' } })
  const moved = given(register(), receive()).when(ask()).last().event
  expect(evolve(escalated, moved)).toMatchObject({
    remindedFor: null,
    escalationLevel: 0,
    next: { dueOn: '2026-03-10' },
  })
})

it('R26: prints and exports are kept', () => {
  const by = { kind: 'recorder' } as const
  const printed: InquiryEvent = { type: 'printed', at: at('2026-03-03'), by, paper: 'registrationForm', digest: 'ab' }
  const exported: InquiryEvent = { type: 'exported', at: at('2026-03-03'), by, what: 'proof' }
  const record = [printed, exported].reduce(evolve, given(register()).record)
  expect(record).toMatchObject({ prints: [{ paper: 'registrationForm' }], exports: [{ what: 'proof' }] })
})

it('R26: a snapshot in which each hit of a search stands alone says the same as one that counts them', () => {
  const { record } = given(register(), receive())
  const by = { kind: 'officer', personId: 'p1' as PersonId, name: '高茗', role: 'disciplineHandler' } as const
  const hits = ['2026-03-03', '2026-03-03', '2026-03-04'].map((each): InquiryEvent => ({
    type: 'searchHit',
    at: at(each),
    by,
  }))
  const counted = hits.reduce(evolve, record)
  expect(counted).toMatchObject({ searchHits: [{ times: 2 }, { times: 1 }] })
  expect(withLaterFacts(counted)).toEqual(counted)
  expect(withLaterFacts({ ...record, searchHits: hits } as unknown as InquiryRecord)).toEqual(counted)
})

it('R19: what was registered is what is shown, through the stored form and back', () => {
  const { decided, record } = given(register(), receive(), ask())
  const stored = JSON.parse(JSON.stringify(decided.map(({ event }) => event))) as InquiryEvent[]
  expect(fold(stored)).toEqual(record)
})

it('refuses a stream that no rule can have written', () => {
  const [first] = given(register()).decided
  expect(() => fold([first!.event, first!.event])).toThrow('registered once')
  expect(() => evolve(initial, { type: 'remarkAdded', at: at('2026-03-03'), by: system, text: '' })).toThrow(
    'first event',
  )
})
