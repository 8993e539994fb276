/** A question with one answer among many. */
import { describedBy, type FieldProps, Labelled } from './field.tsx'
import type { Option } from './OptionRows.tsx'

export type SelectProps = FieldProps & {
  readonly value: string
  readonly options: readonly Option[]
  /** The first, empty row; left out when something must be chosen from the start. */
  readonly empty?: string | undefined
  readonly width?: 'medium' | 'full' | undefined
  readonly labelHidden?: boolean | undefined
}

export function Select({ value, options, empty, width = 'medium', ...rest }: SelectProps) {
  return (
    <Labelled {...rest}>
      <select
        class={`lh-select lh-input--${width}`}
        id={rest.name}
        name={rest.name}
        aria-describedby={describedBy(rest.name, rest)}
        aria-invalid={rest.error ? true : undefined}
      >
        {empty !== undefined && <option value="">{empty}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </Labelled>
  )
}
