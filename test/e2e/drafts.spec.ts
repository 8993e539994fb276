/** Nothing that was typed is lost: closed pages, second windows, lost networks, ended sessions, double presses. */
import type { Page } from '@playwright/test'
import { fillInquiry, heading, saveAndContinue, startRegistering } from './journey.ts'
import { expect, screenshot, test } from './registry.ts'

const saved = (page: Page) => expect(page.getByText(/^已保存（\d\d:\d\d）$/)).toBeVisible()

async function draftOnCasePage(page: Page): Promise<void> {
  await startRegistering(page)
  const other = page.getByRole('radio', { name: '其他案件' })
  if ((await other.count()) > 0) await other.check()
}

test('R18: what was typed is saved by itself and is there after the page was closed', async ({ as }) => {
  const page = await as('谢美玲')
  await draftOnCasePage(page)
  await page.getByLabel('案件名称').fill('自动保存核对案')
  await saved(page)
  await screenshot(page, 'draft-saved')
  const context = page.context()
  const { pathname } = new URL(page.url())
  await page.close()

  const again = await context.newPage()
  await again.goto('/drafts')
  await again.getByRole('listitem').filter({ hasText: '自动保存核对案' }).getByRole('link').click()
  await expect(again).toHaveURL(new RegExp(pathname))
  await expect(again.getByLabel('案件名称')).toHaveValue('自动保存核对案')
})

test('R18: the second window learns of the first, and keeps its own text', async ({ as }) => {
  const first = await as('谢美玲')
  await draftOnCasePage(first)
  const second = await first.context().newPage()
  await second.goto(first.url())
  await first.getByLabel('案件名称').fill('第一个窗口')
  await saveAndContinue(first, '什么时候，以什么方式？')

  await second.getByLabel('案件名称').fill('第二个窗口')
  await second.getByRole('button', { name: '保存并继续' }).click()
  await expect(heading(second, '这份草稿在另一个窗口改过')).toBeVisible()
  await expect(second.getByText('第二个窗口').first()).toBeVisible()
  await screenshot(second, 'draft-conflict')
  await second.getByRole('button', { name: '用下面的内容覆盖' }).click()
  await expect(heading(second, '什么时候，以什么方式？')).toBeVisible()
  await second.getByRole('link', { name: '上一步' }).click()
  await expect(second.getByLabel('案件名称')).toHaveValue('第二个窗口')
})

test('R18: what was typed without a network is saved when the network is back', async ({ as }) => {
  const page = await as('谢美玲')
  await draftOnCasePage(page)
  await page.context().setOffline(true)
  await page.getByLabel('案件名称').fill('断网时写下的案件')
  await expect(page.getByText('网络不通，内容还在本页')).toBeVisible()
  await screenshot(page, 'draft-offline')
  await page.context().setOffline(false)
  await saved(page)
  await page.reload()
  await expect(page.getByLabel('案件名称')).toHaveValue('断网时写下的案件')
})

test('R18: a save that got through while its answer was lost is no other window', async ({ as }) => {
  const page = await as('谢美玲')
  await draftOnCasePage(page)
  let lost = 0
  await page.route('**/autosave', async (route) => {
    if (lost > 0) return route.continue()
    lost += 1
    await route.fetch()
    return route.abort('connectionreset')
  })
  await page.getByLabel('案件名称').fill('应答丢失时写下的案件')
  await expect(page.getByText('网络不通，内容还在本页')).toBeVisible()
  await saved(page)
  expect(lost).toBe(1)
  await saveAndContinue(page, '什么时候，以什么方式？')
})

test('R18: a form that outlived its session is kept through signing in again', async ({ as, demo }) => {
  const page = await as('白雪梅')
  await draftOnCasePage(page)
  await page.context().clearCookies()
  demo.sessions.delete(demo.account('白雪梅').username)
  await page.getByLabel('案件名称').fill('登录超时前写下的案件')
  await page.getByRole('button', { name: '保存并继续' }).click()
  await expect(page.getByText('您刚才填写的内容还在，登录后继续。')).toBeVisible()
  await screenshot(page, 'session-ended')
  await demo.enter(page, demo.account('白雪梅'))
  await expect(heading(page, '您填写的内容还在')).toBeVisible()
  await screenshot(page, 'session-resumed')
  await page.getByRole('button', { name: '重新提交' }).click()
  await expect(heading(page, '什么时候，以什么方式？')).toBeVisible()
  await page.getByRole('link', { name: '上一步' }).click()
  await expect(page.getByLabel('案件名称')).toHaveValue('登录超时前写下的案件')
})

test('R20: pressing twice registers once', async ({ as }) => {
  const page = await as('白雪梅')
  await fillInquiry(page, {
    caseTitle: '连按两次核对案',
    inquirerKind: '科室、分局、中队负责人',
    inquirerName: '马国良',
    exactWords: '先别罚。',
  })
  await page.getByRole('checkbox', { name: '我声明' }).check()
  // Past the element that swallows the second press: the same form is sent twice, as a browser without it would.
  const hidden = async (name: string): Promise<string> => page.locator(`form#journey input[name=${name}]`).inputValue()
  const form = {
    csrf: await hidden('csrf'),
    draftVersion: await hidden('draftVersion'),
    idempotencyKey: await hidden('idempotencyKey'),
    declared: 'yes',
    signatureKind: 'typed',
  }
  const headers = { origin: new URL(page.url()).origin }
  const once = () => page.request.post(page.url(), { form, headers, maxRedirects: 0 })
  const [first, second] = await Promise.all([once(), once()])
  expect([first.status(), second.status()]).toEqual([303, 303])
  expect(first.headers()['location']).toBe(second.headers()['location'])
  await page.getByRole('button', { name: '签名并登记' }).dblclick()
  await expect(page.getByText('登记完成')).toBeVisible()
  await page.goto(`/records?q=${encodeURIComponent('连按两次核对案')}`)
  await expect(page.getByText('共 1 件')).toBeVisible()
})

test('R22: an upload goes on after the network was away', async ({ as }) => {
  const page = await as('谢美玲')
  await draftOnCasePage(page)
  await page.getByLabel('案件名称').fill('断点续传核对案')
  await saveAndContinue(page, '什么时候，以什么方式？')
  // The steps may be taken in any order.
  await page.goto(page.url().replace(/when$/, 'evidence'))
  await expect(heading(page, '有照片、录音或其他材料吗？')).toBeVisible()

  const offsets: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(request.headers()['upload-offset'] ?? '')
  })
  // The network goes when the first part has arrived.
  const context = page.context()
  let gone = false
  await page.route('**/uploads/*', async (route) => {
    const part = route.request().method() === 'PATCH' && route.request().headers()['upload-offset'] !== '0'
    if (!part || gone) return route.continue()
    gone = true
    await context.setOffline(true)
    return route.abort('internetdisconnected')
  })
  await page.getByLabel('选择文件').setInputFiles({
    name: '现场录像.bin',
    mimeType: 'application/octet-stream',
    buffer: Buffer.alloc(9 * 1024 ** 2, 'x'),
  })
  await expect(page.getByText('已中断，恢复网络后自动续传')).toBeVisible()
  await screenshot(page, 'upload-paused')
  await context.setOffline(false)
  await expect(page.getByText('SHA-256')).toBeVisible()
  const part = 4 * 1024 ** 2
  expect(offsets.map(Number)).toEqual([0, part, part, 2 * part])
  await expect(page.getByText('9.0 MB')).toBeVisible()
})

test('R22: an upload goes on after the server was away, and after signing in again', async ({ as, demo }) => {
  const page = await as('白雪梅')
  await draftOnCasePage(page)
  await page.goto(page.url().replace(/case$/, 'evidence'))
  const part = 4 * 1024 ** 2
  const offsets: number[] = []
  await page.route('**/uploads/*', async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue()
    offsets.push(Number(route.request().headers()['upload-offset']))
    if (offsets.length === 1) return route.fulfill({ status: 503 })
    if (offsets.length === 3) await page.context().clearCookies()
    return route.continue()
  })
  await page.getByLabel('选择文件').setInputFiles({
    name: '执法录像.bin',
    mimeType: 'application/octet-stream',
    buffer: Buffer.alloc(9 * 1024 ** 2, 'y'),
  })
  const signIn = page.getByRole('link', { name: '在新窗口登录' })
  await expect(signIn).toBeVisible()
  await screenshot(page, 'upload-signed-out')
  demo.sessions.delete(demo.account('白雪梅').username)
  const [window] = await Promise.all([page.context().waitForEvent('page'), signIn.click()])
  await demo.enter(window, demo.account('白雪梅'))
  await window.close()
  await expect(page.getByText('SHA-256')).toBeVisible()
  await expect(page.getByText('9.0 MB')).toBeVisible()
  expect(offsets).toEqual([0, 0, part, part, 2 * part])
})
