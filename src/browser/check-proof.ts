/** Checks a proof file in the browser: the same code as the server's, and the file does not leave the machine. */
import { fromUtf8 } from '../kit/bytes.ts'
import { parseLeafEntry } from '../trail/leaf-entry.ts'
import { checkProof, parseProof } from '../trail/proof.ts'
import { dayInWords } from './day-in-words.ts'
import { define, inEnglish } from './element.ts'

class CheckProof extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector('form')
    const input = this.querySelector<HTMLInputElement>('input[type=file]')
    if (!form || !input) return
    const check = (event: Event): void => {
      const file = input.files?.[0]
      if (!file) return
      event.preventDefault()
      void this.#check(file)
    }
    form.addEventListener('submit', check)
    input.addEventListener('change', check)
    this.querySelector<HTMLElement>('[data-posted]')?.setAttribute('hidden', '')
  }

  async #check(file: File): Promise<void> {
    const vkeys = await fetch(this.dataset.vkeyUrl ?? '').then((answer) => answer.text())
    let rows: readonly string[] | null = null
    let failure: string | null = null
    try {
      const text = fromUtf8(new Uint8Array(await file.arrayBuffer()))
      const { extra } = parseProof(text)
      const verdict = checkProof(extra ?? new Uint8Array(), text, vkeys.trim().split('\n'))
      if (verdict.ok) {
        const entry = extra && parseLeafEntry(extra)
        const date = entry?.kind === 'event' ? (dayInWords(entry.date, inEnglish()) ?? entry.date) : ''
        rows = [verdict.checkpoint.origin, String(verdict.leafIndex), String(verdict.checkpoint.treeSize), date]
      } else failure = verdict.code
    } catch {
      failure = 'proofMalformed'
    }
    this.#show(rows, failure)
  }

  #show(rows: readonly string[] | null, failure: string | null): void {
    const result = this.querySelector('[data-result]')
    if (!result) return
    const { holds, holdsBody, fails, failsBody, failures = '{}', otherFailure, rows: labels = '[]' } = this.dataset
    const box = document.createElement('div')
    box.className = rows ? 'lh-verdict lh-verdict--holds' : 'lh-verdict'
    box.setAttribute('role', 'status')
    const paragraph = (text: string | undefined, name = ''): void => {
      const line = document.createElement('p')
      line.className = name
      line.textContent = text ?? ''
      box.append(line)
    }
    paragraph(rows ? holds : fails, 'lh-verdict__title')
    if (failure) paragraph((JSON.parse(failures) as Record<string, string>)[failure] ?? otherFailure)
    paragraph(rows ? holdsBody : failsBody)
    const list = document.createElement('dl')
    list.className = 'lh-summary-list'
    for (const [i, label] of (JSON.parse(labels) as string[]).entries()) {
      const value = rows?.[i]
      if (!value) continue
      const row = document.createElement('div')
      row.className = 'lh-summary-list__row'
      const key = document.createElement('dt')
      key.className = 'lh-summary-list__key'
      key.textContent = label
      const shown = document.createElement('dd')
      shown.className = 'lh-summary-list__value'
      shown.textContent = value
      row.append(key, shown)
      list.append(row)
    }
    result.replaceChildren(box, list)
  }
}

define('lh-check-proof', CheckProof)
