/** What the pages about the people list say. */
import type { Language } from '../language.ts'
import { en } from './text.en.ts'
import { type DirectoryText, zhCN } from './text.zh-CN.ts'

export const directoryText = (language: Language): DirectoryText => (language === 'en' ? en : zhCN)
