/** What these pages say: one catalogue a language, the same keys in each. */
import { type PurposeCode, purposeCodes } from '../../domain/access/purposes.ts'
import type { Language } from '../language.ts'
import { en } from './text.en.ts'
import { type PermitsText, zhCN } from './text.zh-CN.ts'

export const permitsText = (language: Language): PermitsText => (language === 'en' ? en : zhCN)

/** A purpose as people read it: the sentence for a code, or the words as they were written. */
export const purposeText = (language: Language, purpose: string): string =>
  (purposeCodes as readonly string[]).includes(purpose)
    ? permitsText(language).purposes[purpose as PurposeCode]
    : purpose
