/** What every catalogue can say besides its plain sentences: the sentence for a code. */
import type { AdviceCode, ProblemCode } from '../../domain/inquiry-record/journey-checks.ts'
import { sizeText } from '../format.ts'
import { type AnyRefusal, type RefusalCode, type RefusalData, type RefusalSentences, sentenceFor } from './codes.ts'

type Sentences = Readonly<Record<string, string>>

export type CodeSentences = {
  readonly problems: Readonly<Record<ProblemCode, string>>
  readonly advice: Readonly<Record<AdviceCode, string>>
  readonly refusals: RefusalSentences
  readonly formErrors: Sentences & { readonly fieldUnusable: string }
  readonly doorErrors: Sentences & { readonly unexpected: string }
  readonly brokenPromises: Sentences
}

/** The functions that both languages share. A code that only a forged form can bring gets the general sentence. */
export const sentences = (codes: CodeSentences) => ({
  problem: (code: ProblemCode): string => codes.problems[code],
  advice: (code: AdviceCode): string => codes.advice[code],
  refusal: <Code extends RefusalCode>(code: Code, data: RefusalData<Code>): string =>
    sentenceFor(codes.refusals, code, data),
  /** The same for a refusal as it came. */
  refusalOf: (refusal: AnyRefusal): string => (codes.refusals[refusal.code] as (data: AnyRefusal) => string)(refusal),
  formError: (code: string): string => codes.formErrors[code] ?? codes.formErrors.fieldUnusable,
  shownError: (code: string): string =>
    codes.doorErrors[code] ?? codes.brokenPromises[code] ?? codes.doorErrors.unexpected,
  fileSize: sizeText,
})
