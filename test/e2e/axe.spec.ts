/** Every page in every role, looked at (looking.ts), and no complaint in the console (see the fixture). */
import type { Page } from '@playwright/test'
import { pageIds } from '../../src/web/journeys/inquiry/questions.ts'
import { numberOf, sayPurpose, startRegistering } from './journey.ts'
import { type Finding, findings, inBothSizes, lookLarge } from './looking.ts'
import { expect, screenshot, test } from './registry.ts'

/** The first record in this state that somebody's list shows. */
async function firstRecord(page: Page, state: string): Promise<string> {
  await page.goto(`/records?state=${state}`)
  const link = page.getByRole('main').getByRole('link', { name: /^\d{4}-/ })
  if ((await link.count()) === 0) throw new Error(`no record is ${state}`)
  await link.first().click()
  await sayPurpose(page)
  return numberOf(page)
}

/** A request to look at a record, which waits among the tasks for an answer. */
async function waitingPermit(page: Page): Promise<string> {
  await page.goto('/home')
  return (await page.getByRole('link', { name: '审批查阅申请' }).first().getAttribute('href')) ?? ''
}

test('R87: public pages', async ({ visitor }) => {
  await inBothSizes(await visitor(), 'visitor', ['/sign-in', '/activate', '/check', '/api/docs', '/nowhere'])
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
  const does = ['request-supplement', 'assess', 'remark', 'transfer'].map((action) => `/records/${received}/${action}`)
  await inBothSizes(handler, 'handler', ['/home', '/records', `/records/${received}`, `/records/${closed}`, ...does])
  const looking = ['purpose', 'timeline', 'named', 'past-views'].map((page) => `/records/${received}/${page}`)
  await inBothSizes(handler, 'handler-looking', ['/permits', '/permits?asked=1', ...looking])
  await inBothSizes(handler, 'handler-office', ['/route-table', '/procedure', '/readers', '/grants', '/account'])
  const head = await as('孟晓岚')
  const registered = await firstRecord(head, 'registered')
  await inBothSizes(head, 'head', ['/home', '/superior', `/records/${registered}`, `/records/${registered}/assign`])
  await inBothSizes(head, 'head-permit', [await waitingPermit(head)])
  const lead = await as('邵正平')
  const assessed = await firstRecord(lead, 'assessed')
  const opinion = `/records/${assessed}/opinion`
  await inBothSizes(lead, 'lead', ['/home', '/superior', '/readers', `/records/${assessed}`, opinion])
})

test('R87: the three administrators', async ({ as }) => {
  const security = await as('任静')
  await security.goto('/admin/accounts')
  const account = await security.getByRole('row').nth(3).getByRole('link').getAttribute('href')
  const accounts = ['/admin/accounts', '/admin/accounts/new', account ?? '', '/admin/api-tokens']
  await inBothSizes(security, 'security', ['/home', ...accounts, '/superior', '/admin/rights', '/route-table'])
  await inBothSizes(await as('郝学文'), 'audit', ['/home', '/admin/audit', '/admin/rights', '/account'])
  const operates = ['/admin/system', '/admin/people', '/admin/time-limits', '/admin/rights', '/route-table']
  await inBothSizes(await as('董浩然'), 'system', ['/home', ...operates])
})

test('R44: sending up: the page, and what is left of a record that was sent', async ({ as }) => {
  const recorder = await as('林晓雨')
  const task = recorder.getByRole('link', { name: '取得并登记上级回执' }).first()
  await inBothSizes(recorder, 'sent', [(await task.getAttribute('href')) ?? ''])
})
