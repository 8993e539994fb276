/** Two pages of administrators in the browser: the mail server of notices (R88), and recovery with two sheets (R42, R87). */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, screenshot, test } from './registry.ts'

test('R88: the system administrator looks at the mail server, and a wrong form keeps what was typed', async ({
  as,
}) => {
  const page = await as('董浩然')
  await page.goto('/home')
  await page.getByRole('link', { name: '邮件提醒' }).click()
  await expect(page.getByText('未启用')).toBeVisible()
  await page.getByLabel('邮件服务器').fill('mail.example')
  await page.getByLabel('不加密（仅限本机）').check()
  await page.getByLabel('发件地址').fill('notice@bureau.example')
  await page.getByRole('button', { name: '保存并启用' }).click()
  await expect(page.getByText('不加密只能用于本机').first()).toBeVisible()
  await expect(page.getByLabel('发件地址')).toHaveValue('notice@bureau.example')
  await screenshot(page, 'admin-mail')
})

test('R42, R87: two keepers and the security administrator give grants with their sheets', async ({ as, demo }) => {
  const sheets = readFileSync(join(demo.folder, 'demo-recovery-sheets.txt'), 'utf8').trim().split('\n')
  const page = await as('任静')
  await page.goto('/admin/accounts')
  await page.getByRole('link', { name: '凭恢复单恢复' }).click()
  await page.getByLabel('只补发授权').check()
  await page.getByLabel('第一张恢复单').fill(sheets[0] ?? '')
  await page.getByLabel('第一名持单人姓名').fill('于昌明')
  await page.getByLabel('第二张恢复单').fill(sheets[0] ?? '')
  await page.getByLabel('第二名持单人姓名').fill('贺云飞')
  await page.getByRole('button', { name: '办理' }).click()
  await expect(page.getByText('两栏是同一张恢复单').first()).toBeVisible()
  await screenshot(page, 'recovery-sheets')
  await page.getByLabel('第二张恢复单').fill((sheets[2] ?? '').toLowerCase())
  await page.getByRole('button', { name: '办理' }).click()
  await expect(page.getByText('已办理，补发')).toBeVisible()
  expect(page.url()).not.toContain((sheets[0] ?? '').slice(9, 18))
})
