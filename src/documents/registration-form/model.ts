/**
 * What stands on a registration form 登记表 (R82). Everything may be missing: a form with nothing in it is the blank form
 * for handwriting (R86), and an unsigned part keeps room for a pen.
 */
import type { Day } from '../../kit/calendar.ts'
import type { Attachment } from '../paper.ts'
import type { VerificationStrip } from '../verification-strip.ts'

/** A point of a drawn stroke on a field 1000 wide and 400 high, y downwards. */
export type StrokePoint = readonly [x: number, y: number]

/** A signature prints as the name in 楷体, or as the strokes that were drawn on the screen. */
export type SignatureMark =
  | { readonly kind: 'typed' }
  | { readonly kind: 'drawn'; readonly strokes: readonly (readonly StrokePoint[])[] }

export type FormSigner = {
  readonly name: string
  readonly mark: SignatureMark
  readonly signedOn: Day
  /** An alternate's capacity with the reason for the recusal, e.g. 代为签署（纪检分管领导回避） (R84). */
  readonly capacity?: string
}

/** When the inquiry took place: one day or a range, perhaps only about; or words where no day is known. */
export type InquiryTime =
  | { readonly from: Day; readonly to?: Day; readonly approximate?: boolean }
  | { readonly words: string }

export type RegistrationFormModel = {
  /** 填表单位 */
  readonly bureau: string
  /** Stands above the table, never in it (R85). */
  readonly registerNumber?: string
  readonly caseTitle?: string
  readonly handlingUnit?: string
  readonly inquiredAt?: InquiryTime
  readonly registeredAt?: Day
  /** Paragraphs are separated by line feeds. */
  readonly situation?: string
  readonly suggestion?: string
  readonly officers: readonly FormSigner[]
  readonly opinion?: string
  /** 纪检分管领导, or the alternate who signs instead. */
  readonly lead?: FormSigner
  readonly remarks?: string
  readonly strip?: VerificationStrip
  /** Who looked and when, printed across the page (R37). */
  readonly watermark?: string
  /** The record for machines, inside the PDF. The day is the file's date and the PDF's. */
  readonly attachment?: Attachment & { readonly day: Day }
}
