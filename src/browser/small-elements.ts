/** Elements of a few lines each: groups that open, days in words, forms that go once, and the way out. */
import { define, inEnglish } from './element.ts'
import { dayInWords } from './day-in-words.ts'

/** Opens its group when the answer that it hangs on is chosen; never closes what may have been filled in. */
class Reveal extends HTMLElement {
  connectedCallback(): void {
    const { field = '', values = '' } = this.dataset
    const wanted = values.split(' ')
    const form = this.closest('form')
    form?.addEventListener('change', (event) => {
      const control = event.target as HTMLInputElement | null
      if (control?.name !== field || !wanted.includes(control.value)) return
      this.querySelector('details')?.setAttribute('open', '')
    })
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

/** A second press of the same button sends nothing; the server would answer the same anyway. */
class SubmitOnce extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector('form')
    if (!form) return
    let sent = false
    form.addEventListener('submit', (event) => {
      if (sent) {
        event.preventDefault()
        return
      }
      sent = true
      const free = (): void => {
        sent = false
      }
      setTimeout(free, AGAIN_AFTER_MS)
      addEventListener('pageshow', free, { once: true })
    })
  }
}

/** Leaves at once, and not only by the link: three presses of Shift. */
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
    let presses: number[] = []
    document.addEventListener('keyup', (event) => {
      presses = event.key === 'Shift' ? [...presses.slice(-2), event.timeStamp] : []
      const [first] = presses
      if (presses.length === 3 && first !== undefined && event.timeStamp - first < 3000) leave()
    })
  }
}

define('lh-reveal', Reveal)
define('lh-date-echo', DateEcho)
define('lh-submit-once', SubmitOnce)
define('lh-exit-page', ExitPage)
