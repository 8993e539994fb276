/** What the pages around readers and their keys say: one catalogue a language, the same keys in each. */
import type { Language } from '../language.ts'
import { en } from './text.en.ts'
import { zhCN, type PeopleText } from './text.zh-CN.ts'

export const peopleText = (language: Language): PeopleText => (language === 'en' ? en : zhCN)
