/** Two ways of using a page: pointing at it, which needs no script, and the keyboard alone. A story is written once and walked with either. */
import type { Locator, Page } from '@playwright/test'
import { expect } from './registry.ts'

export type Hand = {
  /** A link or a button. */
  readonly press: (control: Locator) => Promise<void>
  readonly write: (field: Locator, text: string) => Promise<void>
  readonly choose: (group: Locator, name: string) => Promise<void>
}

export const pointer: Hand = {
  press: (control) => control.click(),
  write: (field, text) => field.fill(text),
  choose: (group, name) => group.getByRole('radio', { name }).check(),
}

export const keyboard: Hand = {
  async press(control) {
    await tabTo(control)
    await control.page().keyboard.press('Enter')
  },
  async write(field, text) {
    await tabTo(field)
    await field.page().keyboard.type(text)
  },
  /** A group of radios is one stop: its first or its chosen one is reached by Tab, the others by the arrows. */
  async choose(group, name) {
    const page = group.page()
    const radios = group.getByRole('radio')
    for (let presses = 0; presses < STOPS && (await radios.and(focused(page)).count()) === 0; presses += 1)
      await page.keyboard.press('Tab')
    const wanted = group.getByRole('radio', { name })
    for (let presses = 0; presses < 30 && !(await hasFocus(wanted)); presses += 1)
      await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
    await expect(wanted).toBeChecked()
  },
}

/** More than any page of ours has. */
const STOPS = 150
const focused = (page: Page): Locator => page.locator(':focus')
const hasFocus = async (control: Locator): Promise<boolean> => (await control.and(focused(control.page())).count()) > 0

/** Presses Tab until the control has the focus, as somebody without a mouse does; what has the focus is in sight. */
export async function tabTo(control: Locator): Promise<void> {
  // Firefox moves the focus only in the window that one looks at.
  await control.page().bringToFront()
  for (let presses = 0; presses < STOPS; presses += 1) {
    if (await hasFocus(control)) {
      await expect(control).toBeInViewport()
      return
    }
    await control.page().keyboard.press('Tab')
  }
  throw new Error('the keyboard does not reach the control')
}
