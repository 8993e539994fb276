/** A question with any number of answers. */
import { Grouped, type GroupProps } from './field.tsx'
import { type Option, OptionRows } from './OptionRows.tsx'

export type CheckboxesProps = GroupProps & {
  readonly values: readonly string[]
  readonly options: readonly Option[]
  readonly inline?: boolean | undefined
  readonly small?: boolean | undefined
}

export const Checkboxes = ({ options, values, inline, small, ...group }: CheckboxesProps) => (
  <Grouped {...group}>
    <OptionRows
      kind="checkbox"
      name={group.name}
      options={options}
      chosen={(option) => values.includes(option)}
      inline={inline}
      small={small}
    />
  </Grouped>
)
