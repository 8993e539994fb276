/** What must be corrected, first on the page. */
import { useText } from '../chrome.ts'

/** `field` is the id of the control; empty when the error belongs to the whole form. */
export type FieldError = {
  readonly field: string
  readonly text: string
  /** Where the control stands, when that is another page. */
  readonly page?: string | undefined
}
export type ErrorSummaryProps = { readonly title?: string; readonly errors: readonly FieldError[] }

/** Stands first on the page, takes the focus (the browser part), and each line leads to its control. Nothing when nothing is wrong. */
export function ErrorSummary({ title, errors }: ErrorSummaryProps) {
  const { frame } = useText()
  if (errors.length === 0) return null
  return (
    <div class="lh-error-summary" role="alert" aria-labelledby="error-summary-title" tabIndex={-1} data-focus="">
      <h2 class="lh-error-summary__title" id="error-summary-title">
        {title ?? frame.problems}
      </h2>
      <ul class="lh-error-summary__list">
        {errors.map(({ field, text, page = '' }) => (
          <li key={`${field} ${text}`}>{field === '' ? text : <a href={`${page}#${field}`}>{text}</a>}</li>
        ))}
      </ul>
    </div>
  )
}
