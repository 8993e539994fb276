/** In which language a page speaks, and where its words come from. zh-CN first; English complete; official papers are in Chinese only. */
import type { ValueLabels } from './text/labels.ts'
import { enLabels, zhLabels } from './text/labels.ts'
import { en } from './text/en.ts'
import { zhCN } from './text/zh-CN.ts'

export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

/** Every sentence of the pages. The English catalogue has this type, so a missing or surplus key does not compile. */
export type Text = typeof zhCN

const catalogues: Readonly<Record<Language, Text>> = { 'zh-CN': zhCN, en }
const labels: Readonly<Record<Language, ValueLabels>> = { 'zh-CN': zhLabels, en: enLabels }

export const textFor = (language: Language): Text => catalogues[language]
/** The fixed values of the glossary, as people read them. */
export const labelsFor = (language: Language): ValueLabels => labels[language]
