/** The first two steps: the bureau's name; units and people, from a list or typed in one by one. */
import {
  type DirectoryColumn,
  type DirectoryProblem,
  unitKindWords,
  yesWord,
} from '../../domain/organisation/directory-list.ts'
import { useChrome } from '../chrome.ts'
import { ButtonLink } from '../components/Button.tsx'
import { Button } from '../components/Button.tsx'
import { Checkbox } from '../components/Checkbox.tsx'
import { DateInput } from '../components/DateInput.tsx'
import { Form } from '../components/Form.tsx'
import { Select } from '../components/Select.tsx'
import { SmallForm } from '../components/SmallForm.tsx'
import { Table } from '../components/Table.tsx'
import { TextInput } from '../components/TextInput.tsx'
import {
  DirectoryPreview,
  type DirectoryPreviewView,
  DirectoryProblems,
  DirectoryUpload,
} from '../directory/DirectoryParts.tsx'
import { directoryText } from '../directory/text.ts'
import { dayText } from '../format.ts'
import type { Language } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { type FormError, type FormErrors, useFormErrors } from '../pages/heading.tsx'
import { paths } from '../paths.ts'
import { StepFrame } from './StepFrame.tsx'
import { setUpText } from './text.ts'
import type { SetUpView } from './view.ts'

const door = {
  home: paths.setUpStep('people'),
  file: paths.setUpPeopleFile(),
  accept: paths.setUpPeopleAccept(),
  template: paths.setUpPeopleTemplate,
}

export type BureauProps = {
  readonly bureau: string
  readonly version: number
  readonly errors: readonly FormError[]
}

function Bureau({ bureau, version, errors }: BureauProps) {
  const { csrf, language } = useChrome()
  const text = setUpText(language)
  const found = useFormErrors(errors)
  return (
    <StepFrame step="bureau" errors={found}>
      <Form action={paths.setUpStep('bureau')} csrf={csrf} hidden={{ version: String(version) }}>
        <TextInput
          name="bureau"
          label={text.bureau.name}
          hint={text.bureau.hint}
          value={bureau}
          error={found.at('bureau')}
        />
        <Button text={text.limits.submit} />
      </Form>
    </StepFrame>
  )
}

export const bureauPage = (language: Language, props: BureauProps): PageProps => ({
  title: setUpText(language).steps.bureau,
  children: <Bureau {...props} />,
})

export type PeopleProps = {
  readonly draft: SetUpView
  /** The typed row, to show it again. */
  readonly typed: Readonly<Record<string, string>>
  readonly rowProblems: readonly DirectoryProblem[]
  readonly errors: readonly FormError[]
}

function People({ draft, typed, rowProblems, errors }: PeopleProps) {
  const { language } = useChrome()
  const text = setUpText(language)
  const directory = directoryText(language)
  const formErrors = useFormErrors(errors)
  const rowErrors = rowProblems.map((problem) => ({ field: problem.column ?? '', text: directory.problem(problem) }))
  const all = [...formErrors.all, ...rowErrors]
  const found: FormErrors = { all, at: (field) => all.find((error) => error.field === field)?.text }
  const { persons, posts, units } = draft.directory
  return (
    <StepFrame step="people" lead={text.people.lead} errors={found}>
      {persons.length > 0 && (
        <p class="lh-body">
          {directory.current(persons.length, units.length)} <ButtonLink text={text.people.done} href={paths.setUp()} />
        </p>
      )}
      <h2 class="lh-heading">{text.people.upload}</h2>
      <DirectoryUpload door={door} error={found.at('file')} />
      <h2 class="lh-heading">{text.people.typeOne}</h2>
      <p class="lh-hint">{text.people.typeHint}</p>
      <TypedRow typed={typed} found={found} />
      {persons.length > 0 && (
        <>
          <h2 class="lh-heading">{text.people.list}</h2>
          <Table
            caption={text.people.list}
            head={[directory.columns.name, directory.columns.staffNumber, directory.columns.title, text.people.actions]}
            rows={persons.map((person) => [
              person.name,
              person.staffNumber,
              posts
                .filter(({ personId }) => personId === person.id)
                .map(
                  ({ unitId, title, from }) =>
                    `${units.find(({ id }) => id === unitId)?.name ?? ''} ${title}（${dayText(language, from)}${text.people.since}）`,
                )
                .join('；'),
              <SmallForm
                action={paths.setUpPeopleRemove()}
                name="personId"
                value={person.id}
                text={text.people.remove}
                label={text.people.removePerson(person.name)}
              />,
            ])}
          />
        </>
      )}
    </StepFrame>
  )
}

function TypedRow({ typed, found }: { readonly typed: Readonly<Record<string, string>>; readonly found: FormErrors }) {
  const { csrf, language } = useChrome()
  const { people } = setUpText(language)
  const { columns } = directoryText(language)
  const field = (name: DirectoryColumn) => ({
    name,
    label: columns[name],
    value: typed[name] ?? '',
    error: found.at(name),
  })
  const ticked = (name: DirectoryColumn) => ({ ...field(name), value: typed[name] === yesWord ? 'yes' : '' })
  return (
    <Form action={paths.setUpStep('people')} csrf={csrf}>
      <TextInput {...field('name')} width="medium" />
      <TextInput {...field('staffNumber')} width="medium" />
      <TextInput {...field('unit')} width="medium" />
      <Select
        {...field('unitKind')}
        hint={people.kindHint}
        empty={people.kindNone}
        options={Object.values(unitKindWords).map((word) => ({ value: word, label: word }))}
      />
      <TextInput {...field('title')} width="medium" />
      <Checkbox {...ticked('leadingCadre')} />
      <Checkbox {...ticked('unitHead')} />
      <DateInput {...field('from')} />
      <TextInput {...field('mail')} width="medium" optional />
      <Button text={people.add} kind="secondary" />
    </Form>
  )
}

export const peoplePage = (language: Language, props: PeopleProps): PageProps => ({
  title: setUpText(language).steps.people,
  children: <People {...props} />,
})

export type PeoplePreviewProps = { readonly preview: DirectoryPreviewView; readonly bureauChanged: boolean }

export const peoplePreviewPage = (language: Language, props: PeoplePreviewProps): PageProps => ({
  title: directoryText(language).previewTitle,
  wide: true,
  children: (
    <StepFrame step="people" title={directoryText(language).previewTitle} lead={directoryText(language).previewLead}>
      <DirectoryPreview {...props} door={door} />
    </StepFrame>
  ),
})

export type PeopleProblemsProps = { readonly problems: readonly DirectoryProblem[] }

export const peopleProblemsPage = (language: Language, { problems }: PeopleProblemsProps): PageProps => ({
  title: setUpText(language).steps.people,
  wide: true,
  children: (
    <StepFrame step="people">
      <DirectoryProblems problems={problems} door={door} />
    </StepFrame>
  ),
})
