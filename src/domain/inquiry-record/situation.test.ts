import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from '../../kit/calendar.ts'
import { inquirerKinds, inquiryClasses, principalKnowledges, type EvidenceItem } from './content.ts'
import { caseStatuses, channels, redLineAnswers, responses, stages } from './content.ts'
import * as labels from './labels.ts'
import { mandatoryFacts, situationFacts, situationOf, timeText } from './situation.ts'
import { anInquiry, anInquiryBy, internal, outside } from './testing.ts'

const scan: EvidenceItem = {
  id: 'e1',
  name: '来函扫描件.pdf',
  mediaType: 'application/pdf',
  size: 1,
  sha256: '',
  sm3: '',
  sealedName: '',
  key: '',
  extraction: {
    extractor: '',
    witness: '',
    extractedAt: '',
    place: '',
    source: '',
    method: '',
    originalCarrier: '',
  },
}

describe('the situation text', () => {
  it('R83: reads as an official would write it', () => {
    const content = anInquiry({
      place: '柳河街道中队办公室',
      responseWords: '请按程序提出。',
      witnesses: '许可可',
      inquirer: {
        ...anInquiry().inquirer,
        person: { kind: 'internal', personId: 'p' as never, name: '季云帆', unit: '局班子', post: '副局长' },
      },
    })
    expect(situationOf(content)).toBe(
      [
        '2026年3月2日9时30分，季云帆（局班子副局长）通过电话过问“柳河路某餐饮店占道经营案”一案（正在办理，案号清综执立〔2026〕18号）。过问地点：柳河街道中队办公室。过问时所处环节：调查。',
        '过问人身份类别：局领导，身份已核实（本人来电）。',
        '过问原话：“这家店的事情缓一缓”。具体要求：暂缓处罚。是否就下列事项提出决定性意见：证据采信：否，事实认定：否，具体行政行为：不明。',
        '办案人员答复：予以拒绝，答复原话：“请按程序提出”。在场人员：许可可。',
      ].join('\n'),
    )
  })

  it('R83: marks whatever is not known as 不明', () => {
    const thin = anInquiryBy(
      { kind: 'unknown', description: '' },
      { channel: null, stage: null, response: null, demand: '', place: '', witnesses: '' },
    )
    const text = situationOf(thin)
    for (const expected of [
      '不明人员以不明方式过问',
      '地点：不明',
      '环节：不明',
      '要求：不明',
      '答复：不明',
      '在场人员：不明',
    ])
      expect(text).toContain(expected)
  })

  it('R83: carries every mandatory fact, whatever the fields say', () => {
    const words = fc.constantFrom('', '缓一缓', '请关照。', '  ')
    const content = fc
      .record({
        place: words,
        exactWords: words,
        demand: words,
        witnesses: words,
        channel: fc.constantFrom(null, ...channels),
        stage: fc.constantFrom(null, ...stages),
        response: fc.constantFrom(null, ...responses),
        caseStatus: fc.constantFrom(...caseStatuses),
        kind: fc.constantFrom(...inquirerKinds),
        specificAct: fc.constantFrom(...redLineAnswers),
      })
      .map(({ kind, specificAct, ...fields }) =>
        anInquiry({
          ...fields,
          inquirer: { ...anInquiry().inquirer, kind },
          redLines: { ...anInquiry().redLines, specificAct },
        }),
      )
    fc.assert(
      fc.property(content, (content) => {
        const text = situationOf(content)
        const facts = situationFacts(content)
        for (const fact of mandatoryFacts) expect(text).toContain(facts[fact])
      }),
    )
  })

  it('R31: says for whom an intermediary spoke and what that principal knew (edge case 8)', () => {
    for (const knowledge of principalKnowledges) {
      const text = situationOf(anInquiry({ principal: { person: outside('某某'), relation: '', knowledge } }))
      expect(text).toContain(
        `代某某提出，二人关系：不明；被代者知情情况：${labels.principalKnowledgeLabels[knowledge]}`,
      )
    }
  })

  it('R30: says who wrote a letter, and where its scan is or why there is none', () => {
    const letter = {
      organ: '某某办公室',
      documentNumber: '某办函〔2026〕7号',
      documentDate: day('2026-02-27'),
      signatory: '',
      addressees: '我局',
      demandText: '请酌情处理。',
      orderedBy: '',
      scanEvidenceId: 'e1',
      noScanReason: '',
    }
    expect(situationOf(anInquiry({ letter, evidence: [scan] }))).toContain(
      '发文机关：某某办公室；文号：某办函〔2026〕7号；日期：2026年2月27日；签发人：不明；主送：我局；文中要求：“请酌情处理”；扫描件：来函扫描件.pdf。',
    )
    const without = { ...letter, scanEvidenceId: null, noScanReason: '当场收回' }
    expect(situationOf(anInquiry({ letter: without }))).toContain('无扫描件，原因：当场收回。')
  })

  it('R12: says nothing that judges before a determination', () => {
    const everything = situationOf(
      anInquiry({
        pressureThroughUnitHead: true,
        beneficiary: outside('某公司'),
        implicated: [{ person: internal('head'), how: '转达' }],
        evidence: [scan],
      }),
    )
    const worded = Object.values(labels).flatMap((map) => Object.values(map))
    expect(worded).toContain(labels.inquiryClassLabels[inquiryClasses[2]])
    for (const text of [everything, ...worded]) expect(text).not.toMatch(/干预|违法|插手/u)
  })

  it('keeps the suggestion apart', () => {
    expect(situationOf(anInquiry({ suggestion: '建议提醒谈话' }))).not.toContain('建议提醒谈话')
  })
})

it.each([
  ['2026-03-02', '', null, false, '2026年3月2日'],
  ['2026-03-02', '09:00', null, true, '2026年3月2日9时（约）'],
  ['2026-03-02', '', '2026-03-05', false, '2026年3月2日至5日'],
  ['2026-03-02', '', '2026-04-05', false, '2026年3月2日至4月5日'],
  ['2026-12-30', '', '2027-01-05', false, '2026年12月30日至2027年1月5日'],
])('writes %s %s to %s (approximate: %s) as %s', (from, time, to, approximate, text) => {
  expect(timeText({ from: day(from), time, to: to === null ? null : day(to), approximate })).toBe(text)
})
