/** The registration form of a record that went through the register, as paper. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeDraft, startDraft } from '../../src/app/drafts.ts'
import { assessClass, receiveRecord, signOpinion } from '../../src/app/inquiries/handling.ts'
import { openRecord } from '../../src/app/inquiries/opening.ts'
import { printBlankForm, printRegistrationForm } from '../../src/app/inquiries/papers.ts'
import { registerDraft } from '../../src/app/inquiries/registering.ts'
import {
  type TestRegistry,
  aDisciplineHandler,
  aDisciplineLead,
  aRegistry,
  accepted,
  anOfficer,
} from '../support/registry.ts'

let registry: TestRegistry
let number = ''
beforeAll(async () => {
  registry = await aRegistry({ people: [anOfficer('songyilin', '宋怡林'), aDisciplineHandler(), aDisciplineLead()] })
  const { context } = registry
  const officer = await registry.viewer('songyilin')
  const draft = accepted(await startDraft(context, officer))
  const fields = {
    caseTitle: '某商行占道经营案',
    handlingUnit: '河东中队',
    inquiredOn: '2026-11-2',
    inquiredTime: '15:20',
    inquirerKind: 'otherPerson',
    inquirerName: '方堃',
    channel: 'phone',
    exactWords: '能不能少罚一点',
    demand: '从轻处罚',
    response: 'refused',
    suggestion: '建议由原办案人员继续办理。',
    lateReason: '下乡执法',
  }
  const { version } = accepted(await changeDraft(context, officer, draft.id, 1, { fields }))
  const strokes = [
    [
      [100, 200],
      [300, 100],
      [500, 300],
      [900, 200],
    ] as const,
  ].map((stroke) => [...stroke])
  const signing = { declaredTruthful: true, signature: { kind: 'drawn' as const, strokes } }
  number = accepted(await registerDraft(context, officer, { draftId: draft.id, version, ...signing }, 'form')).number
})
afterAll(() => registry.close())

const textOf = (pdf: Uint8Array): string => {
  const file = join(tmpdir(), `liuhen-paper-${process.pid}.pdf`)
  writeFileSync(file, pdf)
  return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
}

describe('the registration form of a record', () => {
  it('R82, R83, R85: says what was registered, keeps room for the opinion, and remarks on the delay', async () => {
    const officer = await registry.viewer('songyilin')
    const { pdf } = accepted(await printRegistrationForm(registry.context, officer, number, 'p1'))
    if (process.env.KEEP_PAPERS) writeFileSync(join(process.env.KEEP_PAPERS, 'registered.pdf'), pdf)
    const text = textOf(pdf)
    for (const expected of [
      '某商行占道经营案',
      '河东中队',
      '2026年11月2日',
      '方堃',
      '能不能少罚一点',
      '迟录',
      '下乡执法',
      number,
    ])
      expect(text).toContain(expected)
    expect(text).toMatch(/纪检分管领导：/)
    expect(text.replaceAll(/\s/g, '')).toContain('年月日')
  })

  it('R84, R36: carries both signatures once the opinion is signed, and keeps the digest of what was printed', async () => {
    const { context } = registry
    const handler = await registry.viewer('gaoming')
    accepted(await receiveRecord(context, handler, number, {}, 'r'))
    const assessment = {
      to: 'generalInquiry',
      reason: '一般询问',
      redLinesCrossed: [],
      duty: '',
      procedure: '',
    } as const
    accepted(await assessClass(context, handler, number, assessment, 'a'))
    const lead = await registry.viewer('luzheng')
    const opinion = {
      opinion: '情况属实，留存备查。',
      signature: { kind: 'typed' },
      capacity: '',
      recusalReason: '',
    } as const
    accepted(await signOpinion(context, lead, number, opinion, 'o'))
    const { pdf } = accepted(await printRegistrationForm(context, lead, number, 'p2'))
    if (process.env.KEEP_PAPERS) writeFileSync(join(process.env.KEEP_PAPERS, 'signed.pdf'), pdf)
    const text = textOf(pdf)
    expect(text).toContain('情况属实，留存备查。')
    expect(text).toContain('陆峥')
    const opened = await openRecord(context, lead, number)
    expect(opened?.record.prints.map(({ digest }) => digest)).toHaveLength(2)
  })

  it('R86: prints the blank form for handwriting', async () => {
    const text = textOf(await printBlankForm(registry.context))
    for (const label of ['案件名称', '办案机构', '过问时间', '登记时间', '办案人员：', '纪检分管领导：'])
      expect(text).toContain(label)
  })
})
