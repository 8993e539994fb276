/** People change: a colleague confirms a reader who began anew and gives him the grants of before (R42, R87). */
import type { Page } from '@playwright/test'
import { expect, nextCode, screenshot, test } from './registry.ts'

const SECURITY = '任静'
const HEAD = '孟晓岚'
const HANDLER = '谭为民'

const main = (page: Page) => page.getByRole('main')

test('R42 R87: a reader who forgot the password is confirmed by a colleague and given the grants again', async ({
  as,
  visitor,
  demo,
}) => {
  const { username } = demo.account(HANDLER)
  const security = await as(SECURITY)
  await security.goto('/admin/accounts')
  await security.getByRole('row').filter({ hasText: username }).getByRole('link').click()
  await security.getByRole('button', { name: '重置账户并发放启用码' }).click()
  await expect(security.getByRole('alert')).toContainText('请先当面核实本人申请')
  await screenshot(security, 'admin-account-reset')
  await security.getByRole('checkbox', { name: /已当面核实/ }).check()
  await security.getByRole('button', { name: '重置账户并发放启用码' }).click()
  const code = (await security.locator('.lh-secret').innerText()).trim()

  const holder = await visitor()
  await holder.goto('/activate')
  await holder.getByLabel('用户名').fill(username)
  await holder.getByLabel('启用码').fill(code)
  await holder.getByRole('button', { name: '继续' }).click()
  const totpSecret = (await holder.locator('.lh-secret').innerText()).replaceAll(' ', '')
  const password = '一句够长的新密码可以用来登录'
  await holder.getByLabel('新密码', { exact: true }).fill(password)
  await holder.getByLabel('再输入一次新密码').fill(password)
  await holder.getByLabel('验证码').fill(await nextCode({ username, totpSecret }))
  await holder.getByRole('button', { name: '启用' }).click()
  demo.changed({ ...demo.account(HANDLER), password, totpSecret })
  await demo.enter(holder, demo.account(HANDLER))
  await holder.goto('/records')
  await expect(main(holder).getByRole('row')).toHaveCount(0)
  await holder.goto('/account')
  const fingerprint = (await holder.locator('.lh-secret').innerText()).trim()
  await screenshot(holder, 'account-fingerprint')

  const head = await as(HEAD)
  await head.goto('/readers')
  const form = head.getByRole('region', { name: `确认${HANDLER}` })
  await expect(form).toContainText(fingerprint)
  await form.getByRole('button', { name: '确认' }).click()
  await expect(head.getByRole('alert')).toContainText('请当面核对指纹')
  await screenshot(head, 'readers')
  await form.getByRole('checkbox').check()
  await form.getByRole('button', { name: '确认' }).click()
  await expect(head.getByRole('status')).toContainText('已确认')

  await head.getByRole('link', { name: '补发授权', exact: true }).click()
  await screenshot(head, 'grants')
  await head.getByRole('button', { name: /^办理/ }).click()
  const goOn = head.getByRole('button', { name: /^继续办理/ })
  for (let step = 0; step < 12 && (await goOn.isVisible()); step += 1) await goOn.click()
  await expect(main(head)).toContainText('授权均已齐备')
  await holder.goto('/records')
  await expect(main(holder).getByRole('row').first()).toBeVisible()

  const system = await as('董浩然')
  await system.goto('/admin/rights')
  await expect(main(system)).toContainText('不能登记、查看、办理或者导出任何记录')
  await screenshot(system, 'admin-rights')
})
