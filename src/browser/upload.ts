/**
 * Sends files in parts (tus 1.0), one after another, shows how far they came, and goes on by itself after a lost network, a server that was away,
 * and after signing in again in another window (R22). After a reload the officer chooses the same file again and it goes on where it stopped: its address is kept in the page's own history entry, which ends with
 * the window.
 */
import { LONGEST_WAIT_MS, define, say, waitForNetwork } from './element.ts'
import { PART_LENGTH, PART_TYPE, type Reached, type Refusal, printMetadata, readBegun, readReached } from './tus.ts'
import { type UploadRow, addRow } from './upload-row.ts'

/** The same file again, as far as a page can tell. */
const fingerprint = (file: File): string => `${file.name}/${file.size}/${file.lastModified}`

type Begun = Readonly<Record<string, string>>
const begun = (): Begun => (history.state as { uploads?: Begun } | null)?.uploads ?? {}
const keep = (uploads: Begun): void => history.replaceState({ ...(history.state as object), uploads }, '')
const remember = (file: File, url: string): void => keep({ ...begun(), [fingerprint(file)]: url })
function forget(file: File): void {
  const { [fingerprint(file)]: _ended, ...rest } = begun()
  keep(rest)
}

const SIGNED_IN_YET_MS = 10_000

/** What this page says when it is asked for once more; null while the answer is another page. */
async function freshToken(): Promise<string | null> {
  try {
    const answer = await fetch(location.href, { credentials: 'same-origin', headers: { accept: 'text/html' } })
    if (!answer.ok || new URL(answer.url).pathname !== location.pathname) return null
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    return page.querySelector<HTMLElement>('lh-upload')?.dataset.csrf ?? null
  } catch {
    return null
  }
}

class Refused extends Error {}
class GivenUp extends Error {}

type Waiting = { readonly file: File; readonly row: UploadRow }

class Upload extends HTMLElement {
  readonly #waiting: Waiting[] = []
  #running = false

  connectedCallback(): void {
    const form = this.querySelector('form')
    const input = this.querySelector<HTMLInputElement>('input[type=file]')
    if (!form || !input) return
    const take = (): void => {
      const files = [...(input.files ?? [])]
      // Taken once: neither the button nor the same choice again sends them twice.
      input.value = ''
      for (const file of files) this.#add(file)
      void this.#sendAll()
    }
    input.addEventListener('change', take)
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      if (input.files?.length) take()
      else if (!this.#running) input.click()
    })
  }

  #add(file: File): void {
    const row = addRow(this.querySelector<HTMLElement>('[data-progress]'), file)
    row.text(say('等待上传', 'Waiting'))
    this.#waiting.push({ file, row })
  }

  async #sendAll(): Promise<void> {
    if (this.#running) return
    this.#running = true
    let [sent, failed] = [0, 0]
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      const { file, row } = next
      try {
        await this.#send(file, row)
        sent += 1
        row.settle(this.dataset.done ?? '')
      } catch (error) {
        if (error instanceof GivenUp) row.settle(say('已取消', 'Cancelled'))
        else {
          failed += 1
          row.settle(error instanceof Refused ? error.message : (this.dataset.failed ?? ''))
        }
      }
    }
    this.#running = false
    // The page lists what came in, with the digests that the server took. What failed is read first.
    if (sent > 0 && failed === 0) location.reload()
  }

  /** Throws `Refused` with words for the officer, or `GivenUp`. */
  async #send(file: File, row: UploadRow): Promise<void> {
    let url: string | null = begun()[fingerprint(file)] ?? null
    /** Null while only the server knows. */
    let offset: number | null = null
    let lastPartSent = false
    let signedInAgain = false
    for (let delay = 1000; offset === null || offset < file.size;) {
      if (row.signal.aborted) await this.#giveUp(file, url)
      if (offset !== null) row.progress(offset, this.dataset.uploading ?? '')
      if (offset !== null) lastPartSent = offset + PART_LENGTH >= file.size
      const answer: Reached | { readonly kind: 'begun'; readonly url: string } =
        url === null
          ? await this.#begin(file, row.signal)
          : offset === null
            ? await this.#ask(url, file.size, row.signal)
            : await this.#sendPart(url, file, offset, row.signal)
      if (answer.kind === 'begun') {
        url = answer.url
        remember(file, url)
        offset = 0
        signedInAgain = false
      } else if (answer.kind === 'at') {
        // That it answers where it stands does not say yet that it takes more: only a part that was taken does.
        if (offset !== null) signedInAgain = false
        offset = answer.offset
        delay = 1000
      } else if (answer.kind === 'again') {
        if (row.signal.aborted) continue
        row.progress(offset ?? 0, this.dataset.paused ?? '')
        await waitForNetwork(delay, row.signal)
        delay = Math.min(delay * 2, LONGEST_WAIT_MS)
        offset = null
      } else if (answer.because === 'signedOut' && !signedInAgain) {
        await this.#untilSignedIn(row)
        signedInAgain = true
        offset = null
      } else if (answer.because === 'gone' && url !== null) {
        forget(file)
        if (offset !== null) throw new Refused(refusalInWords('gone'))
        // An upload ends with its last part: the answer was lost, not the file.
        if (lastPartSent) return
        // It expired while nobody sent: begin anew.
        url = null
      } else throw new Refused(refusalInWords(answer.because, this.dataset.failed))
    }
    forget(file)
  }

  /** The page is asked for anew until it is there again: then its token is good for this one, too. */
  async #untilSignedIn(row: UploadRow): Promise<void> {
    row.offer(
      say('登录已结束，重新登录后自动续传。', 'Signed out. The upload goes on when you have signed in again. '),
      this.dataset.signIn ?? '',
      say('在新窗口登录', 'Sign in in a new window'),
    )
    for (;;) {
      const token = await freshToken()
      if (row.signal.aborted) return
      if (token !== null) {
        this.dataset.csrf = token
        for (const field of document.querySelectorAll<HTMLInputElement>('input[name=csrf]')) field.value = token
        return
      }
      await waitForNetwork(SIGNED_IN_YET_MS, row.signal)
    }
  }

  #fetch(url: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
    const headers = {
      'tus-resumable': '1.0.0',
      accept: 'application/json',
      'x-csrf-token': this.dataset.csrf ?? '',
      ...(init.headers as object),
    }
    return fetch(url, { ...init, headers, credentials: 'same-origin', signal: signal ?? null })
  }

  async #begin(file: File, signal: AbortSignal): Promise<ReturnType<typeof readBegun>> {
    const metadata = printMetadata({ filename: file.name, draftId: this.dataset.draft ?? '' })
    const headers = { 'upload-length': String(file.size), 'upload-metadata': metadata }
    try {
      const answer = await this.#fetch(this.dataset.url ?? '', { method: 'POST', headers }, signal)
      return readBegun(answer.status, answer.headers.get('location'))
    } catch {
      return { kind: 'again' }
    }
  }

  async #ask(url: string, length: number, signal: AbortSignal): Promise<Reached> {
    try {
      const answer = await this.#fetch(url, { method: 'HEAD' }, signal)
      return readReached(answer.status, answer.headers.get('upload-offset'), length)
    } catch {
      return { kind: 'again' }
    }
  }

  async #sendPart(url: string, file: File, offset: number, signal: AbortSignal): Promise<Reached> {
    const headers = { 'upload-offset': String(offset), 'content-type': PART_TYPE }
    const body = file.slice(offset, offset + PART_LENGTH)
    try {
      const answer = await this.#fetch(url, { method: 'PATCH', headers, body }, signal)
      return readReached(answer.status, answer.headers.get('upload-offset'), file.size)
    } catch {
      // A card that was pulled out fails like a network: only reading tells them apart.
      await body
        .slice(0, 1)
        .arrayBuffer()
        .catch(() => {
          throw new Refused(say('文件读不到了，没有传完。', 'The file cannot be read any more: not sent.'))
        })
      return { kind: 'again' }
    }
  }

  async #giveUp(file: File, url: string | null): Promise<never> {
    forget(file)
    // Without a network the server drops what was left lying by itself.
    if (url !== null) await this.#fetch(url, { method: 'DELETE' }).catch(() => null)
    throw new GivenUp()
  }
}

function refusalInWords(because: Refusal, otherwise = ''): string {
  switch (because) {
    case 'signedOut':
      return say('登录已结束，请重新登录后再选择这个文件。', 'Signed out: sign in and choose the file again.')
    case 'gone':
      return say('草稿已经登记或者删除，没有上传。', 'The draft was registered or discarded: not sent.')
    case 'tooLarge':
      return say('文件超过 2 GB，没有上传。', 'Larger than 2 GB: not sent.')
    case 'empty':
      return say('文件是空的，没有上传。', 'The file is empty: not sent.')
    case 'other':
      return otherwise
  }
}

define('lh-upload', Upload)
