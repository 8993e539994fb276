/** One question on the screen: the description in questions.ts, drawn with the components. */
import type { VNode } from 'preact'
import type { DraftField } from '../../../domain/inquiry-record/draft.ts'
import { Checkbox } from '../../components/Checkbox.tsx'
import { DateInput } from '../../components/DateInput.tsx'
import { Details } from '../../components/Details.tsx'
import { PeopleSearch } from '../../components/PeopleSearch.tsx'
import { Radios } from '../../components/Radios.tsx'
import { Select } from '../../components/Select.tsx'
import { TextArea } from '../../components/TextArea.tsx'
import { TextInput } from '../../components/TextInput.tsx'
import { textFor } from '../../language.ts'
import { EvidenceQuestion } from './EvidenceQuestion.tsx'
import { choiceLabel } from './labels.ts'
import { type Group, type PersonPrefix, type Question, alwaysOpen, isOpen } from './questions.ts'
import { journeyText, type LabelledField } from './text.ts'
import type { JourneyView } from './view.ts'

const compulsory: ReadonlySet<DraftField> = new Set(['caseTitle', 'inquiredOn', 'inquirerKind', 'exactWords'])

export function QuestionView({ question, view }: { question: Question; view: JourneyView }): VNode | null {
  const text = journeyText[view.language]
  const value = (field: DraftField): string => view.draft.fields[field] ?? ''
  const errorOf = (field: DraftField): string | undefined => {
    const problem = view.problems.find((found) => found.field === field)
    return problem && textFor(view.language).problem(problem.code)
  }
  const said = (field: DraftField) => {
    const { label, hint } = text.fields[field as LabelledField]
    const error = errorOf(field)
    return { name: field, value: value(field), label, ...(hint && { hint }), ...(error && { error }) }
  }

  switch (question.kind) {
    case 'text':
      return (
        <TextInput
          {...said(question.field)}
          width={question.width ?? 'full'}
          optional={!compulsory.has(question.field)}
        />
      )
    case 'longText':
      return <TextArea {...said(question.field)} rows={question.rows} optional={!compulsory.has(question.field)} />
    case 'day':
      return <DateInput {...said(question.field)} />
    case 'time':
      return <TextInput {...said(question.field)} width="short" optional />
    case 'tick': {
      const { label, hint, error, name } = said(question.field)
      return (
        <Checkbox
          name={name}
          label={label}
          value={value(question.field)}
          {...(hint && { hint })}
          {...(error && { error })}
        />
      )
    }
    case 'choice': {
      const { label, ...rest } = said(question.field)
      return (
        <Radios
          {...rest}
          legend={label}
          inline={question.inline ?? false}
          options={question.values.map((option) => ({
            value: option,
            label: choiceLabel(question.field, option, view.language),
          }))}
        />
      )
    }
    case 'person':
      return <Person prefix={question.prefix} view={view} errorOf={errorOf} />
    case 'cases':
      return <OwnCases view={view} />
    case 'letterScan': {
      const { label, ...rest } = said('letterScanEvidenceId')
      const options = [
        { value: '', label: text.noScan },
        ...view.evidence.map(({ id, name }) => ({ value: id, label: name })),
      ]
      return <Select {...rest} label={label} options={options} />
    }
    case 'evidence':
      return <EvidenceQuestion view={view} />
    case 'situation':
      return <Situation view={view} />
    case 'group':
      return <GroupView group={question} view={view} />
  }
}

function Person({
  prefix,
  view,
  errorOf,
}: {
  prefix: PersonPrefix
  view: JourneyView
  errorOf: (field: DraftField) => string | undefined
}): VNode {
  const text = journeyText[view.language]
  const value = (part: 'PersonId' | 'Name' | 'Unit' | 'Post'): string => view.draft.fields[`${prefix}${part}`] ?? ''
  const error = errorOf(`${prefix}Name`) ?? errorOf(`${prefix}PersonId`)
  return (
    <PeopleSearch
      prefix={prefix}
      label={text.persons[prefix]}
      hint={text.personHint}
      unitLabel={text.personUnit}
      postLabel={text.personPost}
      values={{ PersonId: value('PersonId'), Name: value('Name'), Unit: value('Unit'), Post: value('Post') }}
      {...(error && { error })}
    />
  )
}

/** The officer's own cases as a list to pick from; any other case is typed below. */
function OwnCases({ view }: { view: JourneyView }): VNode | null {
  const text = journeyText[view.language]
  if (view.cases.length === 0) return null
  const chosen = view.draft.fields.caseNumber ?? ''
  const own = view.cases.some(({ number }) => number === chosen)
  return (
    <Radios
      name="caseChoice"
      legend={text.ownCases}
      value={own ? chosen : view.draft.fields.caseTitle ? 'other' : ''}
      options={[
        ...view.cases.map(({ number, title, handlingUnit }) => ({
          value: number,
          label: title,
          hint: `${number}　${handlingUnit}`,
        })),
        { value: 'other', label: text.otherCase },
      ]}
    />
  )
}

/** The generated text until the officer edits it; from then on his own, with a way back. */
function Situation({ view }: { view: JourneyView }): VNode {
  const text = journeyText[view.language]
  const edited = view.draft.fields.situationEdited === 'yes'
  const { label, hint } = text.fields.situation
  return (
    <>
      <TextArea
        name="situation"
        label={label}
        hint={hint}
        rows={12}
        value={edited ? (view.draft.fields.situation ?? '') : view.generatedSituation}
      />
      {edited && <Checkbox name="regenerateSituation" label={text.regenerate} value="" />}
    </>
  )
}

function GroupView({ group, view }: { group: Group; view: JourneyView }): VNode {
  const { title, hint } = journeyText[view.language].groups[group.id]
  const inside = (
    <>
      {hint && <p class="lh-hint">{hint}</p>}
      {group.questions.map((question) => (
        <QuestionView question={question} view={view} />
      ))}
    </>
  )
  if (alwaysOpen.has(group.id))
    return (
      <section class="lh-group" aria-labelledby={`group-${group.id}`}>
        <h2 class="lh-group__title" id={`group-${group.id}`}>
          {title}
        </h2>
        {inside}
      </section>
    )
  const details = (
    <Details summary={title} open={isOpen(group, view.draft)}>
      {inside}
    </Details>
  )
  if (!group.when) return details
  // The enhancement opens the group when the answer it hangs on is chosen; it never closes what was filled in.
  return (
    <lh-reveal data-field={group.when.field} data-values={group.when.is.join(' ')}>
      {details}
    </lh-reveal>
  )
}
