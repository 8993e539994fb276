/**
 * Finding a person of the bureau by name, unit or pinyin, full, initials or mixed: 单雄信 by «shan», «danxx», «sxx».
 *
 * Readings are computed from the name alone, so nothing has to be kept in step with the organisation. Surnames with two readings (单, 曾,
 * 仇, 区, 解 …) are found by either: which one is right only the holder knows.
 */
import type { pinyin as Pinyin } from 'pinyin-pro'
import { postsOn, unitById } from '../domain/organisation/organisation.ts'
import type { Organisation, PersonId } from '../domain/organisation/types.ts'
import type { Day } from '../kit/calendar.ts'

export type FoundPerson = {
  readonly personId: PersonId
  readonly name: string
  readonly unit: string
  readonly post: string
}

/** The syllables of one way to read a name. */
type Reading = readonly string[]

const options = { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' } as const

/** Names are few and readings never change: computed once for each. */
const readings = new Map<string, readonly Reading[]>()

function readingsOf(name: string, pinyin: typeof Pinyin): readonly Reading[] {
  const known = readings.get(name)
  if (known) return known
  const ordinary = pinyin(name, options)
  const asSurname = pinyin(name, { ...options, surname: 'head' })
  const first = name.slice(0, String.fromCodePoint(name.codePointAt(0) ?? 0).length)
  const otherFirsts = pinyin(first, { ...options, multiple: true }).map((syllable) =>
    [syllable].concat(ordinary.slice(1)),
  )
  const all = [asSurname, ordinary, ...otherFirsts].map((reading) => reading.map((syllable) => syllable.toLowerCase()))
  // Keyboards have no ü: 吕 is typed lv or lu.
  const withU = all.map((reading) => reading.map((syllable) => syllable.replace('v', 'u')))
  const distinct = [...new Map([...all, ...withU].map((reading) => [reading.join(' '), reading])).values()]
  readings.set(name, distinct)
  return distinct
}

/** Whether what was typed is made of beginnings of consecutive syllables, from `index` on: «zhangw», «zw», «zhangwei». */
function matchesFrom(reading: Reading, index: number, typed: string): boolean {
  if (typed === '') return true
  const syllable = reading[index]
  if (syllable === undefined) return false
  for (let length = syllable.length; length > 0; length -= 1)
    if (typed.startsWith(syllable.slice(0, length)) && matchesFrom(reading, index + 1, typed.slice(length))) return true
  return false
}

/** What was typed; and its letters with the dictionary that reads them, which only those load who type letters. */
type Wanted = {
  readonly typed: string
  readonly latin: { readonly text: string; readonly pinyin: typeof Pinyin } | null
}

/** 0 for the best find; null when the text does not match. */
function rank(text: string, { typed, latin }: Wanted): number | null {
  if (text.startsWith(typed)) return 0
  if (text.includes(typed)) return 1
  if (!latin) return null
  const all = readingsOf(text, latin.pinyin)
  if (all.some((reading) => matchesFrom(reading, 0, latin.text))) return 2
  return all.some((reading) => reading.some((_, start) => matchesFrom(reading, start, latin.text))) ? 3 : null
}

/**
 * At most `limit` persons, best first: names before units, beginnings before middles. With the unit and post of the day. An empty query
 * finds nobody. The directory is known to everybody in the bureau, so nothing here depends on who asks.
 */
export async function searchPeople(
  organisation: Organisation,
  query: string,
  onDay: Day,
  limit = 20,
): Promise<readonly FoundPerson[]> {
  const typed = query.normalize('NFKC').trim()
  if (typed === '') return []
  const text = /^[a-z' -]+$/i.test(typed) ? typed.toLowerCase().replaceAll(/[^a-z]/g, '') : ''
  const wanted: Wanted = { typed, latin: text === '' ? null : { text, pinyin: (await import('pinyin-pro')).pinyin } }
  return organisation.persons
    .flatMap((person) => {
      const posts = postsOn(organisation, person.id, onDay)
      const unit = posts[0] ? (unitById(organisation, posts[0].unitId)?.name ?? '') : ''
      const byName = rank(person.name, wanted)
      const byUnit = unit === '' ? null : rank(unit, wanted)
      const best = byName ?? (byUnit === null ? null : byUnit + 4)
      const post = [...new Set(posts.map(({ title }) => title))].join('、')
      return best === null ? [] : [{ best, found: { personId: person.id, name: person.name, unit, post } }]
    })
    .toSorted((a, b) => a.best - b.best || a.found.name.localeCompare(b.found.name, 'zh-CN'))
    .slice(0, limit)
    .map(({ found }) => found)
}
