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
  const rows = Array.from({ length: size }, (_, row) => strokes(data.subarray(row * size, (row + 1) * size)))
  const path = rows.map((stroke, row) => `M${QUIET_ZONE} ${row + QUIET_ZONE}.5${stroke}`).join('')
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path stroke="#000" d="${path}"/></svg>`
  )
}

/** A row as strokes one module thick, dark runs drawn and light ones passed over: a seventh of what squares would take. */
function strokes(row: Uint8Array): string {
  let path = ''
  for (let start = 0, end = 0; start < row.length; start = end) {
    while (end < row.length && row[end] === row[start]) end += 1
    path += row[start] ? `h${end - start}` : end < row.length ? `m${end - start} 0` : ''
  }
  return path
}
