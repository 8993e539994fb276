/** A table as it was read from a file: texts only. What the texts mean is for whoever asked for them. */
export type SheetRow = {
  /** As the reader's own program counts rows: the first is 1. */
  readonly number: number
  readonly cells: readonly string[]
}
export type Sheet = readonly SheetRow[]

/** Why a file is no table for us. Which limit, where it is one, stands in `limits`. */
export type SheetRefusal = {
  readonly code: 'notASpreadsheet' | 'oldSpreadsheet' | 'spreadsheetLocked' | 'spreadsheetTooLarge' | 'textUnreadable'
}

/** A directory of a bureau is far below; what is above is a mistake or an attack. */
export const limits = { fileBytes: 2 * 1024 * 1024, unpackedBytes: 32 * 1024 * 1024, rows: 5000, columns: 64 } as const

/** What neither an eye nor a page should meet inside a name: line ends and the other controls become blanks. */
// oxlint-disable-next-line no-control-regex -- these are the ones to be found.
export const cellText = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f\ufeff]+/g, ' ').trim()

/** Rows in which nothing stands are left out; the others keep their numbers. */
export const withoutEmptyRows = (rows: Sheet): Sheet => rows.filter(({ cells }) => cells.some((cell) => cell !== ''))
