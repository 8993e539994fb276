/** The strip at a paper's foot as its template wants it: QR code, check code, small lines. */
import type { Json } from './paper.ts'
import { qrCodeSvg } from './qr-code.ts'
import type { VerificationStrip } from './registration-form/model.ts'
import { sanitizeLine } from './sanitize.ts'

export const stripData = ({ url, checkCode, lines }: VerificationStrip): Json => ({
  url: sanitizeLine(url),
  qrSvg: qrCodeSvg(url),
  lines: [`校验码　${sanitizeLine(checkCode)}`, ...lines.map(sanitizeLine)],
})
