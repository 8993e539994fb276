/**
 * Who may set up: whoever reads the terminal of the server. The link printed there is good once; it is exchanged for a cookie of the browser
 * that used it first. Both are 256 random bits, held only as digests and only in memory, and end with this process or with the set-up.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { toBase64Url } from '../../kit/bytes.ts'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const newSecret = (): string => toBase64Url(randomBytes(32))

export class Entrance {
  /** For the terminal, and for nothing else. */
  readonly token: string = newSecret()
  #unused: Buffer | null = digest(this.token)
  #guest: Buffer | null = null

  /** Compares in constant time. */
  isOpenTo(token: string): boolean {
    return this.#unused !== null && timingSafeEqual(this.#unused, digest(token))
  }

  /** The cookie for whoever brings the token first; null for everybody else, and the second time. */
  enter(token: string): string | null {
    if (!this.isOpenTo(token)) return null
    const cookie = newSecret()
    this.#unused = null
    this.#guest = digest(cookie)
    return cookie
  }

  isGuest(cookie: string | undefined): boolean {
    return this.#guest !== null && cookie !== undefined && timingSafeEqual(this.#guest, digest(cookie))
  }

  /** From now on nobody enters. */
  close(): void {
    this.#unused = null
    this.#guest = null
  }
}
