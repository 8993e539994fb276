/** What the pages of the first set-up say. */
import type { Language } from '../language.ts'
import { en } from './text.en.ts'
import { type SetUpText, zhCN } from './text.zh-CN.ts'

export const setUpText = (language: Language): SetUpText => (language === 'en' ? en : zhCN)
