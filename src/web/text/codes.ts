/** Which codes the catalogues have sentences for. The codes themselves belong to the domain and to the use cases. */
import type { Refusal, RequiredText } from '../../domain/inquiry-record/commands.ts'

/** What a use case refuses before any rule is asked. */
export type UseCaseRefusal =
  | { readonly code: 'notFound' }
  | { readonly code: 'busy' }
  | { readonly code: 'classMissing' }
  | { readonly code: 'changedElsewhere' }
  | { readonly code: 'tooManyDrafts'; readonly limit: number }
  | { readonly code: 'tooManyPermitRequests'; readonly limit: number }
  | { readonly code: 'dayUnreadable' }
  | { readonly code: 'numberMissing' }
  | { readonly code: 'fileEmpty' }
  | { readonly code: 'fileTooLarge'; readonly limit: number }
  | { readonly code: 'offsetMoved'; readonly offset: number }

export type AnyRefusal = Refusal | UseCaseRefusal
export type RefusalCode = AnyRefusal['code']
export type RefusalOf<Code extends RefusalCode> = Extract<AnyRefusal, { readonly code: Code }>
/** What a refusal brings beside its code, so that the sentence can be exact. */
export type RefusalData<Code extends RefusalCode> = Omit<RefusalOf<Code>, 'code'>

export type RequiredTextNames = Readonly<Record<RequiredText, string>>

export type RefusalSentences = {
  readonly [Code in RefusalCode]: (data: RefusalData<Code>) => string
}

/** The sentence for a refusal that a use case gave. */
export const sentenceFor = <Code extends RefusalCode>(
  sentences: RefusalSentences,
  code: Code,
  data: RefusalData<Code>,
): string => sentences[code](data)
