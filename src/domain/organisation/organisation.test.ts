import { expect, it } from 'vitest'
import { day } from '../../kit/calendar.ts'
import { lineOf, movePost, postsOn, referenceTo, unitHeads, unitOf, wasLeadingCadre } from './organisation.ts'
import { aBureau, afterLeaving, people, unitIds } from './testing.ts'
import type { Organisation } from './types.ts'

const before = day('2026-03-01')
const moveDay = day('2026-03-02')
const moved: Organisation = {
  ...aBureau(),
  posts: movePost(aBureau().posts, {
    id: 'new',
    personId: people.unitHead,
    unitId: unitIds.office,
    title: '四级主任科员',
    leadingCadre: false,
    unitHead: false,
    from: moveDay,
    to: null,
  }),
}

it('R5: a move today leaves the post of last year unchanged', () => {
  expect(referenceTo(people.unitHead, moved, before)).toMatchObject({ unit: '柳河街道中队', post: '中队长' })
  expect(referenceTo(people.unitHead, moved, moveDay)).toMatchObject({ unit: '办公室', post: '四级主任科员' })
  expect(unitOf(moved, people.unitHead, moveDay)?.id).toBe(unitIds.office)
  expect(postsOn(moved, people.unitHead, before)).toHaveLength(1)
})

it('R6: whether somebody was a leading cadre comes from the posts of the day, or stays open', () => {
  expect(wasLeadingCadre(moved, people.unitHead, before)).toBe(true)
  expect(wasLeadingCadre(moved, people.unitHead, moveDay)).toBe(false)
  expect(wasLeadingCadre(moved, people.unitHead, day('2019-12-31'))).toBeNull()
})

it('R6: somebody who left appears with the last post and 原', () => {
  const retired = afterLeaving(aBureau(), 'deputy', before)
  expect(referenceTo(people.deputy, retired, moveDay)).toMatchObject({ unit: '局班子', post: '原副局长' })
})

it('knows the unit head of a day and the line of a person', () => {
  expect(unitHeads(moved, unitIds.squadron, before)).toEqual([people.unitHead])
  expect(unitHeads(moved, unitIds.squadron, moveDay)).toEqual([])
  expect(lineOf(moved, people.officer, before)).toEqual([people.unitHead])
  expect(lineOf(moved, people.unitHead, before)).toEqual([])
})
