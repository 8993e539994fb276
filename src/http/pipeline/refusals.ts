/** What the door itself refuses, before any use case: thrown, and turned into a page or JSON by the one error handler. */

export type DoorRefusalCode =
  | 'notFound'
  | 'foreignOrigin'
  | 'formExpired'
  | 'tooManyRequests'
  | 'tooLarge'
  | 'malformed'

export class DoorRefusal extends Error {
  readonly statusCode: number
  readonly code: DoorRefusalCode
  /** With `tooManyRequests`: when to come back. */
  readonly retryAfterSeconds: number | null
  constructor(statusCode: number, code: DoorRefusalCode, retryAfterSeconds: number | null = null) {
    super(code)
    this.name = 'DoorRefusal'
    this.statusCode = statusCode
    this.code = code
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export const refusal = (statusCode: number, code: DoorRefusalCode): DoorRefusal => new DoorRefusal(statusCode, code)

/** The same answer for what does not exist and for what one may not know of (R42). */
export const notFound = (): DoorRefusal => refusal(404, 'notFound')
