/** A question answered with one file. The label is the button, because the browser's own speaks the browser's language. */
import { describedBy, FieldErrorText, type FieldProps, Hint } from './field.tsx'

export type FileInputProps = FieldProps & {
  /** Endings and types, as the browser's chooser wants them. */
  readonly accept: string
}

export const FileInput = ({ name, label, hint, error, accept }: FileInputProps) => (
  <div class={error ? 'lh-field lh-field--error' : 'lh-field'}>
    <Hint name={name} text={hint} />
    <FieldErrorText name={name} text={error} />
    <label class="lh-label lh-label--file" for={name}>
      {label}
    </label>
    <input
      class="lh-file"
      type="file"
      id={name}
      name={name}
      required
      accept={accept}
      aria-describedby={describedBy(name, { hint, error })}
    />
  </div>
)
