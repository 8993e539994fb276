/**
 * Sends files in pieces (tus 1.0), shows how far they came, and goes on by itself after a lost network. After a reload the officer chooses the
 * same file again and it goes on where it stopped: its address is kept in the page's own history entry, which ends with the window.
 */
import { define, say, wait } from './element.ts'

const PIECE = 4 * 1024 ** 2
const LONGEST_WAIT_MS = 30_000
const HEADERS = { 'tus-resumable': '1.0.0', accept: 'application/json' }

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)))
const size = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MB`
/** The same file again, as far as a page can tell. */
const fingerprint = (file: File): string => `${file.name}/${file.size}/${file.lastModified}`

type Begun = Readonly<Record<string, string>>
const begun = (): Begun => (history.state as { uploads?: Begun } | null)?.uploads ?? {}
const remember = (uploads: Begun): void => history.replaceState({ ...(history.state as object), uploads }, '')

class Refused extends Error {}

class Upload extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector('form')
    const input = this.querySelector<HTMLInputElement>('input[type=file]')
    if (!form || !input) return
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.#sendAll([...(input.files ?? [])])
    })
    input.addEventListener('change', () => void this.#sendAll([...(input.files ?? [])]))
  }

  async #sendAll(files: readonly File[]): Promise<void> {
    let sent = 0
    for (const file of files) {
      const row = this.#row(file)
      try {
        await this.#send(file, row)
        sent += 1
      } catch (error) {
        row.text(error instanceof Refused ? error.message : (this.dataset.failed ?? ''))
      }
    }
    // The page lists what came in, with the digests that the server took.
    if (sent === files.length && sent > 0) location.reload()
  }

  async #send(file: File, row: Row): Promise<void> {
    const known = begun()[fingerprint(file)]
    let offset = known ? await this.#offsetOf(known) : null
    let url = known ?? ''
    if (offset === null) {
      url = await this.#begin(file)
      remember({ ...begun(), [fingerprint(file)]: url })
      offset = 0
    }
    for (let delay = 1000; offset < file.size;) {
      row.progress(offset, file.size, say('正在上传', 'Sending'))
      const next = await this.#piece(url, file, offset)
      if (next === null) {
        row.progress(offset, file.size, this.dataset.paused ?? '')
        await wait(delay)
        delay = Math.min(delay * 2, LONGEST_WAIT_MS)
        offset = (await this.#offsetOf(url)) ?? offset
      } else {
        offset = next
        delay = 1000
      }
    }
    const { [fingerprint(file)]: _done, ...rest } = begun()
    remember(rest)
    row.progress(file.size, file.size, this.dataset.done ?? '')
  }

  #fetch(url: string, init: RequestInit): Promise<Response> {
    const headers = { ...HEADERS, 'x-csrf-token': this.dataset.csrf ?? '', ...(init.headers as object) }
    return fetch(url, { ...init, headers, credentials: 'same-origin' })
  }

  async #begin(file: File): Promise<string> {
    const metadata = `filename ${base64(file.name)},draftId ${base64(this.dataset.draft ?? '')}`
    const answer = await this.#fetch(this.dataset.url ?? '', {
      method: 'POST',
      headers: { 'upload-length': String(file.size), 'upload-metadata': metadata },
    })
    if (answer.status === 413) throw new Refused(say('文件超过 2 GB，没有上传。', 'Larger than 2 GB: not sent.'))
    if (answer.status === 400) throw new Refused(say('文件是空的，没有上传。', 'The file is empty: not sent.'))
    const location = answer.headers.get('location')
    if (!answer.ok || !location) throw new Refused(this.dataset.failed ?? '')
    return location
  }

  /** Null when the server does not know the upload, or cannot be asked now. */
  async #offsetOf(url: string): Promise<number | null> {
    try {
      const answer = await this.#fetch(url, { method: 'HEAD' })
      return answer.ok ? Number(answer.headers.get('upload-offset')) : null
    } catch {
      return null
    }
  }

  /** The new offset, or null when the piece should be tried again. */
  async #piece(url: string, file: File, offset: number): Promise<number | null> {
    try {
      const answer = await this.#fetch(url, {
        method: 'PATCH',
        headers: { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
        body: file.slice(offset, offset + PIECE),
      })
      if (answer.status === 401 || answer.status === 403 || answer.status === 404)
        throw new Refused(
          say(
            '登录已结束，请重新登录后再选择这个文件，会从断点继续。',
            'Signed out: sign in and choose the file again.',
          ),
        )
      const reached = answer.headers.get('upload-offset')
      return reached === null ? null : Number(reached)
    } catch (error) {
      if (error instanceof Refused) throw error
      return null
    }
  }

  #row(file: File): Row {
    const list = this.querySelector<HTMLElement>('[data-progress]')
    const row = document.createElement('li')
    const bar = document.createElement('progress')
    const words = document.createElement('span')
    bar.max = file.size
    bar.setAttribute('aria-label', file.name)
    row.append(`${file.name} `, bar, ' ', words)
    if (list) {
      list.hidden = false
      list.append(row)
    }
    return {
      text: (text) => {
        words.textContent = text
      },
      progress: (done, of, text) => {
        bar.value = done
        words.textContent = `${text} ${Math.floor((done / of) * 100)}%（${size(done)} / ${size(of)}）`
      },
    }
  }
}

type Row = { text(text: string): void; progress(done: number, of: number, text: string): void }

define('lh-upload', Upload)
