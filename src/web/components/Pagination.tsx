/** The pages of a long list. */
import { useText } from '../chrome.ts'

export type PaginationProps = {
  readonly page: number
  readonly pages: number
  readonly href: (page: number) => string
}

/** Nothing when everything stands on one page. */
export function Pagination({ page, pages, href }: PaginationProps) {
  const { frame } = useText()
  if (pages <= 1) return null
  return (
    <nav class="lh-pagination" aria-label={frame.pages}>
      {page > 1 && (
        <a class="lh-pagination__link" rel="prev" href={href(page - 1)}>
          {frame.previous}
        </a>
      )}
      <span class="lh-pagination__here">{frame.pageOf(page, pages)}</span>
      {page < pages && (
        <a class="lh-pagination__link" rel="next" href={href(page + 1)}>
          {frame.next}
        </a>
      )}
    </nav>
  )
}
