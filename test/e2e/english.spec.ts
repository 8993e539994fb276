/** In English no frame, heading, label or button is left in Chinese; names, cases and what people wrote stay as they are. */
import type { Page } from '@playwright/test'
import { numberOf, sayPurpose } from './journey.ts'
import { expect, screenshot, test } from './registry.ts'

const CHINESE = /[\u3400-\u9fff]/
const WORDS = [
  'h1',
  'h2',
  'h3',
  'nav a',
  'button',
  'legend',
  'main label',
  'summary',
  'th',
  'caption',
  'dt',
  '.lh-hint',
  '.lh-tag',
  'footer',
] as const

/** The name of the product and of the other language. */
const NAMES = ['留痕', '中文']

/** Whether Chinese is left once names and titles that are data are taken out. */
const isChinese = (text: string, data: readonly string[]): boolean =>
  CHINESE.test([...NAMES, ...data].reduce((words, name) => words.replaceAll(name, ''), text))

async function leftInChinese(page: Page, data: readonly string[]): Promise<readonly string[]> {
  const texts = [await page.title()]
  for (const selector of WORDS) texts.push(...(await page.locator(selector).allInnerTexts()))
  return texts.filter((text) => isChinese(text, data)).map((text) => `${new URL(page.url()).pathname}: ${text}`)
}

async function inEnglish(page: Page, paths: readonly string[], data: readonly string[] = []): Promise<void> {
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  const found: string[] = []
  for (const path of paths) {
    await page.goto(path)
    found.push(...(await leftInChinese(page, data)))
    await screenshot(page, `english${path.replaceAll(/[^a-z-]+/g, '_')}`)
  }
  await page.getByRole('button', { name: '中文' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  expect(found).toEqual([])
}

test('R12: public pages in English', async ({ visitor }) => {
  const page = await visitor()
  await page.goto('/sign-in')
  await inEnglish(page, ['/sign-in', '/activate', '/check', '/nowhere'])
})

test('R12: an officer’s pages in English', async ({ as }) => {
  const page = await as('林晓雨')
  await page.goto('/records')
  await page
    .getByRole('main')
    .getByRole('link', { name: /^\d{4}-/ })
    .first()
    .click()
  const record = `/records/${numberOf(page)}`
  const caseTitle = await page.getByRole('heading', { level: 1 }).innerText()
  await inEnglish(
    page,
    ['/home', '/records', '/drafts', '/account', '/account/password', record, `${record}/supplement`],
    [caseTitle],
  )
})

test('R12: the discipline office in English', async ({ as }) => {
  const page = await as('苏婉清')
  await page.goto('/records?state=received')
  await page
    .getByRole('main')
    .getByRole('link', { name: /^\d{4}-/ })
    .first()
    .click()
  await sayPurpose(page)
  const record = `/records/${numberOf(page)}`
  const caseTitle = await page.getByRole('heading', { level: 1 }).innerText()
  const looking = ['/permits', `${record}/purpose`, `${record}/timeline`]
  await inEnglish(page, ['/home', '/records', record, `${record}/assess`, ...looking], [caseTitle])
})

test('R12: administrators in English', async ({ as, demo }) => {
  const names = ['任静', '郝学文', '董浩然'].map((name) => demo.account(name).name)
  await inEnglish(await as('任静'), ['/home', '/admin/accounts'], names)
  await inEnglish(await as('郝学文'), ['/home', '/admin/audit'], names)
  await inEnglish(await as('董浩然'), ['/home', '/admin/system'], names)
})
