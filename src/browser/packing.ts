/** Shows how far the packing of a sealed transfer has come, while the form's own request is still on its way. */
import { define, inEnglish } from './element.ts'
import { progressInWords } from './progress-in-words.ts'

const EVERY_MS = 1000

class Packing extends HTMLElement {
  connectedCallback(): void {
    const status = this.querySelector<HTMLElement>('[data-packing]')
    const { progress } = this.dataset
    if (!status || !progress) return
    this.addEventListener('submit', (event) => {
      if (event.defaultPrevented) return
      status.textContent = status.dataset.packing ?? ''
      const look = async (): Promise<void> => {
        try {
          const answer = await fetch(progress, { headers: { accept: 'application/json' } })
          if (!answer.ok) return
          const { done, of } = (await answer.json()) as { done: number; of: number }
          if (of > 0) status.textContent = `${status.dataset.packing ?? ''} ${progressInWords(done, of, inEnglish())}`
        } catch {
          // The next look may succeed; the form's own answer does not depend on it.
        }
      }
      setInterval(() => void look(), EVERY_MS)
    })
  }
}

define('lh-packing', Packing)
