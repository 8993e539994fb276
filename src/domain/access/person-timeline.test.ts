import { expect, it } from 'vitest'
import { anInquiry, anInquiryBy, internal, outside } from '../inquiry-record/testing.ts'
import { partsOf, subjectsOf } from './person-timeline.ts'

const behind = (person: ReturnType<typeof internal>) => ({
  principal: { person, relation: '司机', knowledge: 'unknown' as const },
})

it('R28: follows the inquirer and whoever stands behind him, in person or through others', () => {
  const subjects = subjectsOf(anInquiryBy(outside('方 堃'), behind(internal('deputy'))))
  expect(subjects.map(({ name }) => name)).toEqual(['方 堃', '季云帆'])
  expect(partsOf(anInquiryBy(internal('deputy')), subjects)).toMatchObject([{ as: 'inquired', name: '季云帆' }])
  expect(partsOf(anInquiryBy(outside('某人'), behind(internal('deputy'))), subjects)).toMatchObject([{ as: 'behind' }])
  expect(partsOf(anInquiryBy(outside('方堃')), subjects)).toMatchObject([{ as: 'inquired' }])
  expect(partsOf(anInquiryBy(outside('方'), behind(internal('head'))), subjects)).toEqual([])
})

it('R28: somebody unknown cannot be followed, and a namesake inside is not the one outside', () => {
  expect(subjectsOf(anInquiryBy({ kind: 'unknown', description: '戴帽子的人' }))).toEqual([])
  expect(partsOf(anInquiryBy(outside('季云帆')), subjectsOf(anInquiry()))).toEqual([])
})
