/** Registering with the keyboard alone. */
import type { Locator, Page } from '@playwright/test'
import { heading, numberOf, today } from './journey.ts'
import { expect, screenshot, test } from './registry.ts'

const hasFocus = async (page: Page, control: Locator): Promise<boolean> =>
  (await control.and(page.locator(':focus')).count()) > 0

/** Presses Tab until the control has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await hasFocus(page, control)) {
      await expect(control).toBeInViewport()
      return
    }
    await page.keyboard.press('Tab')
  }
  throw new Error('the keyboard does not reach the control')
}

/** A group of radios is one stop: its first or its chosen one is reached by Tab, the others by the arrows. */
async function choose(page: Page, group: Locator, name: string): Promise<void> {
  const radios = group.getByRole('radio')
  for (let presses = 0; presses < 60 && (await radios.and(page.locator(':focus')).count()) === 0; presses += 1)
    await page.keyboard.press('Tab')
  const wanted = group.getByRole('radio', { name })
  for (let presses = 0; presses < 30 && !(await hasFocus(page, wanted)); presses += 1)
    await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await expect(wanted).toBeChecked()
}

async function save(page: Page, next: string): Promise<void> {
  await tabTo(page, page.getByRole('button', { name: '保存并继续' }))
  await page.keyboard.press('Enter')
  await expect(heading(page, next)).toBeVisible()
}

test('R18: an inquiry is registered with the keyboard alone', async ({ as }) => {
  test.slow()
  const page = await as('冯春梅')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: '跳到正文' })).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('button', { name: '登记一次过问' }))
  await screenshot(page, 'keyboard-focus-button')
  await page.keyboard.press('Enter')
  await expect(heading(page, '是哪个案件？')).toBeVisible()

  await choose(page, page.getByRole('group', { name: '您正在办理的案件' }), '味香园餐厅')
  await screenshot(page, 'keyboard-focus-radio')
  await save(page, '什么时候，以什么方式？')
  await tabTo(page, page.getByLabel('过问日期'))
  await page.keyboard.type(today())
  await save(page, '是谁过问的？')

  await choose(page, page.getByRole('group', { name: '过问人是' }), '内部人员')
  const name = page.getByRole('combobox').first()
  await tabTo(page, name)
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

  await tabTo(page, page.getByLabel('对方原话怎么说'))
  await page.keyboard.type('老板是我同学，别再查了。')
  await save(page, '您当时怎样答复？')
  await choose(page, page.getByRole('group', { name: '您的答复' }), '予以拒绝')
  await save(page, '有照片、录音或其他材料吗？')
  await save(page, '核对过问情况，提出建议')
  await save(page, '提交前请核对')
  await tabTo(page, page.getByRole('button', { name: '核对无误，去签名' }))
  await page.keyboard.press('Enter')
  await expect(heading(page, '声明并签名')).toBeVisible()
  await tabTo(page, page.getByRole('checkbox', { name: '我声明' }))
  await page.keyboard.press('Space')
  await tabTo(page, page.getByRole('button', { name: '签名并登记' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('登记完成')).toBeVisible()
  expect(numberOf(page)).toMatch(/^\d{4}-[0-9A-Z]{6}$/)
})
