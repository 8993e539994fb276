/** Days in a workbook are numbers; only the cell's style tells that a number is a day (ECMA-376, 18.8.30). */
import { addDays, day, type Day } from '../../kit/calendar.ts'
import { xmlPieces } from './xml.ts'

/** Built-in formats that show a day; 27–36 and 50–58 are those of East Asian editions. */
const builtIn = (id: number): boolean =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)

/** Whether a cell of the style shows a day, from the workbook's styles part. */
export function dateStyles(styles: string): (style: number) => boolean {
  const custom = new Map<number, boolean>()
  const formats: number[] = []
  let inCells = false
  for (const piece of xmlPieces(styles)) {
    if (piece.kind === 'text') continue
    if (piece.name === 'cellXfs') inCells = piece.kind === 'open'
    if (piece.kind !== 'open') continue
    const id = Number(piece.attributes.get('numFmtId'))
    if (piece.name === 'numFmt') custom.set(id, showsDay(piece.attributes.get('formatCode') ?? ''))
    if (piece.name === 'xf' && inCells) formats.push(id)
  }
  return (style) => {
    const id = formats[style] ?? 0
    return custom.get(id) ?? builtIn(id)
  }
}

/** A year or a day of the month outside quotes, escapes and brackets. */
const showsDay = (format: string): boolean => /[yd]/i.test(format.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]/g, ''))

/** Null for numbers that are no day. In the system of 1900 a 29th of February is counted that never was; we begin after it. */
export function dayOfSerial(serial: number, since1904: boolean): Day | null {
  const days = Math.floor(serial)
  if (!(days > 60 && days < 2_000_000)) return null
  return since1904 ? addDays(day('1904-01-01'), days) : addDays(day('1899-12-30'), days)
}
