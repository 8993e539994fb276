import { describe, expect, it } from 'vitest'
import { day } from '../../kit/calendar.ts'
import { aBureau, people, withAccount, type PersonKey } from '../organisation/testing.ts'
import type { Organisation, PersonId } from '../organisation/types.ts'
import { eligibleReaders } from './eligible-readers.ts'
import { eligibleHolders, routeFor, routeTable } from './route.ts'

const today = day('2026-03-02')
const matter = (named: readonly PersonId[], organisation: Organisation = aBureau()) => ({
  organisation,
  named,
  unfilledRoles: [],
  day: today,
})

const columns: readonly (readonly PersonKey[])[] = [['handler', 'secondHandler'], ['head'], ['lead'], ['secretary']]
const combinations = Array.from({ length: 16 }, (_, bits) => {
  const row = columns.map((_, i) => ((bits >> (3 - i)) & 1 ? 'x' : '.'))
  return {
    row: row.join(''),
    named: columns.flatMap((keys, i) => (row[i] === 'x' ? keys : [])).map((key) => people[key]),
  }
})

describe('the route table', () => {
  it('R43: has a row for each of the 16 combinations and no other', () => {
    expect(Object.keys(routeTable).sort()).toEqual(combinations.map(({ row }) => row).sort())
  })

  it.each(combinations)(
    'R43: $row finds an eligible signatory or the sealed transfer, never a named person',
    ({ row, named }) => {
      const route = routeFor(matter(named))
      expect(route).toEqual(routeTable[row])
      const { readers } = eligibleReaders({ organisation: aBureau(), named, recorderId: people.officer, day: today })
      expect(readers.filter(({ personId }) => named.includes(personId))).toEqual([])

      if (route.kind === 'superiorOnly') {
        expect(readers.map(({ as }) => as)).toEqual(['recorder'])
        return
      }
      for (const role of [route.handledBy, route.reviewedBy, route.signedBy]) {
        const holders = eligibleHolders(role, matter(named))
        expect(holders.length).toBeGreaterThan(0)
        expect(holders.filter((id) => named.includes(id))).toEqual([])
        for (const id of holders) expect(readers.map(({ personId }) => personId)).toContain(id)
      }
      expect(route.superiorInformed).toBe(named.includes(people.secretary))
    },
  )

  it.each([
    { named: ['lead'], signedBy: 'partyGroupSecretary', superiorInformed: false },
    { named: ['secretary'], signedBy: 'disciplineLead', superiorInformed: true },
    { named: ['head'], signedBy: 'disciplineLead', superiorInformed: false },
    { named: ['handler'], signedBy: 'disciplineLead', superiorInformed: false },
  ] as const)('R43: with $named named, $signedBy signs', ({ named, signedBy, superiorInformed }) => {
    expect(routeFor(matter(named.map((key) => people[key])))).toMatchObject({
      kind: 'bureau',
      signedBy,
      superiorInformed,
    })
  })

  it('R43: with lead and secretary both named only the superior is left', () => {
    expect(routeFor(matter([people.lead, people.secretary]))).toEqual({ kind: 'superiorOnly' })
  })

  it('R43: a vacant office is routed around like a named one', () => {
    const noHandlers = aBureau({ without: ['handler', 'secondHandler'] })
    expect(routeFor(matter([], noHandlers))).toMatchObject({ handledBy: 'disciplineOfficeHead' })
    const noSecretary = aBureau({ without: ['secretary'] })
    expect(routeFor(matter([], noSecretary))).toMatchObject({ signedBy: 'disciplineLead', superiorInformed: false })
    expect(routeFor(matter([people.lead], noSecretary))).toEqual({ kind: 'superiorOnly' })
  })

  it('R43: a handler from another unit does not handle a matter that names the head of that unit', () => {
    const lent = withAccount(aBureau(), 'colleague', { roles: ['disciplineHandler'] })
    expect(eligibleHolders('disciplineHandler', matter([], lent))).toContain(people.colleague)
    expect(eligibleHolders('disciplineHandler', matter([people.unitHead], lent))).not.toContain(people.colleague)
  })
})

const readersOf = (named: readonly PersonId[], recorderId: PersonId = people.officer) =>
  eligibleReaders({ organisation: aBureau(), named, recorderId, day: today })

describe('eligible readers', () => {
  it('R37: are the recorder and the discipline roles; unit head, Party group and administrator are not', () => {
    expect(
      readersOf([])
        .readers.map(({ personId }) => personId)
        .sort(),
    ).toEqual([people.officer, people.handler, people.secondHandler, people.head, people.lead].sort())
  })

  it('R41: the Party secretary signs as alternate without learning who recorded', () => {
    const { readers } = readersOf([people.lead])
    expect(readers.find(({ as }) => as === 'partyGroupSecretary')).toMatchObject({
      personId: people.secretary,
      withIdentity: false,
    })
    expect(readers.filter(({ as }) => as !== 'partyGroupSecretary').every(({ withIdentity }) => withIdentity)).toBe(
      true,
    )
  })

  it('R42: a recorder who names himself keeps the own record as recorder only (edge case 6)', () => {
    const { readers } = readersOf([people.handler], people.handler)
    expect(readers.filter(({ personId }) => personId === people.handler)).toMatchObject([{ as: 'recorder' }])
  })

  it('R11: the lead who records gets an alternate signatory', () => {
    const { route, unfilledRoles } = readersOf([], people.lead)
    expect(unfilledRoles).toEqual(['disciplineLead'])
    expect(route).toMatchObject({ signedBy: 'partyGroupSecretary' })
  })

  it('names apart who is eligible but not activated yet', () => {
    const organisation = withAccount(aBureau(), 'lead', { status: 'awaitingActivation', readingKey: null })
    const { readers, awaiting } = eligibleReaders({ organisation, named: [], recorderId: people.officer, day: today })
    expect(readers.map(({ personId }) => personId)).not.toContain(people.lead)
    expect(awaiting).toEqual(['a-p-lead'])
  })
})
