/** Pages on paper: whole, black on white, without what can only be pressed. The official papers have tests of their own. */
import { writeFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { havePoppler, textOf } from '../support/pdf-tools.ts'
import { sayPurpose } from './journey.ts'
import { expect, pictureFile, test } from './registry.ts'

test.skip(!havePoppler, 'poppler-utils are not installed')

/** A4 between margins of 20 mm, in the points of a page. */
const PAPER_WIDTH = Math.floor(((210 - 2 * 20) / 25.4) * 96)
const MARGIN = { top: '20mm', bottom: '20mm', left: '20mm', right: '20mm' }

/** What can only be pressed, as far as it would be printed. Fields may be: somebody writes into them by hand. */
const CONTROLS = `[...document.querySelectorAll('nav a, button, .lh-button, .lh-skip-link, .lh-label--file')]
  .filter((element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden')
  .map((element) => element.tagName + ' ' + (element.textContent ?? '').trim().slice(0, 30))`

const WIDER = `document.documentElement.scrollWidth - document.documentElement.clientWidth`

/**
 * How often each character stands in a text. Paper breaks lines elsewhere and reads tables by columns, so that only this can be compared; some
 * characters have twins in the fonts of a PDF.
 */
function characters(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const character of text.normalize('NFKC').replaceAll(/\s/g, ''))
    counts.set(character, (counts.get(character) ?? 0) + 1)
  return counts
}

/** Characters that the page has more often than its paper, each as often as it lacks there. */
function lost(shown: string, onPaper: string): string {
  const found = characters(onPaper)
  return [...characters(shown)]
    .map(([each, count]) => each.repeat(Math.max(0, count - (found.get(each) ?? 0))))
    .join('')
}

type Flaw = { readonly page: string; readonly flaw: string }

async function flawsOnPaper(page: Page, name: string): Promise<readonly Flaw[]> {
  const screen = page.viewportSize()
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: PAPER_WIDTH, height: 900 })
  const shown = await page.getByRole('main').innerText()
  const forEars = await page.locator('.lh-visually-hidden').allInnerTexts()
  const wider = await page.evaluate<number>(WIDER)
  const controls = await page.evaluate<string[]>(CONTROLS)
  const pdf = await page.pdf({ format: 'A4', margin: MARGIN })
  const missing = lost(shown, [textOf(pdf), ...forEars].join(''))
  writeFileSync(pictureFile(`${name}.pdf`), pdf)
  await page.emulateMedia({ media: null })
  if (screen) await page.setViewportSize(screen)
  return [
    ...(wider > 0 ? [`wider than the paper by ${wider} px`] : []),
    ...controls.map((control) => `can only be pressed: ${control}`),
    ...(missing ? [`not on paper: ${missing}`] : []),
  ].map((flaw) => ({ page: name, flaw }))
}

async function flawsOf(page: Page, who: string, paths: readonly string[]): Promise<readonly Flaw[]> {
  const flaws: Flaw[] = []
  for (const path of paths) {
    await page.goto(path)
    flaws.push(...(await flawsOnPaper(page, `${who}${path.replaceAll(/[^a-z-]+/g, '_')}`)))
  }
  return flaws
}

const firstRecord = async (page: Page, list: string): Promise<void> => {
  await page.goto(list)
  const link = page.getByRole('main').getByRole('link', { name: /^\d{4}-/ })
  await link.first().click()
}

test('R18: an officer prints tasks, list, record and what is being written', async ({ as }) => {
  const page = await as('林晓雨')
  await firstRecord(page, '/records')
  const record = new URL(page.url()).pathname
  expect(await flawsOf(page, 'print-officer', ['/home', '/records', record, '/drafts', '/account'])).toEqual([])
})

test('R40, R84: the office prints tasks, list, record, its history and who is named', async ({ as }) => {
  const page = await as('苏婉清')
  await firstRecord(page, '/records?state=received')
  await sayPurpose(page)
  const record = new URL(page.url()).pathname
  const paths = ['/home', '/records', record, `${record}/timeline`, `${record}/named`, '/permits']
  expect(await flawsOf(page, 'print-office', paths)).toEqual([])
})

test('R87: administrators print accounts, audit and the state of the service', async ({ as }) => {
  const flaws = [
    ...(await flawsOf(await as('任静'), 'print', ['/admin/accounts'])),
    ...(await flawsOf(await as('郝学文'), 'print', ['/admin/audit'])),
    ...(await flawsOf(await as('董浩然'), 'print', ['/admin/system'])),
  ]
  expect(flaws).toEqual([])
})

test('R26: anybody prints what was said of a proof', async ({ visitor }) => {
  const page = await visitor()
  expect(await flawsOf(page, 'print-public', ['/check', '/sign-in'])).toEqual([])
})
