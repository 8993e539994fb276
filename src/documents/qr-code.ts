/** QR codes as SVG text, for papers and pages. */
import QRCode from 'qrcode'

/** White around the code that scanners need, in modules. */
const QUIET_ZONE = 4

/**
 * The text as a QR code of error correction level M. Keep it short and in ASCII: Chinese text doubles the density.
 * Throws when the text is longer than a QR code can carry.
 */
export function qrCodeSvg(text: string): string {
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules
  const side = size + 2 * QUIET_ZONE
  let path = ''
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (data[row * size + column]) path += `M${column + QUIET_ZONE} ${row + QUIET_ZONE}h1v1h-1z`
    }
  }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${path}"/></svg>`
  )
}
