/**
 * Saves a page of the journey while it is being written (R18). Nothing is kept in the browser: what could not be sent stays on the page and
 * is sent again.
 */
import { LONGEST_WAIT_MS, bodyOf, define, say, waitForNetwork } from './element.ts'

const PAUSE_MS = 1200

class Autosave extends HTMLElement {
  #timer = 0
  #saving = false
  #dirty = false
  #stopped = false
  /** The request on its way, if any. Until it is answered the form does not know the draft's version. */
  #request: Promise<unknown> | null = null

  connectedCallback(): void {
    const form = this.querySelector('form')
    if (!form) return
    // Half a word in an input method is not what was meant.
    form.addEventListener('input', (event) => {
      if (!event.isComposing) this.#later(form)
    })
    form.addEventListener('compositionend', () => this.#later(form))
    form.addEventListener('change', () => this.#later(form))
    form.addEventListener('submit', (event) => this.#beforeSubmit(event, form))
    document.addEventListener('visibilitychange', () => {
      if (!this.#dirty) return
      if (document.visibilityState === 'hidden') void this.#save(form, true)
      else this.#later(form)
    })
    addEventListener('pageshow', (event) => {
      if (event.persisted) this.#stopped = false
    })
  }

  /** A form sent while a save is on its way would carry the version before it, and meet its own conflict: it waits for the answer. */
  #beforeSubmit(event: SubmitEvent, form: HTMLFormElement): void {
    clearTimeout(this.#timer)
    this.#stopped = true
    if (!this.#request) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const { submitter } = event
    void this.#request.finally(() => {
      this.#request = null
      if (submitter) form.requestSubmit(submitter)
      else form.requestSubmit()
    })
  }

  #later(form: HTMLFormElement): void {
    if (this.#stopped) return
    this.#dirty = true
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => void this.#save(form, false), PAUSE_MS)
  }

  async #save(form: HTMLFormElement, leaving: boolean): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#saving || this.#stopped) return
    this.#saving = true
    for (let delay = 1000; this.#dirty && !this.#stopped; delay = Math.min(delay * 2, LONGEST_WAIT_MS)) {
      this.#dirty = false
      const request = this.#send(form, leaving)
      this.#request = request
      const answer = await request
      this.#request = null
      if (answer === 'done') continue
      this.#dirty = true
      if (leaving) break
      this.#say(say('网络不通，内容还在本页，正在重试……', 'No network. What you typed is on this page; trying again…'))
      await waitForNetwork(delay)
    }
    this.#saving = false
  }

  async #send(form: HTMLFormElement, leaving: boolean): Promise<'done' | 'again'> {
    // Each save says that it is newer than those before, also than one whose answer was lost and that may arrive late.
    const saves = form.elements.namedItem('formSaves')
    if (saves instanceof HTMLInputElement) saves.value = String(Number(saves.value) + 1)
    try {
      const answer = await fetch(this.dataset.url ?? '', {
        method: 'POST',
        body: bodyOf(form),
        headers: { accept: 'application/json' },
        credentials: 'same-origin',
        keepalive: leaving,
      })
      if (answer.status >= 500 || answer.status === 429) return 'again'
      if (!answer.ok) {
        this.#stopped = true
        this.#say(refusalInWords(answer.status))
        return 'done'
      }
      const { draftVersion } = (await answer.json()) as { draftVersion: number }
      const version = form.elements.namedItem('draftVersion')
      if (version instanceof HTMLInputElement) version.value = String(draftVersion)
      const time = new Date().toTimeString().slice(0, 5)
      this.#say(say(`已保存（${time}）`, `Saved at ${time}`))
      return 'done'
    } catch {
      return 'again'
    }
  }

  #say(text: string): void {
    const state = this.querySelector('[data-state]')
    if (state) state.textContent = text
  }
}

function refusalInWords(status: number): string {
  if (status === 409)
    return say(
      '这份草稿在另一个窗口改过。点“保存并继续”后可以选择保留哪一份。',
      'Changed in another window: «Save» lets you choose.',
    )
  if (status === 401 || status === 403)
    return say(
      '登录已结束。内容还在本页，点“保存并继续”后重新登录即可。',
      'Signed out. What you typed is here: «Save», then sign in.',
    )
  if (status === 404)
    return say(
      '这份草稿已经登记或者删除，不再保存。内容还在本页，可以复制。',
      'This draft was registered or discarded and is not saved any more. What you typed is here to be copied.',
    )
  return say('没有保存。内容还在本页，可以点“保存并继续”。', 'Not saved. What you typed is here: «Save» sends it.')
}

define('lh-autosave', Autosave)
