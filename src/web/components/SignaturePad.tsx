/**
 * A signature. Without scripts submitting signs with the name (`signatureKind=typed`); `lh-signature` lets one draw instead and then
 * writes `signatureKind=drawn` and the strokes, as points on a 1000 × 400 field, into the hidden fields.
 */
import { type Language, textFor } from '../language.ts'
import { FieldErrorText } from './field.tsx'

export type SignaturePadProps = {
  readonly language: Language
  readonly signerName: string
  readonly kind?: 'typed' | 'drawn' | undefined
  /** JSON, as the element wrote it before a mistake elsewhere brought the page back. */
  readonly strokes?: string | undefined
  readonly error?: string | undefined
}

export function SignaturePad({ language, signerName, kind = 'typed', strokes = '', error }: SignaturePadProps) {
  const { signature } = textFor(language).frame
  return (
    <div class={error ? 'lh-field lh-field--error' : 'lh-field'}>
      <lh-signature
        class="lh-signature"
        id="signature"
        role="group"
        aria-label={signature.legend}
        data-draw-text={signature.draw}
        data-type-text={signature.type}
      >
        <p class="lh-label">{signature.legend}</p>
        <p class="lh-hint">{signature.typedHint}</p>
        <FieldErrorText name="signature" text={error} />
        <input type="hidden" name="signatureKind" value={kind} />
        <input type="hidden" name="signatureStrokes" value={strokes} />
        <p class="lh-signature__typed" data-typed="">
          {signerName}
        </p>
        <div class="lh-signature__pad" data-pad="" hidden>
          <canvas class="lh-signature__canvas" width="1000" height="400" role="img" aria-label={signature.canvas} />
          <button class="lh-quiet-button" type="button" data-clear="">
            {signature.clear}
          </button>
        </div>
        <button class="lh-quiet-button" type="button" data-switch="" hidden>
          {signature.draw}
        </button>
      </lh-signature>
    </div>
  )
}
