/** What happened when, in order. */
import type { ComponentChildren } from 'preact'

export type TimelineItem = {
  readonly title: string
  /** The moment, already in words. */
  readonly when: string
  readonly by?: string | undefined
  readonly children?: ComponentChildren
}

export const Timeline = ({ items }: { readonly items: readonly TimelineItem[] }) => (
  <ol class="lh-timeline">
    {items.map(({ title, when, by, children }, index) => (
      <li class="lh-timeline__item" key={index}>
        <p class="lh-timeline__title">{title}</p>
        <p class="lh-timeline__when">
          {when}
          {by && ` · ${by}`}
        </p>
        {children && <div class="lh-timeline__body">{children}</div>}
      </li>
    ))}
  </ol>
)
