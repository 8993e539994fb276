/**
 * The recovery sheets of a register that is being set up (architecture «The vault»). They exist in memory, from when they are made until one of
 * them was typed back, and never on the disk. A process that ends in between takes them with it: what was printed is void and new ones are made.
 */
import { equalBytes } from '../../kit/bytes.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { printRecoveryPublic } from '../recovery-files.ts'
import { accountPublic } from '../../vault/account-keys.ts'
import { combineSheets, newRecoveryKey, type RecoveryKey, SHEETS } from '../../vault/recovery.ts'

export type SheetRefusal = { readonly code: 'sheetsGone' | 'sheetMistyped' | 'sheetOfAnotherSet' }

export const sheetNumbers: readonly number[] = Array.from({ length: SHEETS }, (_, i) => i + 1)

export class Sheets {
  #made: RecoveryKey | null = null

  get areMade(): boolean {
    return this.#made !== null
  }

  /** Sheets that are made already stay as they are: a second press makes no second set. */
  async make(): Promise<void> {
    this.#made ??= await newRecoveryKey()
  }

  /** Null when there is no such sheet, or none any more. */
  sheet(number: number): string | null {
    return this.#made?.sheets[number - 1] ?? null
  }

  /**
   * Opens the key with the sheet as it was typed and another of the set, as one would have to in earnest. Answers the public halves as
   * `recovery.pub` holds them, and lets go of the sheets.
   */
  async tryOne(typed: string): Promise<Decision<string, SheetRefusal>> {
    const made = this.#made
    if (!made) return refuse({ code: 'sheetsGone' })
    const [first = '', second = ''] = made.sheets
    const another = beginning(typed) === beginning(first) ? second : first
    try {
      const opened = accountPublic(await combineSheets([typed, another]))
      if (!equalBytes(opened.readingKey, made.readingKey)) return refuse({ code: 'sheetOfAnotherSet' })
    } catch (error) {
      if (!(error instanceof LiuhenError)) throw error
      return refuse({ code: error.message.includes('belong together') ? 'sheetOfAnotherSet' : 'sheetMistyped' })
    }
    this.forget()
    return accept(printRecoveryPublic(made))
  }

  forget(): void {
    this.#made = null
  }
}

/** The part that says which of the three it is. */
const beginning = (sheet: string): string =>
  sheet
    .trim()
    .toUpperCase()
    .split(/[-\s]+/, 2)
    .join('-')
