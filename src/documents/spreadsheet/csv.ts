/**
 * Comma-separated values: RFC 4180 with what Chinese offices really send, which is UTF-8 with or without its mark, GB18030 (Excel and WPS on
 * Windows), UTF-16 («Unicode text»), and tabs or semicolons in place of commas.
 */
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import { cellText, limits, type Sheet, type SheetRefusal, type SheetRow, withoutEmptyRows } from './sheet.ts'

/** Never throws. `textUnreadable`: in none of the encodings. */
export function readCsv(bytes: Uint8Array): Decision<Sheet, SheetRefusal> {
  const text = decoded(bytes)
  if (text === null) return refuse({ code: 'textUnreadable' })
  const rows: SheetRow[] = []
  for (const cells of splitRows(text, separatorOf(text))) {
    if (rows.length >= limits.rows * 2 || cells.length > limits.columns) return refuse({ code: 'spreadsheetTooLarge' })
    rows.push({ number: rows.length + 1, cells: cells.map(cellText) })
  }
  const filled = withoutEmptyRows(rows)
  return filled.length > limits.rows ? refuse({ code: 'spreadsheetTooLarge' }) : accept(filled)
}

/** Quoted only where it must be; lines end as Excel ends them. */
export const printCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('')

const quoted = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** GB18030 comes last: nearly any bytes are GB18030, hardly any are UTF-8 by accident. */
function decoded(bytes: Uint8Array): string | null {
  const encodings =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? ['utf-16le']
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? ['utf-16be']
        : ['utf-8', 'gb18030']
  for (const encoding of encodings)
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
      if (!text.includes('\0')) return text
    } catch {
      // The next encoding is tried.
    }
  return null
}

/** Whatever stands most often in the first line. */
function separatorOf(text: string): string {
  const [first = ''] = text.split(/[\r\n]/, 1)
  const count = (separator: string): number => first.split(separator).length
  return [',', '\t', ';'].reduce((best, each) => (count(each) > count(best) ? each : best))
}

/** A quote inside a bare cell is a character like any other; a quoted cell that never ends goes on to the end of the text. */
function* splitRows(text: string, separator: string): Generator<string[]> {
  let cells: string[] = []
  let cell = ''
  let inQuotes = false
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i]
    if (inQuotes) {
      if (character !== '"') cell += character
      else if (text[i + 1] === '"') {
        cell += '"'
        i += 1
      } else inQuotes = false
    } else if (character === '"' && cell === '') inQuotes = true
    else if (character === separator) {
      cells.push(cell)
      cell = ''
    } else if (character === '\n' || character === '\r') {
      if (character === '\r' && text[i + 1] === '\n') i += 1
      yield [...cells, cell]
      cells = []
      cell = ''
    } else cell += character
  }
  if (cell !== '' || cells.length > 0) yield [...cells, cell]
}
