/**
 * Saves a page of the journey while it is being written. Nothing is kept in the browser: what could not be sent stays on the page and is
 * sent again.
 */
import { bodyOf, define, say, wait } from './element.ts'

const PAUSE_MS = 1200
const LONGEST_WAIT_MS = 30_000

class Autosave extends HTMLElement {
  #timer = 0
  #saving = false
  #dirty = false
  #stopped = false

  connectedCallback(): void {
    const form = this.querySelector('form')
    if (!form) return
    form.addEventListener('input', () => this.#later())
    form.addEventListener('change', () => this.#later())
    form.addEventListener('submit', () => {
      this.#stopped = true
      clearTimeout(this.#timer)
    })
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' && this.#dirty) void this.#save(form, true)
    })
    addEventListener('pageshow', () => {
      this.#stopped = false
    })
  }

  #later(): void {
    const form = this.querySelector('form')
    if (this.#stopped || !form) return
    this.#dirty = true
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => void this.#save(form, false), PAUSE_MS)
  }

  async #save(form: HTMLFormElement, leaving: boolean): Promise<void> {
    if (this.#saving || this.#stopped) return
    this.#saving = true
    for (let delay = 1000; this.#dirty && !this.#stopped; delay = Math.min(delay * 2, LONGEST_WAIT_MS)) {
      this.#dirty = false
      const answer = await this.#send(form, leaving)
      if (answer === 'again') {
        this.#dirty = true
        if (leaving) break
        this.#say(
          say('网络不通，内容还在本页，正在重试……', 'No network. What you typed is on this page; trying again…'),
        )
        await wait(delay)
      }
    }
    this.#saving = false
  }

  async #send(form: HTMLFormElement, leaving: boolean): Promise<'done' | 'again'> {
    let answer: Response
    try {
      answer = await fetch(this.dataset.url ?? '', {
        method: 'POST',
        body: bodyOf(form),
        headers: { accept: 'application/json' },
        credentials: 'same-origin',
        keepalive: leaving,
      })
    } catch {
      return 'again'
    }
    if (answer.ok) {
      const { draftVersion } = (await answer.json()) as { draftVersion: number }
      const version = form.elements.namedItem('draftVersion')
      if (version instanceof HTMLInputElement) version.value = String(draftVersion)
      const time = new Date().toTimeString().slice(0, 5)
      this.#say(say(`已保存（${time}）`, `Saved at ${time}`))
      return 'done'
    }
    if (answer.status >= 500 || answer.status === 429) return 'again'
    this.#stopped = true
    this.#say(
      answer.status === 409
        ? say(
            '这份草稿在另一个窗口改过。点“保存并继续”后可以选择保留哪一份。',
            'Changed in another window: «Save» lets you choose.',
          )
        : say(
            '登录已结束。内容还在本页，点“保存并继续”后重新登录即可。',
            'Signed out. What you typed is here: «Save», then sign in.',
          ),
    )
    return 'done'
  }

  #say(text: string): void {
    const state = this.querySelector('[data-state]')
    if (state) state.textContent = text
  }
}

define('lh-autosave', Autosave)
