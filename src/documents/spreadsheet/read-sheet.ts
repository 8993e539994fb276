/** A file that somebody chose, whatever its name says: by its first bytes a workbook, else text. */
import { type Decision, refuse } from '../../kit/decision.ts'
import { readCsv } from './csv.ts'
import { limits, type Sheet, type SheetRefusal } from './sheet.ts'
import { readXlsx } from './xlsx-read.ts'

const begins = (bytes: Uint8Array, ...first: readonly number[]): boolean => first.every((byte, i) => bytes[i] === byte)

export function readSheet(bytes: Uint8Array): Decision<Sheet, SheetRefusal> {
  if (bytes.length > limits.fileBytes) return refuse({ code: 'spreadsheetTooLarge' })
  if (begins(bytes, 0x50, 0x4b)) return readXlsx(bytes)
  // The container of .xls, and of an .xlsx with a password.
  if (begins(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    return refuse({ code: isLocked(bytes) ? 'spreadsheetLocked' : 'oldSpreadsheet' })
  return readCsv(bytes)
}

/** The name of the stream in which a workbook with a password lies, in UTF-16. */
const isLocked = (bytes: Uint8Array): boolean => Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'))
