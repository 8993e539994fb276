/** Whoever is found to be named while a record is being handled loses it in the window that is open. */
import { registerInquiry, sayPurpose } from './journey.ts'
import { expect, screenshot, test } from './registry.ts'

const HANDLER = '苏婉清'
const HEAD = '孟晓岚'

test('R42: the head names the handler, whose open window finds nothing any more', async ({ as }) => {
  const caseTitle = '南街夜市摊位事后回避案'
  const number = await registerInquiry(await as('林晓雨'), {
    caseTitle,
    inquirerKind: '内部人员',
    inquirerName: '贺云飞',
    exactWords: '摊位的事情请关照一下。',
  })
  const handler = await as(HANDLER)
  await handler.goto(`/records/${number}`)
  await sayPurpose(handler)
  await handler.goto(`/records/${number}/receive`)
  await handler.getByRole('button', { name: '接收' }).click()
  await expect(handler.getByRole('main')).toContainText(number)

  const head = await as(HEAD)
  await head.goto(`/records/${number}`)
  await sayPurpose(head)
  await head.goto(`/records/${number}/named`)
  await expect(head.getByRole('heading', { level: 1, name: '涉及人员' })).toBeVisible()
  await head.getByLabel('姓名', { exact: true }).first().fill(HANDLER)
  await head.getByLabel('中间人').check()
  await head.getByLabel('依据和理由').fill('通话记录显示由其转达')
  await screenshot(head, 'named-later-form')
  await head.getByRole('button', { name: '列为涉及人员' }).click()
  await expect(head.getByText('已列为涉及人员。')).toBeVisible()
  await expect(head.getByRole('table').first()).toContainText(HANDLER)
  await screenshot(head, 'named-later-done')

  await handler.reload()
  await expect(handler.getByRole('heading', { level: 1, name: '没有找到这个页面' })).toBeVisible()
  await handler.goto(`/records?q=${encodeURIComponent(caseTitle)}`)
  await expect(handler.getByText('共 0 件')).toBeVisible()
})
