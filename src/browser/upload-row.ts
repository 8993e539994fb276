/** A line of the list of files on their way: name, bar, words, and the way to give up. */
import { inEnglish, say } from './element.ts'
import { progressInWords } from './progress-in-words.ts'

export type UploadRow = {
  /** Aborted when the officer gives this file up. */
  readonly signal: AbortSignal
  text(words: string): void
  /** Words, and a link into another window, so that this one keeps the files that were chosen. */
  offer(words: string, href: string, link: string): void
  progress(done: number, words: string): void
  /** Nothing more happens to this file. */
  settle(words: string): void
}

export function addRow(list: HTMLElement | null, file: File): UploadRow {
  const row = document.createElement('li')
  const bar = document.createElement('progress')
  const words = document.createElement('span')
  const cancel = document.createElement('button')
  const given = new AbortController()
  bar.max = Math.max(file.size, 1)
  bar.value = 0
  bar.setAttribute('aria-label', file.name)
  cancel.type = 'button'
  cancel.className = 'lh-quiet-button'
  cancel.textContent = say('取消', 'Cancel')
  cancel.setAttribute('aria-label', say(`取消上传“${file.name}”`, `Cancel ${file.name}`))
  cancel.addEventListener('click', () => given.abort())
  row.append(`${file.name} `, bar, ' ', words, ' ', cancel)
  if (list) {
    list.hidden = false
    list.append(row)
  }
  const text = (shown: string): void => {
    words.textContent = shown
  }
  return {
    signal: given.signal,
    text,
    offer(shown, href, link) {
      const anchor = document.createElement('a')
      anchor.href = href
      anchor.target = '_blank'
      anchor.rel = 'noopener'
      anchor.textContent = link
      words.replaceChildren(shown, anchor)
    },
    progress(done, shown) {
      bar.value = done
      text(`${shown} ${progressInWords(done, file.size, inEnglish())}`)
    },
    settle(shown) {
      bar.hidden = true
      cancel.remove()
      text(shown)
    },
  }
}
