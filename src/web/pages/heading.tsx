/** The heading of a page, and its errors from codes. */
import { useText } from '../chrome.ts'
import type { FieldError } from '../components/ErrorSummary.tsx'

/** As the door's forms report them. */
export type FormError = { readonly field: string; readonly code: string }

export const Title = ({ text, lead }: { readonly text: string; readonly lead?: string | undefined }) => (
  <>
    <h1 class="lh-title">{text}</h1>
    {lead && <p class="lh-lead">{lead}</p>}
  </>
)

export type FormErrors = {
  /** For the summary at the top. */
  readonly all: readonly FieldError[]
  /** The sentence at one control. */
  readonly at: (field: string) => string | undefined
}

export function useFormErrors(errors: readonly FormError[] = []): FormErrors {
  const text = useText()
  const all = errors.map(({ field, code }) => ({ field, text: text.formError(code) }))
  return { all, at: (field) => all.find((error) => error.field === field)?.text }
}
