import { describe, expect, it } from 'vitest'
import type { Organisation, PersonId, UnitId } from '../domain/organisation/types.ts'
import { day } from '../kit/calendar.ts'
import { searchPeople } from './people-search.ts'

const today = day('2026-11-22')
const names = ['单雄信', '曾庆同', '仇小满', '区志远', '解晓东', '吕望舒', '张伟', '张文博']
const unitId = 'u1' as UnitId

const organisation: Organisation = {
  bureau: '清源区综合执法局',
  units: [{ id: unitId, name: '河东中队', kind: 'directSquadron', from: day('2020-01-01'), to: null }],
  persons: names.map((name, n) => ({ id: `p${n}` as PersonId, name, staffNumber: `${1000 + n}` })),
  posts: [
    {
      id: 'post1',
      personId: 'p6' as PersonId,
      unitId,
      title: '中队长',
      leadingCadre: true,
      unitHead: true,
      from: day('2021-01-01'),
      to: null,
    },
  ],
  accounts: [],
}

const find = async (query: string): Promise<string[]> =>
  (await searchPeople(organisation, query, today)).map(({ name }) => name)

describe('people search', () => {
  it.each([
    ['张', ['张伟', '张文博']],
    ['文博', ['张文博']],
    ['zhangwei', ['张伟']],
    ['zw', ['张伟', '张文博']],
    ['zwb', ['张文博']],
    ['zhangwb', ['张文博']],
    ['wenbo', ['张文博']],
    ['Zhang Wei', ['张伟']],
  ])('finds by name and pinyin: %s', async (query, found) => {
    expect(await find(query)).toEqual(found)
  })

  it.each([
    ['单雄信', 'shan', 'dan'],
    ['曾庆同', 'zengqt', 'cengqt'],
    ['仇小满', 'qiuxm', 'chouxm'],
    ['区志远', 'ouzy', 'quzy'],
    ['解晓东', 'xiexd', 'jiexd'],
    ['吕望舒', 'lvws', 'luws'],
  ])('finds %s by either reading of the surname', async (name, one, other) => {
    expect(await find(one)).toContain(name)
    expect(await find(other)).toContain(name)
  })

  it('finds by unit, after the names, and shows unit and post of the day', async () => {
    expect(await find('河东')).toEqual(['张伟'])
    expect(await find('hdzd')).toEqual(['张伟'])
    expect(await searchPeople(organisation, '张伟', today)).toEqual([
      { personId: 'p6', name: '张伟', unit: '河东中队', post: '中队长' },
    ])
  })

  it('finds nobody for nothing', async () => {
    expect(await find('  ')).toEqual([])
    expect(await find('xyz')).toEqual([])
  })
})
