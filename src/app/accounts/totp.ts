/**
 * Codes that change every thirty seconds (RFC 6238: SHA-1, six digits, thirty seconds, which every authenticator app knows). A code is
 * taken one step early or late, and once: `lastStep` is the newest step that was accepted.
 */
import { Secret, TOTP } from 'otpauth'
import { randomBytes } from 'node:crypto'
import { qrCodeSvg } from '../../documents/qr-code.ts'
import { toBase64, utf8 } from '../../kit/bytes.ts'
import type { Instant } from '../../kit/calendar.ts'

const PERIOD_SECONDS = 30
const SECRET_LENGTH = 20
const ISSUER = 'Liuhen 留痕'

const totpOf = (secret: Uint8Array, username = ''): TOTP =>
  new TOTP({
    issuer: ISSUER,
    label: username,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
    secret: new Secret({ buffer: Uint8Array.from(secret).buffer }),
  })

const stepOf = (at: Instant): number => Math.floor(Date.parse(at) / 1000 / PERIOD_SECONDS)

export type TotpEnrolment = {
  /** Base32, for typing by hand. */
  readonly secret: string
  /** `otpauth://totp/…`, for authenticators on the same device. */
  readonly uri: string
  /** The same as a QR code, an SVG in a `data:` address. */
  readonly qrImage: string
}

export const newTotpEnrolment = (username: string): TotpEnrolment => totpEnrolment(randomBytes(SECRET_LENGTH), username)

const totpEnrolment = (secret: Uint8Array, username: string): TotpEnrolment => {
  const totp = totpOf(secret, username)
  const uri = totp.toString()
  const qrImage = `data:image/svg+xml;base64,${toBase64(utf8(qrCodeSvg(uri)))}`
  return { secret: totp.secret.base32, uri, qrImage }
}

/** The secret's bytes as the enrolment form brings them back; null when it is not one of ours. */
export function parseTotpSecret(base32: string): Uint8Array | null {
  if (!/^[A-Z2-7]{32}$/.test(base32)) return null
  return Secret.fromBase32(base32).bytes
}

/** The enrolment again, for a form that comes back with mistakes: scanning twice is not needed. */
export function repeatedTotpEnrolment(base32: string, username: string): TotpEnrolment | null {
  const secret = parseTotpSecret(base32)
  return secret && totpEnrolment(secret, username)
}

/** The step of the code, or null when it is wrong, too old, or was used before. Blanks that people type in between do not matter. */
export function acceptedTotpStep(secret: Uint8Array, code: string, at: Instant, lastStep: number): number | null {
  const token = code.normalize('NFKC').replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const delta = totpOf(secret).validate({ token, timestamp: Date.parse(at), window: 1 })
  if (delta === null) return null
  const step = stepOf(at) + delta
  return step > lastStep ? step : null
}

/** The code of a moment, as an authenticator shows it: for the demo and for tests. */
export const totpCode = (secret: Uint8Array, at: Instant): string =>
  totpOf(secret).generate({ timestamp: Date.parse(at) })
