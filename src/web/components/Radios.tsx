/** A question with one answer among several. */
import { Grouped, type GroupProps } from './field.tsx'
import { type Option, OptionRows } from './OptionRows.tsx'

export type RadiosProps = GroupProps & {
  readonly value: string
  readonly options: readonly Option[]
  readonly inline?: boolean | undefined
  readonly small?: boolean | undefined
}

export const Radios = ({ options, value, inline, small, ...group }: RadiosProps) => (
  <Grouped {...group}>
    <OptionRows
      kind="radio"
      name={group.name}
      options={options}
      chosen={(option) => option === value}
      inline={inline}
      small={small}
    />
  </Grouped>
)
