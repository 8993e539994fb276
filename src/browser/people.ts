/**
 * Searches the directory while a name is typed (ARIA combobox with a list). Picking fills name, unit, post and the hidden id; a name changed by
 * hand afterwards drops the id. Works with arrow keys, and leaves the input method alone.
 */
import { define, isComposing, say } from './element.ts'
import { unitAndPost } from '../kit/standing.ts'

type Found = { readonly personId: string; readonly name: string; readonly unit: string; readonly post: string }

const PAUSE_MS = 200

class People extends HTMLElement {
  #found: readonly Found[] = []
  #active = -1
  #timer = 0
  #asked = 0

  connectedCallback(): void {
    const input = this.#field('Name')
    if (!input) return
    const list = document.createElement('ul')
    list.className = 'lh-people__results'
    list.id = `${input.id}-list`
    list.hidden = true
    list.setAttribute('role', 'listbox')
    list.setAttribute('aria-label', say('查找结果', 'Found'))
    input.insertAdjacentElement('afterend', list)
    input.setAttribute('role', 'combobox')
    input.setAttribute('aria-autocomplete', 'list')
    input.setAttribute('aria-expanded', 'false')
    input.setAttribute('aria-controls', list.id)

    input.addEventListener('input', (event) => {
      this.#set('PersonId', '')
      if (!event.isComposing) this.#later(input, list)
    })
    input.addEventListener('compositionend', () => this.#later(input, list))
    input.addEventListener('keydown', (event) => this.#key(event, input, list))
    input.addEventListener('blur', () => this.#close(input, list))
    // Before the blur of the input, which would close the list.
    list.addEventListener('pointerdown', (event) => {
      event.preventDefault()
      const option = (event.target as Element).closest('[role=option]')
      if (option) this.#pick(Number(option.getAttribute('data-index')), input, list)
    })
  }

  #field(part: string): HTMLInputElement | null {
    return this.querySelector(`[name="${this.dataset.prefix ?? ''}${part}"]`)
  }

  #set(part: string, value: string): void {
    const field = this.#field(part)
    if (field) field.value = value
  }

  #later(input: HTMLInputElement, list: HTMLElement): void {
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => void this.#search(input, list), PAUSE_MS)
  }

  async #search(input: HTMLInputElement, list: HTMLElement): Promise<void> {
    const wanted = input.value.trim()
    const asked = (this.#asked += 1)
    if (wanted === '') {
      this.#close(input, list)
      return
    }
    try {
      const answer = await fetch(`${this.dataset.url ?? ''}?q=${encodeURIComponent(wanted)}`, {
        headers: { accept: 'application/json' },
        credentials: 'same-origin',
      })
      const found = answer.ok ? ((await answer.json()) as Found[]) : []
      // A later question may have been answered first.
      if (asked === this.#asked) this.#show(found, input, list)
    } catch {
      this.#close(input, list)
    }
  }

  #show(found: readonly Found[], input: HTMLInputElement, list: HTMLElement): void {
    this.#found = found
    this.#active = -1
    list.replaceChildren(
      ...found.map(({ name, unit, post }, index) => {
        const option = document.createElement('li')
        option.id = `${list.id}-${index}`
        option.setAttribute('role', 'option')
        option.setAttribute('data-index', String(index))
        const place = document.createElement('span')
        place.className = 'lh-muted'
        place.textContent = ` ${unitAndPost(unit, post)}`
        option.append(name, place)
        return option
      }),
    )
    list.hidden = found.length === 0
    input.setAttribute('aria-expanded', String(found.length > 0))
    input.removeAttribute('aria-activedescendant')
  }

  #key(event: KeyboardEvent, input: HTMLInputElement, list: HTMLElement): void {
    if (isComposing(event)) return
    if (list.hidden) {
      if (event.key === 'ArrowDown') void this.#search(input, list)
      return
    }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const count = this.#found.length
      if (event.key === 'ArrowDown') this.#active = (this.#active + 1) % count
      else this.#active = this.#active <= 0 ? count - 1 : this.#active - 1
      for (const option of list.children)
        option.setAttribute('aria-selected', String(option.id === `${list.id}-${this.#active}`))
      input.setAttribute('aria-activedescendant', `${list.id}-${this.#active}`)
      list.children[this.#active]?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter' && this.#active >= 0) {
      event.preventDefault()
      this.#pick(this.#active, input, list)
    } else if (event.key === 'Escape') {
      this.#close(input, list)
    }
  }

  #pick(index: number, input: HTMLInputElement, list: HTMLElement): void {
    const person = this.#found[index]
    if (!person) return
    this.#set('Name', person.name)
    this.#set('Unit', person.unit)
    this.#set('Post', person.post)
    this.#set('PersonId', person.personId)
    this.#close(input, list)
    // So that the page saves what was filled in.
    input.dispatchEvent(new Event('change', { bubbles: true }))
  }

  #close(input: HTMLInputElement, list: HTMLElement): void {
    clearTimeout(this.#timer)
    this.#asked += 1
    this.#active = -1
    list.hidden = true
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }
}

define('lh-people', People)
