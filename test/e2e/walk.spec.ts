/**
 * Walks everywhere and presses everything, in every role: from the home page along each link, once for each kind of page; there each
 * button is pressed with the form as it stands. Nothing may answer with an error of ours, complain in the console (see the fixture),
 * or stand wider than a window at 400 % (320 px). Runs late in its worker: what it presses, it changes.
 */
import type { Page } from '@playwright/test'
import { expect, test } from './registry.ts'

/** One kind of page, whatever record, account or draft it shows. */
const kindOf = (url: URL): string =>
  url.pathname
    .replaceAll(/\d{4}-[0-9A-Z]{6}/g, ':number')
    .replaceAll(/\/(?:[a-z]+-)?[0-9a-f]{8,}[0-9a-f-]*/g, '/:id')
    .replaceAll(/\/(?:\d+\.)?[A-Za-z0-9_-]{16,}/g, '/:id') + [...url.searchParams.keys()].toSorted().join('&')

/** They end the walk, or lead out of the pages. */
const LEFT_OUT = /退出|离开|下载|换成英文|English/

type Walk = { readonly problems: string[]; readonly pages: string[] }

async function walk(page: Page, presses: boolean): Promise<Walk> {
  const origin = new URL(page.url()).origin
  const problems: string[] = []
  const pages: string[] = []
  const seen = new Set<string>()
  const queue = ['/home']
  page.on('response', (response) => {
    if (response.status() >= 500)
      problems.push(`${response.request().method()} ${response.url()}: ${response.status()}`)
  })
  page.on('dialog', (dialog) => void dialog.accept())
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const url = new URL(path, origin)
    if (seen.has(kindOf(url))) continue
    seen.add(kindOf(url))
    const { status, isPage } = await ask(page, url.href)
    // What was pressed may have ended a draft whose page was offered before.
    if (status >= 400 && !presses) problems.push(`GET ${path}: ${status}`)
    if (!isPage) continue
    pages.push(path)
    await page.goto(path)
    for (const link of await linksOn(page))
      if (new URL(link).origin === origin) queue.push(new URL(link).pathname + new URL(link).search)
    await expectRoom(page, path, problems)
    if (presses) await pressEverything(page, path)
  }
  return { problems, pages }
}

/** Files are fetched and not shown; what is offered must be there. */
async function ask(page: Page, href: string): Promise<{ status: number; isPage: boolean }> {
  const answer = await page.request.get(href, { headers: { accept: 'text/html' } })
  const isPage = answer.ok() && String(answer.headers()['content-type']).startsWith('text/html')
  return { status: answer.status(), isPage }
}

const linksOn = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>('[...document.querySelectorAll("a[href]")].map((link) => link.href)')

async function expectRoom(page: Page, path: string, problems: string[]): Promise<void> {
  const before = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 700 })
  const surplus = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  if (surplus > 0) problems.push(`${path}: ${surplus} px too wide at 400 %`)
  if (before) await page.setViewportSize(before)
}

async function pressEverything(page: Page, path: string): Promise<void> {
  const names = await page.getByRole('main').locator('button, summary').allTextContents()
  for (const [i, name] of names.entries()) {
    if (LEFT_OUT.test(name)) continue
    await page.goto(path)
    const button = page.getByRole('main').locator('button, summary').nth(i)
    // What was pressed before may have changed the page, or the button shows only when it is needed.
    if ((await button.count()) === 0 || !(await button.isVisible()) || !(await button.isEnabled())) continue
    await button.click()
    await page.waitForLoadState()
  }
}

const people: readonly (readonly [role: string, name: string])[] = [
  ['officer', '林晓雨'],
  ['unit head', '周建国'],
  ['handler', '苏婉清'],
  ['office head', '孟晓岚'],
  ['lead', '邵正平'],
  ['secretary', '于昌明'],
  ['personnel officer', '蒋荣生'],
  ['security administrator', '任静'],
  ['audit administrator', '郝学文'],
  ['system administrator', '董浩然'],
]

for (const [role, name] of people)
  test(`R17 R87: everything that the ${role} is offered can be opened and pressed`, async ({ as }) => {
    const page = await as(name)
    const { problems, pages } = await walk(page, test.info().project.name === 'desk')
    expect(problems).toEqual([])
    expect(pages.length).toBeGreaterThan(2)
  })
