/** Facts, each with its name. */
import type { ComponentChildren } from 'preact'
import { useText } from '../chrome.ts'

export type SummaryRow = {
  readonly key: string
  readonly value: ComponentChildren
  /** `label` says what is changed: it is read out after the link's own word, for whoever hears the link alone. */
  readonly change?: { readonly href: string; readonly label: string } | undefined
}

export function SummaryList({ rows }: { readonly rows: readonly SummaryRow[] }) {
  const { frame } = useText()
  return (
    <dl class="lh-summary-list">
      {rows.map(({ key, value, change }) => (
        <div class="lh-summary-list__row" key={key}>
          <dt class="lh-summary-list__key">{key}</dt>
          <dd class="lh-summary-list__value">{value}</dd>
          {change && (
            <dd class="lh-summary-list__change">
              <a href={change.href} aria-label={`${frame.change} ${change.label}`}>
                {frame.change}
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}
