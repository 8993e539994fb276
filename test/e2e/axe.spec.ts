/** Every page in every role: no finding of axe, nothing wider than the screen, no complaint in the console (see the fixture). */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { pageIds } from '../../src/web/journeys/inquiry/questions.ts'
import { numberOf, sayPurpose, startRegistering } from './journey.ts'
import { expect, screenshot, test } from './registry.ts'

type Finding = { readonly page: string; readonly rule: string; readonly at: string }

async function findings(page: Page, name: string): Promise<readonly Finding[]> {
  // Who looks and when stands behind the words as faintly as on paper: decoration, which no reader needs to read.
  const { violations } = await new AxeBuilder({ page }).exclude('.lh-watermark').analyze()
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => ({ page: name, rule: id, at: `${target.join(' ')} ${failureSummary}` })),
  )
  const wide = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  return wide > 0 ? [...found, { page: name, rule: 'wider than the screen', at: `${wide} px` }] : found
}

async function look(page: Page, who: string, paths: readonly string[]): Promise<readonly Finding[]> {
  const found: Finding[] = []
  for (const path of paths) {
    await page.goto(path)
    found.push(...(await findings(page, `${who} ${path}`)))
    await screenshot(page, `page-${who}${path.replaceAll(/[^a-z-]+/g, '_')}`)
  }
  return found
}

/** In large letters: on the phone alone, where they find least room. */
async function lookLarge(page: Page, who: string, paths: readonly string[]): Promise<readonly Finding[]> {
  if (test.info().project.name !== 'phone') return []
  await page.goto(paths[0] ?? '/')
  await page.getByRole('button', { name: '大字显示' }).click()
  await expect(page.getByRole('button', { name: '标准字号' })).toBeVisible()
  const found = await look(page, `${who}-large`, paths)
  // The size stays with the browser: whoever looks on begins as before.
  await page.goto(paths[0] ?? '/')
  await page.getByRole('button', { name: '标准字号' }).click()
  await expect(page.getByRole('button', { name: '大字显示' })).toBeVisible()
  return found
}

async function inBothSizes(page: Page, who: string, paths: readonly string[]): Promise<void> {
  expect([...(await look(page, who, paths)), ...(await lookLarge(page, who, paths))]).toEqual([])
}

/** The first record in this state that somebody's list shows. */
async function firstRecord(page: Page, state: string): Promise<string> {
  await page.goto(`/records?state=${state}`)
  const link = page.getByRole('main').getByRole('link', { name: /^\d{4}-/ })
  if ((await link.count()) === 0) throw new Error(`no record is ${state}`)
  await link.first().click()
  await sayPurpose(page)
  return numberOf(page)
}

test('R87: public pages', async ({ visitor }) => {
  await inBothSizes(await visitor(), 'visitor', ['/sign-in', '/activate', '/check', '/nowhere'])
})

test('R17: the recorder: home, lists, the own account, an own record and every action on it', async ({ as }) => {
  const page = await as('林晓雨')
  await page.goto('/records')
  await page
    .getByRole('main')
    .getByRole('link', { name: /^\d{4}-/ })
    .first()
    .click()
  const record = `/records/${numberOf(page)}`
  const actions = ['supplement', 'correct', 'withdraw'].map((action) => `${record}/${action}`)
  const account = ['/account', '/account/password', '/account/totp']
  await inBothSizes(page, 'officer', ['/home', '/records', '/records?q=zzz', '/drafts', ...account, record, ...actions])
})

test('R18: the journey, with every group open, refused, and in large letters', async ({ as }) => {
  test.slow()
  const page = await as('李秋燕')
  await startRegistering(page)
  const draft = new URL(page.url()).pathname.replace(/\/case$/, '')
  const found: Finding[] = []
  for (const id of pageIds) {
    await page.goto(`${draft}/${id}`)
    await page.evaluate('document.querySelectorAll("details").forEach((group) => { group.open = true })')
    found.push(...(await findings(page, id)))
    await screenshot(page, `journey-${id}`)
    await page.getByRole('button', { name: /^(保存并继续|核对无误，去签名|签名并登记)$/ }).click()
    if ((await page.getByRole('alert').count()) > 0) found.push(...(await findings(page, `${id} refused`)))
    await screenshot(page, `journey-after-${id}`)
  }
  found.push(
    ...(await lookLarge(
      page,
      'journey',
      pageIds.map((id) => `${draft}/${id}`),
    )),
  )
  expect(found).toEqual([])
})

for (const [who, name] of [
  ['unit-head', '周建国'],
  ['secretary', '于昌明'],
  ['member', '贺云飞'],
  ['personnel', '蒋荣生'],
] as const)
  test(`R87: pages of the ${who}`, async ({ as }) => {
    await inBothSizes(await as(name), who, ['/home', '/records', '/drafts', '/account'])
  })

test('R10 R84: the discipline office: handler, head and lead, each with what they may do', async ({ as }) => {
  test.slow()
  const handler = await as('苏婉清')
  const received = await firstRecord(handler, 'received')
  const closed = await firstRecord(handler, 'closedForReference')
  const does = ['request-supplement', 'assess', 'remark'].map((action) => `/records/${received}/${action}`)
  await inBothSizes(handler, 'handler', ['/home', '/records', `/records/${received}`, `/records/${closed}`, ...does])
  const looking = ['/permits', '/permits?asked=1', `/records/${received}/purpose`, `/records/${received}/timeline`]
  await inBothSizes(handler, 'handler-looking', looking)
  const head = await as('孟晓岚')
  const registered = await firstRecord(head, 'registered')
  await inBothSizes(head, 'head', ['/home', '/records', `/records/${registered}`, `/records/${registered}/assign`])
  const lead = await as('邵正平')
  const assessed = await firstRecord(lead, 'assessed')
  await inBothSizes(lead, 'lead', ['/home', '/records', `/records/${assessed}`, `/records/${assessed}/opinion`])
})

test('R87: the three administrators', async ({ as }) => {
  const security = await as('任静')
  await security.goto('/admin/accounts')
  const account = await security.getByRole('row').nth(3).getByRole('link').getAttribute('href')
  await inBothSizes(security, 'security', ['/home', '/admin/accounts', '/admin/accounts/new', account ?? ''])
  await inBothSizes(await as('郝学文'), 'audit', ['/home', '/admin/audit'])
  await inBothSizes(await as('董浩然'), 'system', ['/home', '/admin/system'])
})
