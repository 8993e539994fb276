/** The time limits for the system administrator. What each limit is called stands with the set-up's words. */
import type { Language } from '../language.ts'

const zhCN = {
  title: '办理时限',
  lead: '更改形成新的版本，从生效日期起登记的记录适用；以前登记的记录仍按登记时的版本。',
  versions: '各版本',
  version: (n: number) => (n === 1 ? '第 1 版（默认）' : `第 ${n} 版`),
  from: '生效日期',
  newVersion: '公布新版本',
  fromHint: '晚于今天的日期，如 2026-12-1。',
  publish: '公布',
  limit: '时限',
}
const en: typeof zhCN = {
  title: 'Time limits',
  lead: 'A change makes a new version for records registered from its first day on; earlier records keep the version of their day.',
  versions: 'Versions',
  version: (n) => (n === 1 ? 'Version 1 (as it comes)' : `Version ${n}`),
  from: 'First day',
  newVersion: 'Publish a new version',
  fromHint: 'A day after today, like 2026-12-1.',
  publish: 'Publish',
  limit: 'Limit',
}

export const limitsText = (language: Language): typeof zhCN => (language === 'en' ? en : zhCN)
