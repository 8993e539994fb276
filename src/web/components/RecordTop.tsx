/** What every page about one record's step begins with: the way back, what was refused, title and number. */
import type { ComponentChildren } from 'preact'
import { paths } from '../paths.ts'
import { ErrorSummary } from './ErrorSummary.tsx'

export type RecordTopProps = {
  readonly number: string
  readonly back: string
  readonly title: string
  readonly error: { readonly field: string; readonly text: string } | null
  /** Before the number: the case, where it may be shown. */
  readonly children?: ComponentChildren
}

export function RecordTop({ number, back, title, error, children }: RecordTopProps) {
  return (
    <>
      <p>
        <a class="lh-back" href={paths.record(number)}>
          {back}
        </a>
      </p>
      {error && <ErrorSummary errors={[error]} />}
      <h1 class="lh-title">{title}</h1>
      <p class="lh-muted">
        {children}
        {children && ' '}
        <span class="lh-code">{number}</span>
      </p>
    </>
  )
}
