/** The rows of a question answered by choosing. The first control carries the field's name as id, so that an error leads to it. */
import { errorId } from './field.tsx'

/** From this many short answers on, they stand in columns: a phone shows them without much scrolling. */
const MANY = 7

export type Option = { readonly value: string; readonly label: string; readonly hint?: string | undefined }

const optionId = (name: string, index: number): string => (index === 0 ? name : `${name}-${index + 1}`)
const optionHintId = (name: string, index: number): string => `${optionId(name, index)}-item-hint`

type OptionRowsProps = {
  readonly kind: 'radio' | 'checkbox'
  readonly name: string
  readonly options: readonly Option[]
  readonly chosen: (value: string) => boolean
  /** Beside one another, for short answers. */
  readonly inline?: boolean | undefined
  readonly small?: boolean | undefined
  /** Set when the rows have no group around them that says it. */
  readonly error?: string | undefined
}

export const OptionRows = ({ kind, name, options, chosen, inline, small, error }: OptionRowsProps) => (
  <div
    class={[
      'lh-choices',
      inline && 'lh-choices--inline',
      small && 'lh-choices--small',
      options.length >= MANY && !options.some(({ hint }) => hint) && 'lh-choices--many',
    ]
      .filter(Boolean)
      .join(' ')}
  >
    {options.map(({ value, label, hint }, index) => (
      <div class="lh-choice" key={value}>
        <input
          class="lh-choice__input"
          type={kind}
          id={optionId(name, index)}
          name={name}
          value={value}
          checked={chosen(value)}
          aria-describedby={
            [hint ? optionHintId(name, index) : '', error ? errorId(name) : ''].filter(Boolean).join(' ') || undefined
          }
        />
        <label class="lh-choice__label" for={optionId(name, index)}>
          {label}
        </label>
        {hint && (
          <div class="lh-choice__hint" id={optionHintId(name, index)}>
            {hint}
          </div>
        )}
      </div>
    ))}
  </div>
)
