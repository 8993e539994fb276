/**
 * From what a form says to the paper that is set: every text sanitised, every day written out, every picture drawn.
 * Pure; labels, order and millimetres stand in templates/registration-form.typ.
 */
import { chineseDay, day } from '../../kit/calendar.ts'
import type { Json, Paper } from '../paper.ts'
import { sanitize, sanitizeLine } from '../sanitize.ts'
import { inquiryTimeText } from './form-dates.ts'
import { stripData } from '../verification-strip.ts'
import type { FormSigner, RegistrationFormModel } from './model.ts'
import { signatureSvg } from './signature-svg.ts'

/** The title's two lines, as the regulation's annex breaks them. */
const TITLE = ['行政执法机关内部人员过问案件办理行为', '登记表'] as const

/** PDF/A wants a date. A form without one carries the day the regulation and its form came into force, not today's (R36). */
const FORM_IN_FORCE = day('2022-05-13')

/** The form as a paper. Never refuses: a model with nothing in it is the blank form. */
export function registrationForm(model: RegistrationFormModel): Paper {
  const { day: attachedOn, ...attachment } = model.attachment ?? {}
  return {
    template: 'registration-form',
    data: {
      title: TITLE,
      bureau: sanitizeLine(model.bureau),
      registerNumber: model.registerNumber === undefined ? null : sanitizeLine(model.registerNumber),
      caseTitle: sanitizeLine(model.caseTitle ?? ''),
      handlingUnit: sanitizeLine(model.handlingUnit ?? ''),
      inquiredAt: inquiryTimeText(model.inquiredAt),
      registeredAt: model.registeredAt === undefined ? null : chineseDay(model.registeredAt),
      situation: [...pieces(model.situation), ...suggestionPieces(model.suggestion)],
      officers: model.officers.map(signer),
      opinion: pieces(model.opinion),
      leads: model.lead === undefined ? [] : [signer(model.lead)],
      // Remarks are notes, not prose: no paragraph indent.
      remarks: pieces(model.remarks).map(({ text }) => ({ text, indented: false })),
      strip: model.strip === undefined ? null : stripData(model.strip),
      watermark: model.watermark === undefined ? null : sanitizeLine(model.watermark),
      documentDate: attachedOn ?? model.registeredAt ?? FORM_IN_FORCE,
    },
    attachments: model.attachment === undefined ? [] : [attachment as NonNullable<typeof model.attachment>],
  }
}

type Piece = { readonly text: string; readonly indented: boolean }

const pieces = (text: string | undefined): readonly Piece[] =>
  sanitize(text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => ({ text: line, indented: true }))

/** Situation and suggestion share a cell and are told apart by this word, written once. */
const suggestionPieces = (suggestion: string | undefined): readonly Piece[] =>
  pieces(suggestion).map((piece, index) =>
    index > 0 || piece.text.startsWith('建议') ? piece : { text: `建议：${piece.text}`, indented: true },
  )

const signer = ({ name, mark, signedOn, capacity }: FormSigner): Json => ({
  name: sanitizeLine(name),
  markSvg: mark.kind === 'drawn' ? signatureSvg(mark.strokes) : null,
  date: chineseDay(signedOn),
  capacity: capacity === undefined ? null : sanitizeLine(capacity),
})
