/** What every element of ours shares: it takes over markup that already works, and says nothing when something is missing. */

/** Chinese unless the page is in English. */
export const inEnglish = (): boolean => document.documentElement.lang === 'en'
export const say = (zh: string, en: string): string => (inEnglish() ? en : zh)

export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element)
}

/** A key pressed while an input method composes belongs to the input method. */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229

export const LONGEST_WAIT_MS = 30_000

/** Waits before another try, but no longer than until the network or the person is back, or `signal` gives up. */
export const waitForNetwork = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((wake) => {
    const done = (): void => {
      clearTimeout(timer)
      removeEventListener('online', done)
      removeEventListener('focus', done)
      signal?.removeEventListener('abort', done)
      wake()
    }
    const timer = setTimeout(done, milliseconds)
    addEventListener('online', done)
    addEventListener('focus', done)
    signal?.addEventListener('abort', done)
  })

/** The form's fields as a browser would send them, without files. */
export function bodyOf(form: HTMLFormElement): URLSearchParams {
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
  return body
}
