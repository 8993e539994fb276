/** The journey as data: every field has its page, little is compulsory, and the pages follow one another. */
import { describe, expect, it } from 'vitest'
import { gallery } from '../../../../test/support/gallery.tsx'
import { inquirerKinds } from '../../../domain/inquiry-record/content.ts'
import { draftFields, emptyDraft, type InquiryDraft } from '../../../domain/inquiry-record/draft.ts'
import { languages } from '../../language.ts'
import {
  type AskingPageId,
  type Group,
  type GroupId,
  fieldsOf,
  isOpen,
  nextPage,
  pageIds,
  pageOfField,
  previousPage,
  questionsOf,
} from './questions.ts'
import { summaryOf } from './summary.ts'
import type { JourneyView } from './view.ts'

const askingPages = pageIds.filter((page): page is AskingPageId => page !== 'check' && page !== 'sign')
const drafted = (fields: InquiryDraft['fields']): InquiryDraft => ({ ...emptyDraft, fields })
const groupOf = (page: AskingPageId, id: GroupId): Group => {
  const found = questionsOf[page].find((question) => question.kind === 'group' && question.id === id)
  if (found?.kind !== 'group') throw new Error(`no group ${id} on ${page}`)
  return found
}
const pageHtml = (name: string): string => gallery('zh-CN').find((page) => page.name === name)?.html ?? ''

describe('the pages', () => {
  it('R18: ask for every field of the draft exactly once', () => {
    const asked = askingPages.flatMap(fieldsOf)
    expect(asked.toSorted()).toEqual([...draftFields].toSorted())
    for (const field of draftFields) expect(pageOfField(field)).not.toBeNull()
  })

  it('follow one another forward and back', () => {
    expect(previousPage('case')).toBeNull()
    expect(nextPage('sign')).toBe('sign')
    for (const page of pageIds.slice(1)) expect(nextPage(previousPage(page) ?? page)).toBe(page)
  })

  it('R10: always show the three red-line questions, each with an example', () => {
    expect(isOpen(groupOf('said', 'redLines'), emptyDraft)).toBe(true)
    const html = pageHtml('journey-said')
    for (const field of ['redLineEvidenceAdmission', 'redLineFactFinding', 'redLineSpecificAct'])
      expect(html).toMatch(new RegExp(`id="${field}-hint">例如`))
  })

  it('R30, R31, R33: open what the kind of inquirer calls for, and what was filled in', () => {
    const opened = (id: GroupId, fields: InquiryDraft['fields']) => isOpen(groupOf('who', id), drafted(fields))
    const kindsThatOpen = (id: GroupId) => inquirerKinds.filter((kind) => opened(id, { inquirerKind: kind }))
    expect(kindsThatOpen('letter')).toEqual(['organisation'])
    expect(kindsThatOpen('principal')).toEqual(['unitHead', 'closeStaff', 'relative', 'otherPerson'])
    expect(kindsThatOpen('identity')).not.toContain('bureauLeader')
    expect(opened('letter', { inquirerKind: 'relative', letterOrgan: '某办公室' })).toBe(true)
  })

  it('R30, R31, R33: keep those questions on the page without scripts, folded', () => {
    const html = pageHtml('journey-who')
    for (const field of ['letterOrgan', 'principalName', 'claimedIdentity', 'verifiedHow'])
      expect(html).toContain(`name="${field}"`)
  })
})

describe.each(languages)('what is checked before signing, in %s', (language) => {
  const summary = (fields: InquiryDraft['fields']) => {
    const view: JourneyView = {
      language,
      csrf: '',
      draftId: 'd',
      draftVersion: 1,
      draft: drafted(fields),
      problems: [],
      advice: [],
      cases: [],
      generatedSituation: '',
      evidence: [],
      signerName: '周岚',
      idempotencyKey: '',
    }
    return summaryOf(view).flatMap(({ page, rows }) => rows.map((row) => ({ page, ...row })))
  }

  it('R18: shows as missing only the case, the day, the person and what happened', () => {
    const missing = summary({}).filter((row) => row.missing)
    expect(missing.map(({ page }) => page)).toEqual(['case', 'when', 'who', 'who', 'said'])
  })

  it('R18: takes «unknown» for the person', () => {
    const rows = summary({ inquirerKind: 'unknown' })
    expect(rows.filter(({ page, missing }) => page === 'who' && missing)).toEqual([])
  })

  it('says days in words, and leaves alone what is no day', () => {
    const shown = (typed: string) => summary({ inquiredOn: typed }).find(({ page }) => page === 'when')?.value
    expect(shown('2026/3/7')).toBe(language === 'en' ? '7 March 2026' : '2026年3月7日')
    expect(shown('上周二')).toBe('上周二')
  })
})
