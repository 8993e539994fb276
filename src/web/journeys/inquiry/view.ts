/** What the journey's pages are drawn from. Prepared by the door from the draft and the rules; the pages only show it. */
import type { EvidenceItem } from '../../../domain/inquiry-record/content.ts'
import type { InquiryDraft } from '../../../domain/inquiry-record/draft.ts'
import type { Advice, Problem } from '../../../domain/inquiry-record/journey-checks.ts'
import type { Language } from '../../language.ts'

export type CaseOption = {
  readonly number: string
  readonly title: string
  readonly handlingUnit: string
}

export type JourneyView = {
  readonly language: Language
  readonly csrf: string
  readonly draftId: string
  readonly draftVersion: number
  readonly draft: InquiryDraft
  /** Problems of the page at hand after a failed post; of all pages on the review page. */
  readonly problems: readonly Problem[]
  readonly advice: readonly Advice[]
  readonly cases: readonly CaseOption[]
  /** The situation text as the fields give it now; shown unless the officer has edited it. */
  readonly generatedSituation: string
  readonly evidence: readonly EvidenceItem[]
  readonly signerName: string
  /** Of this one showing of the page: a post that is sent twice, and a save whose answer was lost, are known again by it. */
  readonly idempotencyKey: string
}
