/**
 * Who somebody is. Plain fields for name, unit and post; `lh-people` searches the directory while one writes and fills them, with the
 * person's id in the hidden field. A name that was changed by hand afterwards loses the id: then it is a person from outside.
 */
import { useText } from '../chrome.ts'
import { paths } from '../paths.ts'
import { describedBy, FieldErrorText, Grouped, Hint } from './field.tsx'
import { TextInput } from './TextInput.tsx'

const parts = ['PersonId', 'Name', 'Unit', 'Post'] as const
type Part = (typeof parts)[number]

export type PeopleSearchProps = {
  /** Fields are `${prefix}Name`, `${prefix}Unit`, `${prefix}Post`, `${prefix}PersonId`. */
  readonly prefix: string
  readonly label: string
  readonly values: Readonly<Record<Part, string>>
  readonly unitLabel?: string | undefined
  readonly postLabel?: string | undefined
  readonly error?: string | undefined
  readonly hint?: string | undefined
  readonly optional?: boolean | undefined
}

export function PeopleSearch({
  prefix,
  label,
  values,
  unitLabel,
  postLabel,
  error,
  hint,
  optional,
}: PeopleSearchProps) {
  const { frame } = useText()
  const nameField = `${prefix}Name`
  const described = { hint: hint ?? frame.peopleHint, error }
  return (
    <lh-people class="lh-people" id={`${prefix}PersonId`} data-url={paths.people()} data-prefix={prefix}>
      <Grouped name={`${prefix}Person`} legend={label} optional={optional}>
        <input type="hidden" name={`${prefix}PersonId`} value={values.PersonId} />
        <div class={described.error ? 'lh-field lh-field--error' : 'lh-field'}>
          <label class="lh-visually-hidden" for={nameField}>
            {frame.name}
          </label>
          <Hint name={nameField} text={described.hint} />
          <FieldErrorText name={nameField} text={described.error} />
          <input
            class="lh-input lh-input--medium"
            id={nameField}
            name={nameField}
            type="text"
            value={values.Name}
            maxLength={60}
            autocomplete="off"
            spellcheck={false}
            aria-describedby={describedBy(nameField, described)}
            aria-invalid={described.error ? true : undefined}
          />
        </div>
        <div class="lh-people__place">
          <TextInput name={`${prefix}Unit`} label={unitLabel ?? frame.unit} value={values.Unit} />
          <TextInput name={`${prefix}Post`} label={postLabel ?? frame.post} value={values.Post} />
        </div>
      </Grouped>
    </lh-people>
  )
}
