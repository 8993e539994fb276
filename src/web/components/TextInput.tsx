/** A question answered with one line. */
import { describedBy, Labelled, type Writing } from './field.tsx'

export type TextInputProps = Writing & {
  readonly type?: 'text' | 'password' | 'search' | undefined
  readonly inputMode?: 'text' | 'numeric' | 'search' | undefined
  /** When two forms of one page ask for the same field: the control's id. */
  readonly id?: string | undefined
  readonly width?: 'short' | 'medium' | 'full' | undefined
  readonly maxLength?: number | undefined
}

export function TextInput(props: TextInputProps) {
  const { name, id = name, value, type = 'text', width = 'full', autocomplete = 'off', inputMode, maxLength } = props
  const shared = {
    class: `lh-input lh-input--${width}`,
    id,
    name,
    value,
    autocomplete,
    inputMode,
    maxLength,
    spellcheck: false,
    'aria-describedby': describedBy(id, props),
    'aria-invalid': props.error ? true : undefined,
  } as const
  return (
    <Labelled {...props} name={id}>
      {type === 'password' ? (
        <input {...shared} type="password" />
      ) : type === 'search' ? (
        <input {...shared} type="search" />
      ) : (
        <input {...shared} type="text" />
      )}
    </Labelled>
  )
}
