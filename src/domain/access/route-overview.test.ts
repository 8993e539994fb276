import { describe, expect, it } from 'vitest'
import { day } from '../../kit/calendar.ts'
import { aBureau, people, rolesOf, withAccount, type PersonKey } from '../organisation/testing.ts'
import type { Organisation } from '../organisation/types.ts'
import { eligibleReaders } from './eligible-readers.ts'
import { eligibleHolders, routedRoles, type RoutedRole, routeTable } from './route.ts'
import { type RouteOverview, rolesOfRow, routeOverview, type SeatedRoute } from './route-overview.ts'

const today = day('2026-03-02')
const overviewOf = (organisation: Organisation = aBureau()): RouteOverview =>
  routeOverview({ organisation, day: today })

const actingIn = (route: SeatedRoute) =>
  route.kind === 'superiorOnly' ? [] : [route.handles, route.reviews, route.signs]
const namesIn = (route: SeatedRoute): readonly string[] =>
  actingIn(route).flatMap(({ holders }) => holders.map(({ name }) => name))

const holders: Readonly<Record<RoutedRole, readonly PersonKey[]>> = {
  disciplineHandler: ['handler', 'secondHandler'],
  disciplineOfficeHead: ['head'],
  disciplineLead: ['lead'],
  partyGroupSecretary: ['secretary'],
}

/** Every combination of named roles, by every person of the office, and by an officer who holds none of the roles. */
const cases = Object.keys(routeTable).flatMap((row) =>
  (['officer', ...Object.values(holders).flat()] as const).map((recorder) => ({ row, recorder })),
)

describe('the route with the recorder standing aside', () => {
  it.each(cases)(
    'R43, R11: $row recorded by $recorder is decided by neither, or leaves the bureau',
    ({ row, recorder }) => {
      const organisation = aBureau()
      const named = rolesOfRow(row).flatMap((role) => holders[role].map((key) => people[key]))
      const recorderId = people[recorder]
      const { route, readers, unfilledRoles } = eligibleReaders({ organisation, named, recorderId, day: today })
      // Read off the roles: nobody is left once the named and the recorder stand aside.
      const left = (role: RoutedRole): readonly PersonKey[] =>
        holders[role].filter((key) => !named.includes(people[key]) && key !== recorder)
      expect(readers.filter(({ as, personId }) => as !== 'recorder' && named.includes(personId))).toEqual([])
      if (route.kind === 'superiorOnly') {
        expect(readers.map(({ as }) => as)).toEqual(['recorder'])
        const nobodySigns = left('disciplineLead').length === 0 && left('partyGroupSecretary').length === 0
        const nobodyHandles = left('disciplineHandler').length === 0 && left('disciplineOfficeHead').length === 0
        expect(nobodySigns || nobodyHandles).toBe(true)
        return
      }
      for (const role of [route.handledBy, route.reviewedBy, route.signedBy]) {
        expect(left(role).length, `${role} of ${row} by ${recorder}`).toBeGreaterThan(0)
        const able = eligibleHolders(role, { organisation, named, unfilledRoles, day: today })
        expect(able.filter((id) => named.includes(id))).toEqual([])
      }
    },
  )

  it.each(cases)('R43: $row recorded by $recorder goes the way of a vacant office', ({ row, recorder }) => {
    const named = rolesOfRow(row).flatMap((role) => holders[role].map((key) => people[key]))
    const recorded = eligibleReaders({ organisation: aBureau(), named, recorderId: people[recorder], day: today })
    const sole = rolesOf(recorder).filter((role) => routedRoles.some((routed) => routed === role))
    // Two hold the handler's role: the other one handles.
    if (sole.includes('disciplineHandler') || sole.length === 0) {
      expect(recorded.unfilledRoles).toEqual([])
      return
    }
    const gone = aBureau({ without: [recorder] })
    const vacant = eligibleReaders({ organisation: gone, named, recorderId: people.officer, day: today })
    const isNamed = named.includes(people[recorder])
    expect(recorded.unfilledRoles).toEqual(isNamed ? [] : sole.filter((role) => role !== 'leadingPartyGroup'))
    if (!isNamed) expect(recorded.route).toEqual(vacant.route)
  })
})

describe('the overview', () => {
  it('R43: has the sixteen rows as the table has them, with persons who are not named', () => {
    const { rows, vacancies } = overviewOf()
    expect(rows.map(({ row }) => row)).toEqual(Object.keys(routeTable))
    expect(rows.filter(({ asTabled }) => !asTabled)).toEqual([])
    expect(vacancies).toEqual([])
    for (const { named, route } of rows) {
      const away = named.flatMap((role) => holders[role])
      for (const { holders: acting } of actingIn(route)) {
        expect(acting.length).toBeGreaterThan(0)
        for (const { personId } of acting) expect(away.map((key) => people[key])).not.toContain(personId)
      }
    }
  })

  it('R43: says what is vacant, and which way matters go meanwhile', () => {
    const gone = overviewOf(aBureau({ without: ['lead'] }))
    expect(gone.vacancies).toMatchObject([
      { role: 'disciplineLead', why: 'nobody', route: { signs: { role: 'partyGroupSecretary' } } },
    ])
    const waiting = overviewOf(withAccount(aBureau(), 'head', { status: 'awaitingActivation', readingKey: null }))
    expect(waiting.vacancies).toMatchObject([{ role: 'disciplineOfficeHead', why: 'awaitingActivation' }])
  })

  it('R43: marks the rows that the bureau of today goes another way in', () => {
    const both = withAccount(aBureau({ without: ['secondHandler'] }), 'handler', {
      roles: ['disciplineHandler', 'disciplineOfficeHead'],
    })
    const alone = overviewOf({ ...both, accounts: both.accounts.filter(({ personId }) => personId !== people.head) })
    const row = alone.rows.find(({ row }) => row === 'x...')
    expect(row).toMatchObject({ asTabled: false, route: { kind: 'superiorOnly' } })
  })

  it('R11, R43: shows for everybody of the office what follows when he records himself', () => {
    const { recorders } = overviewOf()
    expect(recorders.map(({ recorder }) => recorder.personId).sort()).toEqual(
      Object.values(holders)
        .flat()
        .map((key) => people[key])
        .sort(),
    )
    for (const { recorder, route } of recorders) expect(namesIn(route)).not.toContain(recorder.name)
    expect(recorders.find(({ recorder }) => recorder.personId === people.lead)?.route).toMatchObject({
      signs: { role: 'partyGroupSecretary' },
    })
  })

  it('R43: names the heads for whom a lent handler stands aside', () => {
    expect(overviewOf().lineBars).toEqual([])
    const lent = withAccount(aBureau(), 'colleague', { roles: ['disciplineHandler'] })
    expect(overviewOf(lent).lineBars).toMatchObject([
      { handler: { personId: people.colleague }, heads: [{ personId: people.unitHead }] },
    ])
  })
})
