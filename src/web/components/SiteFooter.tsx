/** What must be said on every page: no state secrets (R90); and where anybody can check a proof. */
import { useChrome, useText } from '../chrome.ts'
import { paths } from '../paths.ts'

export function SiteFooter() {
  const { frame } = useText()
  const { viewer } = useChrome()
  return (
    <footer class="lh-footer">
      <div class="lh-footer__inner">
        <p class="lh-footer__ban">{frame.secretsBan}</p>
        <p class="lh-footer__line">
          {viewer && (
            <>
              <a href={paths.procedure()}>{frame.procedure}</a>
              <span aria-hidden="true"> · </span>
            </>
          )}
          <a href={paths.check()}>{frame.check}</a>
          <span aria-hidden="true"> · </span>
          <span>{frame.emblem}</span>
        </p>
      </div>
    </footer>
  )
}
