/** Elements of a few lines each: groups that open, days in words, forms that go once, and the way out. */
import { define, inEnglish, isComposing } from './element.ts'
import { dayInWords } from './day-in-words.ts'

/** Opens its group when the answer that it hangs on is chosen; never closes what may have been filled in. */
class Reveal extends HTMLElement {
  connectedCallback(): void {
    const { field = '', values = '' } = this.dataset
    const wanted = values.split(' ')
    const form = this.closest('form')
    if (!form) return
    const look = (): void => {
      const chosen = new FormData(form).getAll(field)
      if (chosen.some((value) => typeof value === 'string' && wanted.includes(value)))
        this.querySelector('details')?.setAttribute('open', '')
    }
    form.addEventListener('change', (event) => {
      if ((event.target as HTMLInputElement | null)?.name === field) look()
    })
    // Going back, the browser fills in again what was chosen, after the page was drawn.
    addEventListener('pageshow', look)
  }
}

/** Says below the input which day was understood. */
class DateEcho extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector('input')
    const echo = this.querySelector('[data-echo]')
    if (!input || !echo) return
    const show = (): void => {
      const words = dayInWords(input.value, inEnglish())
      echo.textContent = words ? `${this.dataset.prefix ?? ''} ${words}` : ''
    }
    input.addEventListener('input', show)
    show()
  }
}

const AGAIN_AFTER_MS = 10_000

/** A second press sends nothing for a while; the server would answer the same anyway. The buttons keep the focus, and say that they rest. */
class SubmitOnce extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector('form')
    if (!form) return
    let sent = false
    const rest = (resting: boolean): void => {
      sent = resting
      for (const button of form.querySelectorAll('button:not([type=button])'))
        if (resting) button.setAttribute('aria-disabled', 'true')
        else button.removeAttribute('aria-disabled')
    }
    form.addEventListener('submit', (event) => {
      if (sent) {
        event.preventDefault()
        return
      }
      rest(true)
      // Another element that takes the form over says so in the same event: then nothing was sent.
      setTimeout(() => event.defaultPrevented && rest(false))
      setTimeout(() => rest(false), AGAIN_AFTER_MS)
    })
    addEventListener('pageshow', () => rest(false))
  }
}

/** Two seconds are time enough for three presses that are meant, and too short for three that are not. */
const PRESSES_WITHIN_MS = 2000

/** Leaves at once, and not only by the link: three presses of Shift, or of Escape. */
class ExitPage extends HTMLElement {
  connectedCallback(): void {
    const link = this.querySelector('a')
    if (!link) return
    const leave = (): void => {
      document.documentElement.hidden = true
      location.replace(link.href)
    }
    link.addEventListener('click', (event) => {
      event.preventDefault()
      leave()
    })
    let presses: { readonly key: string; readonly at: number }[] = []
    document.addEventListener('keyup', (event) => {
      // Escape that ends a word in an input method, or closes a list, is no wish to leave.
      if (isComposing(event)) return
      const press = { key: event.key, at: event.timeStamp }
      const same = presses.every(({ key }) => key === press.key)
      presses = press.key === 'Shift' || press.key === 'Escape' ? [...(same ? presses.slice(-2) : []), press] : []
      const [first] = presses
      if (presses.length === 3 && first && press.at - first.at < PRESSES_WITHIN_MS) leave()
    })
  }
}

define('lh-reveal', Reveal)
define('lh-date-echo', DateEcho)
define('lh-submit-once', SubmitOnce)
define('lh-exit-page', ExitPage)
