/** What every question has around its control: label, hint, error, and the ids that tie them together for screen readers. */
import type { ComponentChildren } from 'preact'
import { useText } from '../chrome.ts'

export type FieldProps = {
  /** The name of the form field, and the id of its control. */
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly optional?: boolean | undefined
}

/** A question answered by writing. */
export type Writing = FieldProps & {
  readonly value: string
  readonly autocomplete?: string | undefined
  readonly labelHidden?: boolean | undefined
}

export const hintId = (name: string): string => `${name}-hint`
export const errorId = (name: string): string => `${name}-error`

/** For `aria-describedby`: the hint and the error, as far as they stand there. */
export const describedBy = (name: string, { hint, error }: Pick<FieldProps, 'hint' | 'error'>): string | undefined =>
  [hint ? hintId(name) : '', error ? errorId(name) : ''].filter(Boolean).join(' ') || undefined

export const Hint = ({ name, text }: { readonly name: string; readonly text?: string | undefined }) =>
  text ? (
    <div class="lh-hint" id={hintId(name)}>
      {text}
    </div>
  ) : null

export function FieldErrorText({ name, text }: { readonly name: string; readonly text?: string | undefined }) {
  const { frame } = useText()
  return text ? (
    <p class="lh-error-text" id={errorId(name)}>
      <span class="lh-visually-hidden">{frame.errorPrefix}</span>
      {text}
    </p>
  ) : null
}

export function Optional() {
  const { frame } = useText()
  return <span class="lh-optional">{frame.optional}</span>
}

export type LabelledProps = FieldProps & {
  readonly labelHidden?: boolean | undefined
  readonly children: ComponentChildren
}

/** A question with one control. */
export const Labelled = ({ name, label, hint, error, optional, labelHidden, children }: LabelledProps) => (
  <div class={error ? 'lh-field lh-field--error' : 'lh-field'}>
    <label class={labelHidden ? 'lh-visually-hidden' : 'lh-label'} for={name}>
      {label}
      {optional && <Optional />}
    </label>
    <Hint name={name} text={hint} />
    <FieldErrorText name={name} text={error} />
    {children}
  </div>
)

export type GroupProps = {
  readonly name: string
  readonly legend: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly optional?: boolean | undefined
  readonly legendHidden?: boolean | undefined
}

/** A question with several controls. */
export const Grouped = ({
  name,
  legend,
  hint,
  error,
  optional,
  legendHidden,
  children,
}: GroupProps & { readonly children: ComponentChildren }) => (
  <div class={error ? 'lh-field lh-field--error' : 'lh-field'}>
    <fieldset class="lh-fieldset" aria-describedby={describedBy(name, { hint, error })}>
      <legend class={legendHidden ? 'lh-visually-hidden' : 'lh-label'}>
        {legend}
        {optional && <Optional />}
      </legend>
      <Hint name={name} text={hint} />
      <FieldErrorText name={name} text={error} />
      {children}
    </fieldset>
  </div>
)
