/**
 * The first sheet of an Excel or WPS workbook (ECMA-376, «.xlsx»), as texts: values only. Of a formula the value that stands in the file is
 * taken and the formula is never looked at; macros, links, pictures and other sheets are not unpacked.
 *
 * fflate unpacks into room of the size that the archive states and never beyond it, so that the limit on that size holds for what is unpacked.
 */
import { unzipSync } from 'fflate'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import { cellText, limits, type Sheet, type SheetRefusal, type SheetRow, withoutEmptyRows } from './sheet.ts'
import { dateStyles, dayOfSerial } from './xlsx-dates.ts'
import { xmlPieces } from './xml.ts'

class TooLarge extends Error {}

/** Never throws: whatever is wrong with the file is a refusal. */
export function readXlsx(bytes: Uint8Array): Decision<Sheet, SheetRefusal> {
  try {
    return accept(withoutEmptyRows(firstSheet(unpacked(bytes))))
  } catch (error) {
    return refuse({ code: error instanceof TooLarge ? 'spreadsheetTooLarge' : 'notASpreadsheet' })
  }
}

type Parts = ReadonlyMap<string, string>

const WANTED =
  /^xl\/(workbook|styles|sharedStrings)\.xml$|^xl\/_rels\/workbook\.xml\.rels$|^xl\/worksheets\/[^/]+\.xml$/

function unpacked(bytes: Uint8Array): Parts {
  let total = 0
  const files = unzipSync(bytes, {
    filter({ name, originalSize }) {
      if (!WANTED.test(name)) return false
      total += originalSize
      if (total > limits.unpackedBytes) throw new TooLarge()
      return true
    },
  })
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  return new Map(Object.entries(files).map(([name, file]) => [name, utf8.decode(file)]))
}

function part(parts: Parts, name: string): string {
  const xml = parts.get(name)
  if (xml === undefined) throw new SyntaxError(`the workbook has no ${name}`)
  return xml
}

function firstSheet(parts: Parts): Sheet {
  const { sheetId, since1904 } = workbook(part(parts, 'xl/workbook.xml'))
  const sheet = part(parts, targetOf(part(parts, 'xl/_rels/workbook.xml.rels'), sheetId))
  const shared = sharedStrings(parts.get('xl/sharedStrings.xml') ?? '<sst/>')
  const isDate = dateStyles(parts.get('xl/styles.xml') ?? '<styleSheet/>')
  const rows: SheetRow[] = []
  let row = { number: 0, cells: [] as string[] }
  let cell: Cell = { column: 0, type: 'n', style: 0, value: '' }
  let inValue = false
  let inGuide = false
  for (const piece of xmlPieces(sheet))
    if (piece.kind === 'text') {
      if (inValue) cell.value += piece.text
    } else if (piece.kind === 'open') {
      const { name, attributes } = piece
      if (name === 'row') row = { number: Number(attributes.get('r') ?? row.number + 1), cells: [] }
      else if (name === 'c') cell = newCell(attributes, row.cells.length)
      // The formula, `f`, is passed over, and so are phonetic guides.
      else if (name === 'v' || name === 't') inValue = !inGuide
      else if (name === 'rPh') inGuide = true
    } else if (piece.name === 'v' || piece.name === 't') inValue = false
    else if (piece.name === 'rPh') inGuide = false
    else if (piece.name === 'c') {
      while (row.cells.length < cell.column) row.cells.push('')
      row.cells[cell.column] = cellText(valueOf(cell, shared, isDate, since1904))
    } else if (piece.name === 'row') {
      if (rows.length >= limits.rows * 2) throw new TooLarge()
      rows.push(row)
    }
  if (withoutEmptyRows(rows).length > limits.rows) throw new TooLarge()
  return rows
}

type Cell = { readonly column: number; readonly type: string; readonly style: number; value: string }

function newCell(attributes: ReadonlyMap<string, string>, next: number): Cell {
  const letters = /^[A-Z]+/.exec(attributes.get('r') ?? '')?.[0]
  const column = letters === undefined ? next : columnOf(letters)
  if (column >= limits.columns) throw new TooLarge()
  return { column, type: attributes.get('t') ?? 'n', style: Number(attributes.get('s') ?? 0), value: '' }
}

/** A is 0, Z is 25, AA is 26. */
const columnOf = (letters: string): number =>
  Array.from(letters).reduce((column, letter) => column * 26 + (letter.codePointAt(0) ?? 0) - 64, 0) - 1

function valueOf(
  { type, style, value }: Cell,
  shared: readonly string[],
  isDate: (style: number) => boolean,
  since1904: boolean,
): string {
  if (type === 's') return shared[Number(value)] ?? ''
  if (type === 'b') return value === '1' ? '是' : '否'
  if (type === 'e') return ''
  if (type !== 'n' || value === '') return value
  if (isDate(style)) return dayOfSerial(Number(value), since1904) ?? value
  // 1.2E+5 is how a program writes a long staff number.
  return /e/i.test(value) && Number.isSafeInteger(Number(value)) ? String(Number(value)) : value
}

function workbook(xml: string): { sheetId: string; since1904: boolean } {
  let sheetId: string | undefined
  let since1904 = false
  for (const piece of xmlPieces(xml)) {
    if (piece.kind !== 'open') continue
    if (piece.name === 'workbookPr') since1904 = /^(1|true)$/.test(piece.attributes.get('date1904') ?? '')
    // `r:id`: the sheet's own `sheetId` is another attribute.
    if (piece.name === 'sheet') sheetId ??= piece.attributes.get('id')
  }
  if (sheetId === undefined) throw new SyntaxError('the workbook has no sheet')
  return { sheetId, since1904 }
}

function targetOf(relations: string, id: string): string {
  for (const piece of xmlPieces(relations)) {
    if (piece.kind !== 'open' || piece.attributes.get('Id') !== id) continue
    const target = piece.attributes.get('Target') ?? ''
    return target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`
  }
  throw new SyntaxError('the sheet is nowhere in the workbook')
}

function sharedStrings(xml: string): string[] {
  const strings: string[] = []
  let text = ''
  let inText = false
  let inGuide = false
  for (const piece of xmlPieces(xml))
    if (piece.kind === 'text') {
      if (inText && !inGuide) text += piece.text
    } else {
      const opens = piece.kind === 'open'
      if (piece.name === 't') inText = opens
      else if (piece.name === 'rPh') inGuide = opens
      else if (piece.name === 'si') {
        if (!opens) strings.push(text)
        text = ''
      }
    }
  return strings
}
