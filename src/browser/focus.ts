/**
 * Where the eyes and the keyboard go when something must be corrected: first to the summary, and from each of its lines into the control.
 * The heading takes no focus: a new page is announced by the browser itself.
 */
const CONTROLS = 'input:not([type=hidden]), select, textarea'

/** The summary of what must be corrected is read first; its links also open a group that is closed, which old browsers do not. */
export function leadToProblems(): void {
  const summary = document.querySelector<HTMLElement>('[data-focus]')
  if (!summary) return
  summary.focus()
  summary.addEventListener('click', (event) => {
    const link = (event.target as Element).closest('a')
    // A problem of another page is a plain link.
    if (!link || link.pathname !== location.pathname) return
    const place = document.getElementById(decodeURIComponent(link.hash.slice(1)))
    const control = place?.matches(CONTROLS) ? place : place?.querySelector<HTMLElement>(CONTROLS)
    if (!control) return
    event.preventDefault()
    for (let group = control.closest('details'); group; group = group.parentElement?.closest('details') ?? null)
      group.open = true
    control.focus({ preventScroll: true })
    // With its question in sight, not the bare control.
    const question = control.closest('.lh-field') ?? control
    question.scrollIntoView({ block: 'start' })
  })
}
