/** A question answered with several lines. */
import { describedBy, Labelled, type Writing } from './field.tsx'

export type TextAreaProps = Writing & { readonly rows?: number | undefined }

export const TextArea = (props: TextAreaProps) => (
  <Labelled {...props}>
    <textarea
      class="lh-textarea"
      id={props.name}
      name={props.name}
      rows={props.rows ?? 4}
      autocomplete={props.autocomplete ?? 'off'}
      spellcheck={false}
      aria-describedby={describedBy(props.name, props)}
      aria-invalid={props.error ? true : undefined}
    >
      {props.value}
    </textarea>
  </Labelled>
)
