/** The journey's wording: one catalogue a language, the same keys in each, checked by the compiler. */
import type { DraftField } from '../../../domain/inquiry-record/draft.ts'
import type { GroupId, PageId, PersonPrefix } from './questions.ts'
import { en } from './text.en.ts'
import { zhCN } from './text.zh-CN.ts'

type Said = { readonly label: string; readonly hint: string }
type PersonField = `${PersonPrefix}${'PersonId' | 'Name' | 'Unit' | 'Post'}`
/** Fields that no label stands beside: chosen elsewhere, or hidden. */
type Silent = 'handlingUnitId' | 'situationEdited'
export type LabelledField = Exclude<DraftField, PersonField | Silent>

export type JourneyText = {
  readonly pages: Readonly<Record<PageId, { readonly title: string; readonly short: string }>>
  readonly groups: Readonly<Record<GroupId, { readonly title: string; readonly hint: string }>>
  readonly fields: Readonly<Record<LabelledField, Said>>
  readonly persons: Readonly<Record<PersonPrefix, string>>
  readonly extraction: Readonly<
    Record<
      'heading' | 'extractor' | 'witness' | 'extractedAt' | 'place' | 'source' | 'method' | 'originalCarrier' | 'save',
      string
    >
  >
  readonly evidenceCount: (count: number) => string
} & Readonly<
  Record<
    | 'personHint'
    | 'personUnit'
    | 'personPost'
    | 'yes'
    | 'no'
    | 'ownCases'
    | 'otherCase'
    | 'toSign'
    | 'save'
    | 'saveDraft'
    | 'back'
    | 'change'
    | 'notFilled'
    | 'overview'
    | 'optional'
    | 'compulsory'
    | 'privacy'
    | 'saving'
    | 'protection'
    | 'lateNotice'
    | 'beforeRegulation'
    | 'situationLacksName'
    | 'regenerate'
    | 'declaration'
    | 'declarationHint'
    | 'submit'
    | 'whoSees'
    | 'evidenceNone'
    | 'remove'
    | 'noScan'
    | 'discard',
    string
  >
>

export const journeyText: Readonly<Record<'zh-CN' | 'en', JourneyText>> = { 'zh-CN': zhCN, en }
