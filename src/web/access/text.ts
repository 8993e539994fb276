/** What these pages say: one catalogue a language, the same keys in each. */
import type { Language } from '../language.ts'
import { en } from './text.en.ts'
import { type AccessText, zhCN } from './text.zh-CN.ts'

export const accessText = (language: Language): AccessText => (language === 'en' ? en : zhCN)
