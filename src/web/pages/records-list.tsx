/** The records one may open: one's own, or the office's. Newest first; never sorted or counted by person (R59). */
import { mayOpen } from '../../domain/access/permissions.ts'
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import { dayOf } from '../../kit/calendar.ts'
import { useChrome, useLabels, useText } from '../chrome.ts'
import { Pagination } from '../components/Pagination.tsx'
import { Select } from '../components/Select.tsx'
import { Table } from '../components/Table.tsx'
import { Tag } from '../components/Tag.tsx'
import { TextInput } from '../components/TextInput.tsx'
import { dayText } from '../format.ts'
import { type Language, textFor } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { paths } from '../paths.ts'
import { Title } from './heading.tsx'
import { inquiredText, personName, statusTones } from './record-words.ts'

export type RecordsListProps = {
  /** The rows of this page only. */
  readonly records: readonly { readonly record: RegisteredRecord }[]
  /** How many fit the search, on all pages. */
  readonly found: number
  readonly page: number
  readonly pages: number
  /** What was searched for. */
  readonly text: string
  readonly state: string
}

export function RecordsList({ records, found, page, pages, text, state }: RecordsListProps) {
  const { language, viewer } = useChrome()
  const { list } = useText().records
  const labels = useLabels()
  const office = mayOpen(viewer?.roles ?? [], 'dedicatedRegister')
  return (
    <>
      <Title text={list.title} lead={office ? list.leadOffice : list.leadOwn} />
      <form class="lh-search" method="get" action={paths.records()} role="search">
        <TextInput name="q" label={list.searchLabel} value={text} type="search" />
        <Select
          name="state"
          label={list.state}
          value={state}
          width="full"
          empty={list.anyState}
          options={Object.entries(labels.status).map(([value, label]) => ({ value, label }))}
        />
        <div class="lh-field">
          <button class="lh-button lh-button--secondary">{list.search}</button>
        </div>
      </form>
      <p class="lh-muted" role="status">
        {list.found(found)}
      </p>
      <Table
        caption={list.title}
        head={[list.number, list.caseTitle, list.inquirer, list.inquiredOn, list.registeredOn, list.state, list.due]}
        empty={list.none}
        rows={records.map(({ record }) => [
          <a class="lh-nowrap" href={paths.record(record.registerNumber)}>
            {record.registerNumber}
          </a>,
          record.content.caseTitle,
          personName(language, record.content.inquirer.person),
          inquiredText(language, record.content.inquiredAt),
          dayText(language, dayOf(record.registeredAt)),
          <Tag text={labels.status[record.status]} tone={statusTones[record.status]} />,
          record.next.dueOn ? dayText(language, record.next.dueOn) : '—',
        ])}
      />
      <Pagination page={page} pages={pages} href={(to) => paths.records({ page: to, state, q: text })} />
    </>
  )
}

export const recordsListPage = (language: Language, props: RecordsListProps): PageProps => ({
  title: textFor(language).records.list.title,
  wide: true,
  children: <RecordsList {...props} />,
})
