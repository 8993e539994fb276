/** The whole story with the keyboard alone: registered by the officer, handled, signed and closed by the office. */
import type { Page } from '@playwright/test'
import { keyboard, tabTo } from './hands.ts'
import { heading, numberOf, startRegistering, today } from './journey.ts'
import { handleAndClose } from './office.ts'
import { expect, screenshot, test } from './registry.ts'

async function save(page: Page, next: string): Promise<void> {
  await keyboard.press(page.getByRole('button', { name: '保存并继续' }))
  await expect(heading(page, next)).toBeVisible()
}

test('R17, R18: an inquiry is registered, handled, signed and closed with the keyboard alone', async ({ as }) => {
  test.slow()
  const page = await as('冯春梅')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: '跳到正文' })).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page.getByRole('button', { name: '登记一次过问' }))
  await screenshot(page, 'keyboard-focus-button')
  await page.keyboard.press('Enter')
  await expect(heading(page, '是哪个案件？')).toBeVisible()

  await keyboard.choose(page.getByRole('group', { name: '您正在办理的案件' }), '味香园餐厅')
  await screenshot(page, 'keyboard-focus-radio')
  await save(page, '什么时候，以什么方式？')
  await keyboard.write(page.getByLabel('过问日期'), today())
  await save(page, '是谁过问的？')

  await keyboard.choose(page.getByRole('group', { name: '过问人是' }), '内部人员')
  const name = page.getByRole('combobox').first()
  await tabTo(name)
  await page.keyboard.type('wp')
  await expect(page.getByRole('option', { name: '万鹏' })).toBeVisible()
  // The list is walked with the arrows and left with Escape; neither moves the focus away from the field.
  await page.keyboard.press('Escape')
  await expect(page.getByRole('option', { name: '万鹏' })).toBeHidden()
  await page.keyboard.type('e')
  await page.keyboard.press('Backspace')
  await expect(page.getByRole('option', { name: '万鹏' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(name).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(name).toHaveValue('万鹏')
  await save(page, '说了什么，要求什么？')

  await keyboard.write(page.getByLabel('对方原话怎么说'), '老板是我同学，别再查了。')
  await save(page, '您当时怎样答复？')
  await keyboard.choose(page.getByRole('group', { name: '您的答复' }), '予以拒绝')
  await save(page, '有照片、录音或其他材料吗？')
  await save(page, '核对过问情况，提出建议')
  await save(page, '提交前请核对')
  await keyboard.press(page.getByRole('button', { name: '核对无误，去签名' }))
  await expect(heading(page, '声明并签名')).toBeVisible()
  await tabTo(page.getByRole('checkbox', { name: '我声明' }))
  await page.keyboard.press('Space')
  await keyboard.press(page.getByRole('button', { name: '签名并登记' }))
  await expect(page.getByText('登记完成')).toBeVisible()
  const number = numberOf(page)
  expect(number).toMatch(/^\d{4}-[0-9A-Z]{6}$/)

  const desks = { officer: page, handler: await as('陆大明'), lead: await as('邵正平') }
  await handleAndClose(number, desks, keyboard, 'keyboard')
})

test('R17: three times Shift leaves the page that is being written, and going back does not show it', async ({
  as,
}) => {
  const page = await as('冯春梅')
  await startRegistering(page)
  const written = page.url()
  for (const _press of [1, 2]) await page.keyboard.press('Shift')
  await expect(page).toHaveURL(written)
  await page.keyboard.press('Shift')
  await expect(page).toHaveURL('about:blank')
  await page.goBack().catch(() => null)
  await expect(page).not.toHaveURL(written)
})
