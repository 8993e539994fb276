/** Who somebody said to be, and who he was found to be (R33, R6). */
import { describe, expect, it } from 'vitest'
import { day } from '../../kit/calendar.ts'
import { aBureau } from '../organisation/testing.ts'
import { contentFromDraft, type DraftField } from './draft.ts'
import { inquirerKinds } from './content.ts'
import { contentProblems } from './journey-checks.ts'
import { situationOf } from './situation.ts'
import { instant } from '../../kit/calendar.ts'

const organisation = aBureau()
const today = day('2026-03-10')
const read = (fields: Partial<Record<DraftField, string>>) =>
  contentFromDraft(
    {
      fields: { caseTitle: '某商行占道经营案', inquiredOn: '2026-3-9', exactWords: '能不能少罚一点', ...fields },
      evidence: [],
    },
    organisation,
    today,
  )

describe('the identity of an inquirer', () => {
  it('R33: what was claimed stands apart from what was verified, on the screen and on paper', () => {
    const content = read({
      inquirerKind: 'unknown',
      claimedIdentity: '区里领导的秘书',
      inquirerDescription: '男，本地口音',
    })
    expect(content.inquirer).toMatchObject({
      person: { kind: 'unknown', description: '男，本地口音' },
      claimedIdentity: '区里领导的秘书',
      identityVerified: false,
    })
    expect(situationOf(content)).toContain('自称“区里领导的秘书”，身份尚未核实')
  })

  it('R33: a verified identity says how it was verified, and keeps what was claimed', () => {
    const content = read({
      inquirerKind: 'otherPerson',
      inquirerName: '方某',
      claimedIdentity: '局领导亲戚',
      identityVerified: 'yes',
      verifiedHow: '核对身份证件',
    })
    expect(situationOf(content)).toContain('自称“局领导亲戚”，身份已核实（核对身份证件）')
  })

  it.each(inquirerKinds)('R6, R33: an inquirer of the kind %s is accepted, known or not', (inquirerKind) => {
    const now = instant('2026-03-10T01:00:00Z')
    for (const inquirerName of ['', '方某'])
      expect(contentProblems(read({ inquirerKind, inquirerName }), organisation, now)).toEqual([])
  })
})
