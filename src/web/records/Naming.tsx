/**
 * Who is named in a record, for the office: the note on the record's page, the page on which somebody is named or cleared, and the
 * list of what they had seen before (R42, edge case 3). The recorder is shown none of it, because it tells names of the office (R40).
 */
import type { NamingView } from '../../app/inquiries/naming.ts'
import type { PersonReference } from '../../domain/inquiry-record/content.ts'
import type { NamedPerson } from '../../domain/inquiry-record/named-persons.ts'
import { personText } from '../../domain/inquiry-record/situation.ts'
import { useChrome, useLabels } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { Table } from '../components/Table.tsx'
import { momentText } from '../format.ts'
import { paths } from '../paths.ts'
import { Clearings, NameForm, type NamingPageProps, nameAndPlace, useNamingText } from './NamingForms.tsx'
import { recordsText } from './text.ts'

/** Beside the record. */
export function NamingPanel({ number, view }: { readonly number: string; readonly view: NamingView }) {
  const text = useNamingText()
  return (
    <section class="lh-card">
      <h2 class="lh-subtitle">{text.panel}</h2>
      <p class="lh-hint">{text.panelHint}</p>
      <p>{view.persons.length === 0 ? text.none : view.persons.map(({ name }) => name).join('、')}</p>
      <p>
        <a href={paths.recordNamed(number)}>{text.open}</a>
      </p>
    </section>
  )
}

/** Whom a supplement or a correction made known. */
export function AlsoNamed({ persons = [] }: { readonly persons?: readonly PersonReference[] | undefined }) {
  const text = useNamingText()
  if (persons.length === 0) return null
  return (
    <p class="lh-muted">
      {text.alsoNamed}：{persons.map(personText).join('、')}
    </p>
  )
}

/** What the office must know before it goes on. */
export function NamingAlerts({ view }: { readonly view: NamingView }) {
  const text = useNamingText()
  return (
    <>
      {view.superiorInformed && <Banner kind="notice">{text.superiorInformed}</Banner>}
      {view.aboveRecorder.length > 0 && (
        <Banner kind="warning">{text.aboveRecorder(view.aboveRecorder.join('、'))}</Banner>
      )}
    </>
  )
}

export function NamingPage(props: NamingPageProps) {
  const { record, view, error, done } = props
  const { language } = useChrome()
  const text = useNamingText()
  const labels = useLabels()
  const outsiders = record.namings.filter(({ named }) => named.length === 0)
  return (
    <>
      <p>
        <a class="lh-back" href={paths.record(record.registerNumber)}>
          {recordsText(language).back}
        </a>
      </p>
      {error && <ErrorSummary errors={[error]} />}
      {done && <Banner kind="success">{text[done]}</Banner>}
      <h1 class="lh-title">{text.title}</h1>
      <p class="lh-muted">
        {record.content.caseTitle} <span class="lh-code">{record.registerNumber}</span>
      </p>
      <p class="lh-hint">{text.explain}</p>
      <NamingAlerts view={view} />
      <Table
        caption={text.title}
        head={[text.person, text.since, text.how]}
        rows={view.persons.map((person) => [
          nameAndPlace(person),
          momentText(language, person.since),
          [
            text.by[person.by],
            ...person.as.map((as) => text.as[as]),
            ...(person.knowledge ? [text.knew(labels.principalKnowledge[person.knowledge])] : []),
            ...person.reasons,
          ].join('；'),
        ])}
        empty={text.none}
      />
      {outsiders.length > 0 && (
        <section class="lh-section">
          <h2 class="lh-subtitle">
            {text.found}（{text.outside}）
          </h2>
          <Table
            caption={text.found}
            head={[text.person, text.since, text.how]}
            rows={outsiders.map(({ person, at, as, reason }) => [
              person.kind === 'unknown' ? person.description : person.name,
              momentText(language, at),
              `${text.as[as]}；${reason}`,
            ])}
          />
        </section>
      )}
      <PastUses number={record.registerNumber} persons={view.persons} />
      <NameForm {...props} />
      <Clearings {...props} />
    </>
  )
}

function PastUses({ number, persons }: { readonly number: string; readonly persons: readonly NamedPerson[] }) {
  const text = useNamingText()
  const seen = persons.filter(({ uses }) => uses.length > 0)
  return (
    <section class="lh-section" id="past-views">
      <h2 class="lh-subtitle">{text.pastViews}</h2>
      {seen.length === 0 ? (
        <p class="lh-muted">{text.pastViewsNone}</p>
      ) : (
        <>
          <p class="lh-hint">{text.pastViewsHint}</p>
          <UseTable persons={seen} />
          <p>
            <a href={paths.recordPastViews(number)}>{text.print}</a>
          </p>
        </>
      )}
    </section>
  )
}

function UseTable({ persons }: { readonly persons: readonly NamedPerson[] }) {
  const { language } = useChrome()
  const text = useNamingText()
  const what = (said: string): string => text.whats[said] ?? (said.startsWith('evidence ') ? text.evidence : said)
  return (
    <Table
      caption={text.pastViews}
      head={[text.person, text.use, text.usedAt, text.what]}
      rows={persons.flatMap((person) =>
        person.uses.map((use) => [
          nameAndPlace(person),
          text.kinds[use.kind],
          momentText(language, use.at),
          what(use.what),
        ]),
      )}
    />
  )
}

/** A page of its own, for paper: it goes to the superior body. */
export function PastViewsPage({ record, view }: Pick<NamingPageProps, 'record' | 'view'>) {
  const { language } = useChrome()
  const text = useNamingText()
  const seen = view.persons.filter(({ uses }) => uses.length > 0)
  return (
    <>
      <h1 class="lh-title">{text.pastViewsTitle}</h1>
      <p>
        <span class="lh-code">{recordsText(language).title(record.registerNumber)}</span>
      </p>
      {seen.length === 0 ? <p>{text.pastViewsNone}</p> : <UseTable persons={seen} />}
      <p class="lh-hint">{text.printHint}</p>
    </>
  )
}
