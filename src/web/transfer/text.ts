/** The wording of sealed transfer: one catalogue a language, the same keys in each. */
import type { Language } from '../language.ts'
import { en } from './text.en.ts'
import { type TransferText, zhCN } from './text.zh-CN.ts'

export const transferText = (language: Language): TransferText => (language === 'en' ? en : zhCN)
