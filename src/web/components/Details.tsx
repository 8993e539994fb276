/** What only some need: folded under its heading, opened without scripts. */
import type { ComponentChildren } from 'preact'

export type DetailsProps = { readonly summary: string; readonly open?: boolean; readonly children: ComponentChildren }

export const Details = ({ summary, open, children }: DetailsProps) => (
  <details class="lh-details" open={open}>
    <summary class="lh-details__summary">
      <span class="lh-details__summary-text">{summary}</span>
    </summary>
    <div class="lh-details__body">{children}</div>
  </details>
)
