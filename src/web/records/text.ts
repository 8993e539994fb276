/** What the pages around records say: one catalogue a language, the same keys in each. */
import type { Language } from '../language.ts'
import { en } from './text.en.ts'
import { zhCN, type RecordsText } from './text.zh-CN.ts'

export const recordsText = (language: Language): RecordsText => (language === 'en' ? en : zhCN)
