/** One box to tick; sends `yes`, or nothing. */
import { FieldErrorText, type FieldProps } from './field.tsx'
import { OptionRows } from './OptionRows.tsx'

export type CheckboxProps = Omit<FieldProps, 'optional'> & {
  /** Ticked when it is `yes`. */
  readonly value: string
}

export const Checkbox = ({ name, label, hint, error, value }: CheckboxProps) => (
  <div class={error ? 'lh-field lh-field--error' : 'lh-field'}>
    <FieldErrorText name={name} text={error} />
    <OptionRows
      kind="checkbox"
      name={name}
      options={[{ value: 'yes', label, hint }]}
      chosen={() => value === 'yes'}
      error={error}
    />
  </div>
)
