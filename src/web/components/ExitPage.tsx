/** Leaves at once: for whoever is surprised while writing. The element replaces the page in the history, and listens to the Shift key. */
import { type Language, textFor } from '../language.ts'

export type ExitPageProps = {
  readonly language: Language
  /** A page that raises no question. */
  readonly href?: string
}

export function ExitPage({ language, href = 'about:blank' }: ExitPageProps) {
  const { frame } = textFor(language)
  return (
    <lh-exit-page class="lh-exit-page">
      <a class="lh-exit-page__link" href={href} rel="noreferrer nofollow" title={frame.exitHint}>
        {frame.exit}
      </a>
    </lh-exit-page>
  )
}
