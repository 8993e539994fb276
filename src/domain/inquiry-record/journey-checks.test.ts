import { expect, it } from 'vitest'
import { day } from '../../kit/calendar.ts'
import { aBureau, people } from '../organisation/testing.ts'
import { defaultTimeLimits } from '../rules/time-limits.ts'
import { publishedWorkingDays } from '../rules/working-days.ts'
import type { InquiryDraft } from './draft.ts'
import { adviceOn, contentProblems, journeyProblems } from './journey-checks.ts'
import { anInquiry, at, internal } from './testing.ts'

const now = at('2026-03-02 11:00')
const complete: InquiryDraft['fields'] = {
  caseTitle: '柳河路某餐饮店占道经营案',
  inquiredOn: '2026-3-2',
  inquirerKind: 'bureauLeader',
  inquirerPersonId: people.deputy,
  exactWords: '缓一缓',
}
const problems = (fields: InquiryDraft['fields']) => journeyProblems({ fields, evidence: [] }, aBureau(), now)
const advice = (content: ReturnType<typeof anInquiry>) =>
  adviceOn(content, now, defaultTimeLimits, publishedWorkingDays)

it('R18: four answers are enough', () => {
  expect(problems(complete)).toEqual([])
})

it('R18: an empty draft asks for exactly those four', () => {
  expect(problems({})).toEqual([
    { field: 'inquiredOn', code: 'inquiredOnMissing' },
    { field: 'inquirerKind', code: 'inquirerMissing' },
    { field: 'caseTitle', code: 'caseTitleMissing' },
    { field: 'exactWords', code: 'exactWordsMissing' },
  ])
})

it('R18: an unknown inquirer is an answer', () => {
  expect(problems({ ...complete, inquirerKind: 'unknown', inquirerPersonId: '' })).toEqual([])
})

it('R21: what cannot be read is reported once, as what was typed', () => {
  expect(problems({ ...complete, inquiredOn: '昨天', inquiredTime: '25:00', inquiredTo: '明天' })).toEqual([
    { field: 'inquiredOn', code: 'inquiredOnUnreadable' },
    { field: 'inquiredTime', code: 'inquiredTimeUnreadable' },
    { field: 'inquiredTo', code: 'inquiredToUnreadable' },
  ])
})

it('R21: a day to come is a problem of its field', () => {
  expect(problems({ ...complete, inquiredOn: '2026年3月3日' })).toEqual([
    { field: 'inquiredOn', code: 'inquiryInFuture' },
  ])
})

it('R30: a letter reports its own fields', () => {
  expect(problems({ ...complete, hasLetter: 'yes', letterDocumentDate: '二月' })).toEqual([
    { field: 'letterDocumentDate', code: 'letterDocumentDateUnreadable' },
    { field: 'letterOrgan', code: 'letterOrganMissing' },
    { field: 'letterScanEvidenceId', code: 'letterScanOrReasonMissing' },
  ])
})

it('R42: a person the directory does not know is not taken for an internal one', () => {
  const stranger = { ...internal('deputy'), personId: 'p-nobody' } as ReturnType<typeof internal>
  const content = anInquiry({ implicated: [{ person: stranger, how: '' }] })
  expect(contentProblems(content, aBureau(), now)).toEqual([
    { field: 'implicated1PersonId', code: 'personNotInDirectory' },
  ])
})

it('R21: lateness asks for a reason and stops asking once it has one', () => {
  const inquiredAt = { from: day('2026-01-05'), time: '', to: null, approximate: false }
  expect(advice(anInquiry({ inquiredAt }))).toEqual([{ field: 'lateReason', code: 'lateReasonAsked' }])
  expect(advice(anInquiry({ inquiredAt, lateReason: '住院' }))).toEqual([])
})

it('R13: whoever complied is told of the protection (edge case 12)', () => {
  for (const response of ['complied', 'partlyComplied'] as const)
    expect(advice(anInquiry({ response }))).toEqual([{ field: 'response', code: 'complianceProtection' }])
  expect(advice(anInquiry({ response: 'refused' }))).toEqual([])
})

it('R83: an edited text that lost the inquirer’s name is pointed out', () => {
  expect(advice(anInquiry({ situation: '某人来电。' }))).toEqual([{ field: 'situation', code: 'situationLacksName' }])
  expect(advice(anInquiry({ situation: '季云帆来电。' }))).toEqual([])
})

it('R3: an inquiry from before the regulation is pointed out', () => {
  const inquiredAt = { from: day('2022-05-12'), time: '', to: null, approximate: false }
  expect(advice(anInquiry({ inquiredAt, lateReason: '补记' }))).toEqual([
    { field: 'inquiredOn', code: 'beforeRegulation' },
  ])
})
