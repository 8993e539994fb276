import { describe, expect, it } from 'vitest'
import { unitAndPost } from './standing.ts'

describe('unit and post', () => {
  it('are written one after the other', () => {
    expect(unitAndPost('城东分局', '执法队员')).toBe('城东分局执法队员')
  })

  it('say the unit once when the post begins with it', () => {
    expect(unitAndPost('城东分局', '城东分局局长')).toBe('城东分局局长')
    expect(unitAndPost('纪检监察室', '纪检监察室科员')).toBe('纪检监察室科员')
  })

  it('say the end of the unit once when the post begins with that', () => {
    expect(unitAndPost('局党组', '党组成员、副局长')).toBe('局党组成员、副局长')
    expect(unitAndPost('城东分局', '分局局长')).toBe('城东分局局长')
    expect(unitAndPost('办公室', '室内设计师')).toBe('办公室室内设计师')
  })

  it('are as much as is known', () => {
    expect(unitAndPost('城东分局', '')).toBe('城东分局')
    expect(unitAndPost('', '驾驶员')).toBe('驾驶员')
    expect(unitAndPost('', '')).toBe('')
  })
})
