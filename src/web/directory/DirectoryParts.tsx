/** The upload of a people list, its problems and its preview: the same at set-up and for the system administrator. */
import type { DirectoryProblem } from '../../domain/organisation/directory-list.ts'
import type { DirectoryPlan } from '../../domain/organisation/directory-plan.ts'
import { useChrome } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Button, ButtonLink, ButtonRow } from '../components/Button.tsx'
import { Details } from '../components/Details.tsx'
import { FileInput } from '../components/FileInput.tsx'
import { Form } from '../components/Form.tsx'
import { SummaryList } from '../components/SummaryList.tsx'
import { Table } from '../components/Table.tsx'
import { Tag } from '../components/Tag.tsx'
import { dayText } from '../format.ts'
import { directoryText } from './text.ts'

/** Where the three requests go. */
export type DirectoryDoor = {
  readonly home: string
  readonly file: string
  readonly accept: string
  readonly template: (format: 'xlsx' | 'csv') => string
}

export function DirectoryUpload({
  door,
  error,
  again,
}: {
  readonly door: DirectoryDoor
  readonly error?: string | undefined
  readonly again?: boolean
}) {
  const { csrf, language } = useChrome()
  const text = directoryText(language)
  return (
    <>
      <p class="lh-hint">{text.template}</p>
      <p class="lh-body lh-links">
        <a href={door.template('xlsx')}>{text.templateXlsx}</a>
        <a href={door.template('csv')}>{text.templateCsv}</a>
      </p>
      <Details summary={text.howTo}>
        <ul class="lh-list">
          {text.howToLines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Details>
      <Form action={door.file} csrf={csrf} multipart>
        <FileInput
          name="file"
          label={again ? text.chooseAnother : text.file}
          hint={text.fileHint}
          error={error}
          accept=".xlsx,.csv,.txt,text/csv"
        />
        <Button text={text.preview} kind="secondary" />
      </Form>
    </>
  )
}

/** More would only hide the first ones. */
const MOST_PROBLEMS = 100

export function DirectoryProblems({
  problems,
  door,
}: {
  readonly problems: readonly DirectoryProblem[]
  readonly door: DirectoryDoor
}) {
  const { language } = useChrome()
  const text = directoryText(language)
  const shown = problems.slice(0, MOST_PROBLEMS)
  return (
    <>
      <div class="lh-error-summary" role="alert" tabIndex={-1} data-focus="">
        <h2 class="lh-error-summary__title">{text.problemsTitle(problems.length)}</h2>
        <p>{text.problemsLead}</p>
      </div>
      <Table
        caption={text.wrong}
        head={[text.where, text.wrong]}
        rows={shown.map((problem) => [
          `${text.row(problem.row)}${problem.column === null ? '' : ` · ${text.columns[problem.column]}`}`,
          text.problem(problem),
        ])}
      />
      {problems.length > shown.length && <p class="lh-body">{text.more(problems.length - shown.length)}</p>}
      <DirectoryUpload door={door} again />
    </>
  )
}

export type DirectoryPreviewView = {
  readonly plan: DirectoryPlan
  readonly unusedHeadings: readonly string[]
  readonly list: string
  readonly basis: string
}

export function DirectoryPreview({
  preview: { plan, unusedHeadings, list, basis },
  door,
  bureauChanged,
}: {
  readonly preview: DirectoryPreviewView
  readonly door: DirectoryDoor
  readonly bureauChanged: boolean
}) {
  const { csrf, language } = useChrome()
  const text = directoryText(language)
  const count = (...wanted: readonly string[]): number =>
    plan.outcomes.filter(({ outcome }) => wanted.includes(outcome)).length
  const people = new Set(
    plan.outcomes.filter(({ outcome }) => outcome === 'newPerson').map(({ row }) => row.staffNumber),
  ).size
  const nothingNew = plan.units.length + plan.persons.length + plan.posts.length === 0
  return (
    <>
      {bureauChanged && (
        <Banner kind="warning" title={text.bureauChangedTitle}>
          {text.bureauChanged}
        </Banner>
      )}
      {plan.renamed.length > 0 && (
        <Banner kind="warning" title={text.renamedTitle}>
          <ul class="lh-list">
            {plan.renamed.map(({ staffNumber, before, after }) => (
              <li key={staffNumber}>{text.renamed(staffNumber, before, after)}</li>
            ))}
          </ul>
        </Banner>
      )}
      {unusedHeadings.length > 0 && (
        <Banner kind="notice" title={text.unusedTitle}>
          {unusedHeadings.join('、')}
        </Banner>
      )}
      <SummaryList
        rows={[
          { key: text.newUnits, value: plan.units.map(({ name }) => name).join('、') || '—' },
          { key: text.newPersons, value: text.people(people) },
          { key: text.newPosts, value: text.posts(count('newPerson', 'newPost', 'past')) },
          { key: text.endedPosts, value: text.posts(plan.endedByMove + count('ended')) },
          { key: text.keptPosts, value: text.posts(count('kept', 'keptFrom')) },
          ...(plan.newMails > 0 ? [{ key: text.newMails, value: text.people(plan.newMails) }] : []),
          { key: text.untouched, value: text.untouchedKept(plan.untouched) },
        ]}
      />
      {nothingNew ? (
        <p class="lh-body">{text.nothingNew}</p>
      ) : (
        <Form action={door.accept} csrf={csrf} hidden={{ list, basis }}>
          <ButtonRow>
            <Button text={text.accept} />
            <ButtonLink text={text.discard} href={door.home} kind="link" />
          </ButtonRow>
        </Form>
      )}
      <Table
        caption={text.previewTitle}
        head={[
          text.where,
          text.columns.name,
          text.columns.staffNumber,
          text.columns.unit,
          text.columns.title,
          text.columns.from,
          text.outcome,
        ]}
        rows={plan.outcomes.map(({ row, outcome }) => [
          text.row(row.row),
          row.name,
          row.staffNumber,
          row.unit,
          row.title,
          `${dayText(language, row.from)}${row.to === null ? '' : ` — ${dayText(language, row.to)}`}`,
          <Tag text={text.outcomes[outcome]} tone={outcome.startsWith('kept') ? 'grey' : 'green'} />,
        ])}
      />
    </>
  )
}
