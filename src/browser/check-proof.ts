/** Checks a proof file in the browser: the same code as the server's, and the file does not leave the machine. */
import './older-engines.ts'
import { fromUtf8 } from '../kit/bytes.ts'
import { parseLeafEntry } from '../trail/leaf-entry.ts'
import { checkProof, parseProof } from '../trail/proof.ts'
import { dayInWords } from './day-in-words.ts'
import { define, inEnglish, say } from './element.ts'

/** As the server: a proof has a few thousand bytes. */
const MOST_PROOF_BYTES = 64 * 1024

/** What was proven, in the order of the page's labels; or the code of the first thing that is wrong. */
function readVerdict(text: string, vkeys: readonly string[]): [rows: readonly string[] | null, failure: string | null] {
  let extra: Uint8Array | undefined
  try {
    extra = parseProof(text).extra
  } catch {
    return [null, 'proofMalformed']
  }
  // One file is enough only because ours carry the entry.
  if (!extra) return [null, 'proofMalformed']
  const verdict = checkProof(extra, text, vkeys)
  if (!verdict.ok) return [null, verdict.code]
  const { checkpoint, leafIndex } = verdict
  return [[checkpoint.origin, String(leafIndex), String(checkpoint.treeSize), dateOf(extra)], null]
}

function dateOf(entryBytes: Uint8Array): string {
  try {
    const entry = parseLeafEntry(entryBytes)
    return entry.kind === 'event' ? (dayInWords(entry.date, inEnglish()) ?? entry.date) : ''
  } catch {
    // Some other log's entry: proven to be there, and not ours to read.
    return ''
  }
}

class CheckProof extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector('form')
    const input = this.querySelector<HTMLInputElement>('input[type=file]')
    if (!form || !input) return
    const check = (event?: Event): void => {
      const file = input.files?.[0]
      if (!file) return
      event?.preventDefault()
      void this.#check(file)
    }
    form.addEventListener('submit', check)
    input.addEventListener('change', check)
    this.querySelector<HTMLElement>('[data-posted]')?.setAttribute('hidden', '')
    // Somebody may have chosen a file while this code was still on its way, or the browser has put it back after «back».
    check()
  }

  async #check(file: File): Promise<void> {
    let vkeys: readonly string[]
    try {
      const answer = await fetch(this.dataset.vkeyUrl ?? '')
      if (!answer.ok) throw new Error(String(answer.status))
      vkeys = (await answer.text()).trim().split('\n')
    } catch {
      // Nothing was checked, so nothing is said about the proof.
      this.#tell(
        say(
          '没有取到登记系统的公钥，还没有核验，请稍后再试。',
          'The register’s key did not come: not checked yet, try again.',
        ),
      )
      return
    }
    let text = ''
    try {
      // What is too large to be a proof is not read at all; what is not text is not a proof.
      if (file.size <= MOST_PROOF_BYTES) text = fromUtf8(new Uint8Array(await file.arrayBuffer()))
    } catch {
      text = ''
    }
    this.#show(...readVerdict(text, vkeys))
  }

  #tell(words: string): void {
    const line = document.createElement('p')
    line.className = 'lh-verdict'
    line.setAttribute('role', 'status')
    line.textContent = words
    this.querySelector('[data-result]')?.replaceChildren(line)
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
