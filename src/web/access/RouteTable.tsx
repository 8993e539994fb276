/** The route table with today's persons in it (R43). Configuration: it shows no matter and counts none. */
import type { RouteOverview, Seat, SeatedRoute } from '../../domain/access/route-overview.ts'
import type { RoutedRole } from '../../domain/access/route.ts'
import { useChrome, useLabels } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Table } from '../components/Table.tsx'
import { Tag } from '../components/Tag.tsx'
import { accessText } from './text.ts'

export type RouteTableProps = {
  readonly overview: RouteOverview
  /** Whether the viewer learns who holds which role; otherwise only how many there are. */
  readonly byName: boolean
}

export function RouteTable(props: RouteTableProps) {
  const { overview, byName } = props
  const { language } = useChrome()
  const labels = useLabels()
  const { routes: text } = accessText(language)
  const roleNames = (roles: readonly RoutedRole[]): string => roles.map((role) => labels.role[role]).join('、')
  const acts = (route: SeatedRoute) => actCells(route, props)
  return (
    <>
      <h1 class="lh-title">{text.title}</h1>
      <p class="lh-hint">{text.explain}</p>
      {overview.vacancies.length > 0 && (
        <Banner kind="warning" title={text.vacancies}>
          {overview.vacancies.map(({ role, why }) => (
            <p key={role}>{text.vacancy[why](labels.role[role])}</p>
          ))}
          <p>{text.whatToDo}</p>
          <p>{text.meanwhile}</p>
          <Table
            caption={text.meanwhile}
            head={[text.handles, text.reviews, text.signs, text.note]}
            rows={overview.vacancies.slice(0, 1).map(({ route }) => acts(route))}
          />
        </Banner>
      )}
      <section class="lh-section">
        <h2 class="lh-subtitle">{text.seats}</h2>
        <Table
          caption={text.seats}
          head={[text.role, text.holders]}
          rows={overview.seats.map((seat) => [labels.role[seat.role], <Persons seat={seat} byName={byName} />])}
        />
      </section>
      <section class="lh-section">
        <h2 class="lh-subtitle">{text.table}</h2>
        <p class="lh-hint">{text.tableExplain}</p>
        <Table
          caption={text.table}
          head={[text.namedRoles, text.handles, text.reviews, text.signs, text.note]}
          rows={overview.rows.map(({ named, route, asTabled }) => {
            const [handles, reviews, signs, note] = acts(route)
            const who = named.length === 0 ? text.none : text.all(roleNames(named))
            const differs = !asTabled && <Tag text={text.otherwise} tone="amber" />
            return [who, handles, reviews, signs, <>{[note, ' ', differs]}</>]
          })}
        />
      </section>
      {byName && (
        <section class="lh-section">
          <h2 class="lh-subtitle">{text.recorders}</h2>
          <p class="lh-hint">{text.recordersExplain}</p>
          <Table
            caption={text.recorders}
            head={[text.recorder, text.holds, text.handles, text.reviews, text.signs, text.note]}
            rows={overview.recorders.map(({ recorder, roles, route }) => [
              recorder.name,
              roleNames(roles),
              ...acts(route),
            ])}
          />
        </section>
      )}
      {byName && (
        <section class="lh-section">
          <h2 class="lh-subtitle">{text.lineBars}</h2>
          <p class="lh-hint">{text.lineBarsExplain}</p>
          <Table
            caption={text.lineBars}
            head={[text.handler, text.heads]}
            rows={overview.lineBars.map(({ handler, heads }) => [
              handler.name,
              heads.map(({ name }) => name).join('、'),
            ])}
            empty={text.noLineBars}
          />
        </section>
      )}
    </>
  )
}

/** Handles, reviews, signs, note. */
function actCells(route: SeatedRoute, { byName }: RouteTableProps) {
  if (route.kind === 'superiorOnly') return ['—', '—', '—', <SuperiorOnly />]
  const cell = (seat: Seat) => <Acting seat={seat} byName={byName} />
  return [cell(route.handles), cell(route.reviews), cell(route.signs), route.superiorInformed ? <Informed /> : '']
}

function SuperiorOnly() {
  const { routes } = accessText(useChrome().language)
  return <Tag text={routes.superiorOnly} tone="red" />
}

const Informed = () => <>{accessText(useChrome().language).routes.superiorInformed}</>

function Acting({ seat, byName }: { readonly seat: Seat; readonly byName: boolean }) {
  const labels = useLabels()
  return (
    <>
      {labels.role[seat.role]}
      {byName && (
        <>
          <br />
          <span class="lh-muted">
            <Persons seat={seat} byName />
          </span>
        </>
      )}
    </>
  )
}

function Persons({ seat, byName }: { readonly seat: Seat; readonly byName: boolean }) {
  const { routes: text } = accessText(useChrome().language)
  const { holders } = seat
  if (holders.length === 0) return <Tag text={text.nobody} tone="red" />
  if (!byName) return <>{text.count(holders.filter(({ active }) => active).length, holders.length)}</>
  return <>{holders.map(({ name, active }) => (active ? name : text.inactive(name))).join('、')}</>
}
