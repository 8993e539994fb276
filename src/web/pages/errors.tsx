/** Pages that say what was not done. «Not found» is the same whether something does not exist or may not be known of (R32, R42). */
import { useChrome, useText } from '../chrome.ts'
import { ButtonLink } from '../components/Button.tsx'
import { type Language, textFor } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { paths } from '../paths.ts'
import { Title } from './heading.tsx'

export type ErrorProps = {
  readonly statusCode: number
  /** A code of the door or of a broken promise. */
  readonly code: string
  /** For the operator, who finds it in the log. */
  readonly requestId: string
  /** Of somebody who was too fast: when to come back. */
  readonly retryAfterSeconds: number | null
}

const titleOf = (language: Language, statusCode: number): string => {
  const { errors } = textFor(language)
  if (statusCode === 404) return errors.notFoundTitle
  if (statusCode === 429) return errors.tooManyTitle
  return statusCode >= 500 ? errors.errorTitle : errors.refusedTitle
}

export function ErrorPage({ statusCode, code, requestId, retryAfterSeconds }: ErrorProps) {
  const { language, viewer } = useChrome()
  const text = useText()
  return (
    <>
      <Title text={titleOf(language, statusCode)} />
      <p class="lh-body">{statusCode === 404 ? text.errors.notFoundBody : text.shownError(code)}</p>
      {retryAfterSeconds !== null && <p class="lh-body">{text.errors.comeBackIn(retryAfterSeconds)}</p>}
      {statusCode >= 500 && (
        <p class="lh-body">
          {text.errors.number} <span class="lh-code">{requestId}</span>
        </p>
      )}
      <ButtonLink text={text.errors.home} href={viewer ? paths.home() : paths.signIn()} kind="secondary" />
    </>
  )
}

/** For every status: not found, too many, refused, failed. */
export const errorPage = (language: Language, props: ErrorProps): PageProps => ({
  title: titleOf(language, props.statusCode),
  children: <ErrorPage {...props} />,
})
