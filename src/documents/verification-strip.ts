/** The strip at a paper's foot as its template wants it: QR code, check code, small lines. */
import type { Json } from './paper.ts'
import { qrCodeSvg } from './qr-code.ts'
import { sanitizeLine } from './sanitize.ts'

/** The lines beside the QR code in the foot margin, outside the text. */
export type VerificationStrip = {
  /** What the QR code holds: a short ASCII address. */
  readonly url: string
  /** Of the registration that the paper is about; a paper about no record has none. */
  readonly checkCode?: string
  /** At most four short lines under the check code. */
  readonly lines: readonly string[]
}

export const stripData = ({ url, checkCode, lines }: VerificationStrip): Json => ({
  url: sanitizeLine(url),
  qrSvg: qrCodeSvg(url),
  lines: [...(checkCode === undefined ? [] : [`校验码　${sanitizeLine(checkCode)}`]), ...lines.map(sanitizeLine)],
})
