/** What was done, or what one should know before going on. */
import type { ComponentChildren } from 'preact'
import { useText } from '../chrome.ts'

export type BannerProps = {
  readonly kind: 'success' | 'notice' | 'warning'
  readonly title?: string
  readonly children: ComponentChildren
}

/** Announced when the page opens. */
export function Banner({ kind, title, children }: BannerProps) {
  const { frame } = useText()
  return (
    <div
      class={`lh-banner lh-banner--${kind}`}
      role={kind === 'success' ? 'status' : 'region'}
      aria-label={title ?? frame[kind === 'success' ? 'success' : 'notice']}
    >
      {title !== undefined && <p class="lh-banner__title">{title}</p>}
      <div class="lh-banner__body">{children}</div>
    </div>
  )
}
