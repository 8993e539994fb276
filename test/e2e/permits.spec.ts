/** Looking at a record that is somebody else's: asked for, approved by a second person, seen with a banner, taken back, gone (R37). */
import { registerInquiry, sayPurpose, today } from './journey.ts'
import { expect, screenshot, test } from './registry.ts'

test('R37 R41: a permit is asked for, approved, used and withdrawn', async ({ as }) => {
  test.slow()
  const caseTitle = '查阅审批核对案'
  const number = await registerInquiry(await as('林晓雨'), {
    caseTitle,
    inquirerKind: '科室、分局、中队负责人',
    inquirerName: '周建国',
    exactWords: '问一下办到哪里了。',
  })
  const handler = await as('苏婉清')
  await handler.goto('/home')
  await handler.getByRole('listitem').filter({ hasText: number }).getByRole('link').click()
  await handler.getByRole('button', { name: '接收', exact: true }).click()
  await expect(handler.getByText('已接收。')).toBeVisible()

  const other = await as('陆大明')
  expect((await other.request.get(`/records/${number}`)).status()).toBe(404)
  await other.goto('/permits')
  await other.getByLabel('登记编号').fill(number.toLowerCase())
  await other.getByLabel('申请理由').fill('与本人经办的案件相关')
  await other.getByRole('button', { name: '提交申请' }).click()
  await expect(other.getByRole('alert')).toContainText('请填写查看目的')
  await expect(other.getByLabel('申请理由')).toHaveValue('与本人经办的案件相关')
  await other.getByLabel('查阅目的').fill('比对两案的通话记录')
  await screenshot(other, 'permits-ask')
  await other.getByRole('button', { name: '提交申请' }).click()
  await expect(other.getByText('申请已收到')).toBeVisible()
  const mine = other.getByRole('row').filter({ hasText: number })
  await expect(mine).toContainText('待审批')

  const head = await as('孟晓岚')
  await head.goto('/home')
  await head.getByRole('listitem').filter({ hasText: number }).getByRole('link', { name: '审批查阅申请' }).click()
  await expect(head.getByText('比对两案的通话记录')).toBeVisible()
  await head.getByLabel('批准到哪一天为止').fill(today())
  await screenshot(head, 'permits-decide')
  await head.getByRole('button', { name: '批准查阅' }).click()
  await expect(head).toHaveURL(/\/home$/)

  await other.reload()
  await expect(mine).toContainText('已批准')
  await mine.getByRole('link', { name: number }).click()
  await expect(other.getByText('您按查阅审批查看这份记录')).toBeVisible()
  await expect(other.getByRole('main')).not.toContainText('林晓雨')
  await screenshot(other, 'permits-record')
  const sheet = await other.request.get(
    (await other.getByRole('link', { name: '打印陆大明的查阅审批单' }).getAttribute('href')) ?? '',
  )
  expect(sheet.headers()['content-type']).toBe('application/pdf')

  await head.goto(`/records/${number}`)
  await sayPurpose(head)
  await screenshot(head, 'permits-panel')
  await head.getByRole('link', { name: '处理陆大明的查阅申请' }).click()
  await head.getByLabel('收回的理由').fill('比对已经完成')
  await head.getByRole('button', { name: '收回' }).click()
  await expect(head).toHaveURL(/\/home$/)
  expect((await other.request.get(`/records/${number}`)).status()).toBe(404)
  await other.goto('/permits')
  await expect(mine).toContainText('已收回')
})
