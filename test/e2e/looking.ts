/**
 * Looks at pages as a checker of accessibility does: no finding of axe, nothing wider than the window, and at 200 % nothing out of reach. Large
 * letters on the phone, where they find least room; 200 % on the desk, in the very visit that axe used, so that no page is opened twice.
 */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, screenshot, test } from './registry.ts'

export type Finding = { readonly page: string; readonly rule: string; readonly at: string }

const onPhone = (): boolean => test.info().project.name === 'phone'

export async function findings(page: Page, name: string): Promise<readonly Finding[]> {
  // Who looks and when stands behind the words as faintly as on paper: decoration, which no reader needs to read.
  const { violations } = await new AxeBuilder({ page }).exclude('.lh-watermark').analyze()
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => ({ page: name, rule: id, at: `${target.join(' ')} ${failureSummary}` })),
  )
  return [...found, ...(await outOfReach(page, name)), ...(onPhone() ? [] : await atTwiceTheSize(page, name))]
}

/**
 * A page that scrolls sideways; a part of it that does; words or controls that begin or end outside the window. What is for ears alone
 * (`lh-visually-hidden`, a table's head on a narrow page) and the watermark may lie anywhere.
 */
const OUT_OF_REACH = `(() => {
  const found = []
  const width = document.documentElement.clientWidth
  const wide = document.documentElement.scrollWidth - width
  if (wide > 0) found.push('the page is ' + wide + ' px wider than the window')
  for (const element of document.body.querySelectorAll('*')) {
    if (element.closest('.lh-watermark, .lh-visually-hidden, .lh-skip-link, svg, [hidden]')) continue
    const head = element.closest('thead')
    if (head && getComputedStyle(head).position === 'absolute') continue
    const { overflowX, visibility } = getComputedStyle(element)
    if (visibility === 'hidden' || element.getClientRects().length === 0) continue
    const said = element.tagName + '.' + element.className + ' ' + (element.textContent ?? '').trim().slice(0, 30)
    const surplus = element.scrollWidth - element.clientWidth
    const keeps = element.matches('input, textarea, select')
    if (!keeps && element.clientWidth > 0 && surplus > 1 && overflowX !== 'visible') found.push(said + ': ' + surplus + ' px hidden')
    const { left, right } = element.getBoundingClientRect()
    const carries = keeps || element.matches('button, a') || [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '')
    if (carries && right - left > 2 && (left < -1 || right > width + 1)) found.push(said + ': from ' + left + ' to ' + right)
  }
  return found
})()`

const outOfReach = async (page: Page, name: string): Promise<readonly Finding[]> =>
  (await page.evaluate<string[]>(OUT_OF_REACH)).map((at) => ({ page: name, rule: 'out of reach', at }))

/** What a browser does with a window of 1440 × 900 at 200 %: half the points, each drawn twice as large (WCAG 1.4.4). */
async function atTwiceTheSize(page: Page, name: string): Promise<readonly Finding[]> {
  const before = page.viewportSize()
  if (!before) return []
  const [width, height] = [before.width / 2, before.height / 2]
  const protocol = await page.context().newCDPSession(page)
  const size = { width, height, deviceScaleFactor: 2, mobile: false }
  await protocol.send('Emulation.setDeviceMetricsOverride', size)
  const found = await outOfReach(page, `${name} at 200 %`)
  await screenshot(page, `twice-${name.replaceAll(/[^a-z-]+/g, '_')}`)
  await protocol.send('Emulation.clearDeviceMetricsOverride')
  await protocol.detach()
  await page.setViewportSize(before)
  return found
}

export async function look(page: Page, who: string, paths: readonly string[]): Promise<readonly Finding[]> {
  const found: Finding[] = []
  for (const path of paths) {
    const answer = await page.goto(path)
    // A page that is not there would be looked at as well, and say nothing.
    if (answer && answer.status() >= 400 && path !== '/nowhere')
      found.push({ page: `${who} ${path}`, rule: 'not there', at: String(answer.status()) })
    found.push(...(await findings(page, `${who} ${path}`)))
    await screenshot(page, `page-${who}${path.replaceAll(/[^a-z-]+/g, '_')}`)
  }
  return found
}

export async function lookLarge(page: Page, who: string, paths: readonly string[]): Promise<readonly Finding[]> {
  if (!onPhone()) return []
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

export async function inBothSizes(page: Page, who: string, paths: readonly string[]): Promise<void> {
  expect([...(await look(page, who, paths)), ...(await lookLarge(page, who, paths))]).toEqual([])
}
