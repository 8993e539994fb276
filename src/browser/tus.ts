/**
 * The tus 1.0 protocol, without network and page: what is sent, and what an answer means for the upload.
 *
 * Every answer that says where the server stands is believed, also a conflict (409): the server alone knows what has reached its disk.
 */

/** One part: what a lost network costs at most. The server keeps whole parts. */
export const PART_LENGTH = 4 * 1024 ** 2
export const PART_TYPE = 'application/offset+octet-stream'

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)))

/** The value of `Upload-Metadata`. */
export const printMetadata = (pairs: Readonly<Record<string, string>>): string =>
  Object.entries(pairs)
    .map(([name, value]) => `${name} ${base64(value)}`)
    .join(',')

export type Reached =
  | { readonly kind: 'at'; readonly offset: number }
  /** Nothing is known: wait, then ask the server. */
  | { readonly kind: 'again' }
  | { readonly kind: 'refused'; readonly because: Refusal }

export type Refusal = 'signedOut' | 'gone' | 'tooLarge' | 'empty' | 'other'

/** What the answer to HEAD or PATCH means. */
export function readReached(status: number, offsetHeader: string | null, length: number): Reached {
  if (isOk(status) || status === 409) {
    const offset = offsetHeader !== null && /^\d{1,15}$/.test(offsetHeader) ? Number(offsetHeader) : -1
    return offset >= 0 && offset <= length ? { kind: 'at', offset } : { kind: 'again' }
  }
  return isPassing(status) ? { kind: 'again' } : { kind: 'refused', because: readRefusal(status) }
}

/** What the answer to the POST that begins an upload means: its address, or why there is none. */
export function readBegun(
  status: number,
  location: string | null,
): { readonly kind: 'begun'; readonly url: string } | Exclude<Reached, { kind: 'at' }> {
  if (isOk(status) && location) return { kind: 'begun', url: location }
  return isPassing(status) ? { kind: 'again' } : { kind: 'refused', because: readRefusal(status) }
}

function readRefusal(status: number): Refusal {
  if (status === 401 || status === 403) return 'signedOut'
  if (status === 404 || status === 410) return 'gone'
  if (status === 413) return 'tooLarge'
  return status === 400 ? 'empty' : 'other'
}

const isOk = (status: number): boolean => status >= 200 && status < 300
/** Trouble that time may cure. */
const isPassing = (status: number): boolean => status >= 500 || status === 408 || status === 429
