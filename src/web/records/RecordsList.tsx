/** The records a viewer can open, newest first. Totals count only these (R42); nothing sorts people or units by number (R59). */
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import type { Day } from '../../kit/calendar.ts'
import { useChrome, useLabels } from '../chrome.ts'
import { Pagination } from '../components/Pagination.tsx'
import { Table } from '../components/Table.tsx'
import { Tag } from '../components/Tag.tsx'
import type { TransferredStub } from '../../domain/inquiry-record/transfer.ts'
import { dayText, momentText } from '../format.ts'
import { transferText } from '../transfer/text.ts'
import { paths } from '../paths.ts'
import { RegisterButton } from './Home.tsx'
import { statusTone } from './status.ts'
import { recordsText } from './text.ts'

export type RecordRow = {
  readonly number: string
  readonly caseTitle: string
  readonly inquiredOn: Day
  readonly registeredOn: Day
  readonly status: RegisteredRecord['status']
  readonly dueOn: Day | null
  readonly overdue: boolean
}

export type RecordsListProps = {
  /** What was transferred and has left the lists (R44). */
  readonly stubs?: readonly TransferredStub[]
  readonly rows: readonly RecordRow[]
  readonly found: number
  /** The search ended before the register did. */
  readonly isCut?: boolean
  readonly page: number
  readonly pages: number
  readonly text: string
  readonly state: string
}

export function RecordsList({
  stubs = [],
  rows,
  found,
  isCut = false,
  page,
  pages,
  text: query,
  state,
}: RecordsListProps) {
  const { language } = useChrome()
  const labels = useLabels()
  const text = recordsText(language)
  const { stub: transferred } = transferText(language)
  return (
    <>
      <div class="lh-heading-row">
        <h1 class="lh-title">{text.listTitle}</h1>
        <RegisterButton />
      </div>
      <p class="lh-hint">{text.listHint}</p>
      <form class="lh-filter" method="get" action={paths.records()} role="search">
        <div class="lh-field">
          <label class="lh-label" for="q">
            {text.searchLabel}
          </label>
          <input class="lh-input" id="q" name="q" type="search" value={query} autocomplete="off" />
        </div>
        <div class="lh-field">
          <label class="lh-label" for="state">
            {text.stateLabel}
          </label>
          <select class="lh-select" id="state" name="state">
            <option value="">{text.allStates}</option>
            {Object.entries(labels.status).map(([value, label]) => (
              <option key={value} value={value} selected={value === state}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <button class="lh-button lh-button--secondary" type="submit">
          {text.search}
        </button>
      </form>
      <p class="lh-muted" role="status">
        {isCut ? text.foundCut(found) : text.found(found)}
      </p>
      <Table
        caption={text.listTitle}
        head={[
          text.columns.number,
          text.columns.case,
          text.columns.inquiredAt,
          text.columns.registeredAt,
          text.columns.state,
          text.columns.due,
        ]}
        rows={rows.map((row) => [
          <a class="lh-code" href={paths.record(row.number)}>
            {row.number}
          </a>,
          row.caseTitle,
          <span class="lh-date">{dayText(language, row.inquiredOn)}</span>,
          <span class="lh-date">{dayText(language, row.registeredOn)}</span>,
          <Tag text={labels.status[row.status]} tone={statusTone(row.status)} />,
          row.dueOn === null ? (
            '—'
          ) : (
            <>
              <span class="lh-date">{dayText(language, row.dueOn)}</span>{' '}
              {row.overdue && <Tag text={text.overdue} tone="red" />}
            </>
          ),
        ])}
        empty={text.noneFound}
      />
      <Pagination page={page} pages={pages} href={(to) => paths.records({ page: to, state, q: query })} />
      {stubs.length > 0 && (
        <section class="lh-section">
          <h2 class="lh-subtitle">{transferred.listTitle}</h2>
          <Table
            caption={transferred.listTitle}
            head={[transferred.number, transferred.transferredAt, transferred.receipt]}
            rows={stubs.map(({ registerNumber, transferredAt, receipt }) => [
              <a class="lh-code" href={paths.record(registerNumber)}>
                {registerNumber}
              </a>,
              momentText(language, transferredAt),
              receipt?.receiptNumber ?? transferred.receiptNone,
            ])}
          />
        </section>
      )}
    </>
  )
}
