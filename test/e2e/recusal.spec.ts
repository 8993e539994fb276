/** Whoever is named in a record finds no trace of it, whatever the post. */
import type { Page } from '@playwright/test'
import { numberOf, registerInquiry, saveAndContinue, sayPurpose, startRegistering, today } from './journey.ts'
import { expect, screenshot, test } from './registry.ts'

const NAMED = '谭为民'
const OTHER = '苏婉清'
const NOBODYS = '2026-ZZZZZZ'

/** The page's source without what differs from one answer to the next: the form's token, the time in the watermark, the number asked for. */
async function answerTo(page: Page, path: string, number: string): Promise<{ status: number; html: string }> {
  const answer = await page.request.get(path)
  const html = (await answer.text())
    .replaceAll(/name="csrf" value="[^"]*"/g, '')
    .replaceAll(/\d{1,2}:\d{2}/g, '')
    .replaceAll(number, '…')
  return { status: answer.status(), html }
}

test('R32 R42: the named handler sees no row, no task, no search hit, and the page of a number that does not exist', async ({
  as,
}) => {
  const officer = await as('林晓雨')
  const caseTitle = '北街临时棚屋回避核对案'
  const number = await registerInquiry(officer, {
    caseTitle,
    inquirerKind: '内部人员',
    inquirerName: NAMED,
    exactWords: '这家能不能快一点放行。',
  })

  const named = await as(NAMED)
  await expect(named.getByRole('main')).not.toContainText(number)
  await expect(named.getByRole('main')).not.toContainText(caseTitle)
  for (const query of [caseTitle, number]) {
    await named.goto(`/records?q=${encodeURIComponent(query)}`)
    await expect(named.getByText('共 0 件')).toBeVisible()
  }
  await screenshot(named, 'recusal-no-hit')
  // The own name finds what its bearer handles, never what it is named in.
  await named.goto(`/records?q=${encodeURIComponent(NAMED)}`)
  await expect(named.getByRole('main')).not.toContainText(number)
  for (const rest of ['', '/form.pdf', '/proof.tlog-proof', '/proof.svg', '/receive', '/assess']) {
    const real = await answerTo(named, `/records/${number}${rest}`, number)
    const imagined = await answerTo(named, `/records/${NOBODYS}${rest}`, NOBODYS)
    expect(real.status).toBe(404)
    expect(real).toEqual(imagined)
  }
  await named.goto(`/records/${number}`)
  await expect(named.getByRole('heading', { level: 1, name: '没有找到这个页面' })).toBeVisible()
  await screenshot(named, 'recusal-not-found')

  const other = await as(OTHER)
  await expect(other.getByRole('listitem').filter({ hasText: number })).toBeVisible()
  await other.goto(`/records?q=${encodeURIComponent(caseTitle)}`)
  await expect(other.getByText('共 1 件')).toBeVisible()
  await other.getByRole('link', { name: number }).click()
  await sayPurpose(other)
  await expect(other.getByRole('main')).toContainText(NAMED)
})

test('R42: a name that was only typed shuts its bearer out as well', async ({ as }) => {
  const officer = await as('林晓雨')
  await startRegistering(officer)
  await officer.getByRole('radio', { name: '其他案件' }).check()
  const caseTitle = '南门外广告牌手写姓名案'
  await officer.getByLabel('案件名称').fill(caseTitle)
  await saveAndContinue(officer, '什么时候，以什么方式？')
  await officer.getByLabel('过问日期').fill(today())
  await saveAndContinue(officer, '是谁过问的？')
  await officer.getByRole('radio', { name: '内部人员' }).check()
  await officer.getByRole('combobox').first().fill(NAMED)
  await officer.keyboard.press('Escape')
  await saveAndContinue(officer, '说了什么，要求什么？')
  await officer.getByLabel('对方原话怎么说').fill('问办到哪里了。')
  for (let page = 0; page < 4; page += 1) await officer.getByRole('button', { name: '保存并继续' }).click()
  await officer.getByRole('button', { name: '核对无误，去签名' }).click()
  await officer.getByRole('checkbox', { name: '我声明' }).check()
  await officer.getByRole('button', { name: '签名并登记' }).click()
  await expect(officer.getByText('登记完成')).toBeVisible()

  const named = await as(NAMED)
  await named.goto(`/records?q=${encodeURIComponent(caseTitle)}`)
  await expect(named.getByText('共 0 件')).toBeVisible()
  expect((await named.request.get(`/records/${numberOf(officer)}`)).status()).toBe(404)
})
